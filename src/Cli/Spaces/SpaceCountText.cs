using Lichen.Exploration.ReactionSpaces;
using Spectre.Console;

namespace Lichen.Cli.Spaces;

/// <summary>The size of a reaction space, for people and for programs.</summary>
internal static class SpaceCountText
{
    public static void Write(Terminal terminal, SpaceCount count)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("reaction", "combinations", "reactants");
        foreach (var reaction in count.Reactions.Where(reaction => reaction.Combinations > 0))
        {
            table.AddRow(
                new Text(reaction.Name + Trouble(reaction)),
                new Text($"{reaction.Combinations:N0}"),
                new Text(string.Join(", ", reaction.Reactants.Select(place => $"{place.Group} {place.Matching:N0}")))
            );
        }

        terminal.Write(table);
        var idle = count.Reactions.Where(reaction => reaction.Combinations == 0).ToList();
        if (idle.Count > 0)
        {
            terminal.Output.WriteLine(
                $"{idle.Count} reactions match nothing: {string.Join(", ", idle.Select(reaction => reaction.Name))}"
            );
        }

        terminal.Output.WriteLine(
            $"{count.Combinations:N0} combinations of {count.BuildingBlocks:N0} building blocks"
                + (count.IdleBlocks > 0 ? $", {count.IdleBlocks:N0} of which no reaction uses" : "")
                + (count.RefusedBlocks > 0 ? $"; {count.RefusedBlocks:N0} rows refused" : "")
        );
        if (count.Drawn > 0)
        {
            terminal.Output.WriteLine(
                $"of {count.Drawn:N0} drawn, {count.Made:N0} give a molecule, {count.Distinct:N0} different ones"
            );
        }
    }

    public static void WriteJson(TextWriter output, SpaceCount count) =>
        Json.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("combinations", count.Combinations);
                json.WriteNumber("building_blocks", count.BuildingBlocks);
                json.WriteNumber("refused_building_blocks", count.RefusedBlocks);
                json.WriteNumber("idle_building_blocks", count.IdleBlocks);
                json.WriteNumber("drawn", count.Drawn);
                json.WriteNumber("made", count.Made);
                json.WriteNumber("distinct", count.Distinct);
                json.WriteStartArray("reactions");
                foreach (var reaction in count.Reactions)
                {
                    json.WriteStartObject();
                    json.WriteString("name", reaction.Name);
                    json.WriteNumber("combinations", reaction.Combinations);
                    json.WriteNumber("made", reaction.Made);
                    json.WriteNumber("empty", reaction.Empty);
                    json.WriteNumber("ambiguous", reaction.Ambiguous);
                    json.WriteStartArray("reactants");
                    foreach (var place in reaction.Reactants)
                    {
                        json.WriteStartObject();
                        json.WriteString("group", place.Group);
                        json.WriteNumber("matching", place.Matching);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    private static string Trouble(ReactionCount reaction) =>
        reaction.Empty > 0
            ? $" ({reaction.Empty:N0} of {reaction.Made + reaction.Empty:N0} drawn give no molecule)"
            : "";
}
