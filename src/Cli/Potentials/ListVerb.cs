using System.CommandLine;
using Lichen.Learning.Potentials;
using Spectre.Console;

namespace Lichen.Cli.Potentials;

/// <summary><c>lichen models list</c>: what is installed, and what is known by name.</summary>
internal static class ListVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options, PotentialStore store)
    {
        var command = new Command("list", "List the potentials that are installed, and those known by name.");
        command.SetAction(parsed =>
        {
            IReadOnlyList<PotentialCard> installed = store.Installed();
            PotentialCard[] known =
            [
                .. PotentialCard.Known.Where(card => installed.All(other => other.Name != card.Name)),
            ];
            if (parsed.GetValue(options.Json))
            {
                Json.Write(
                    terminal.Output,
                    json =>
                    {
                        json.WriteStartArray();
                        foreach (PotentialCard card in installed.Concat(known))
                        {
                            json.WriteStartObject();
                            json.WriteString("name", card.Name);
                            json.WriteBoolean("installed", installed.Contains(card));
                            json.WriteString("level", card.Level);
                            json.WriteString("licence", card.Licence);
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                    }
                );
                return ExitCode.Ok;
            }

            var table = new Table()
                .Border(TableBorder.Simple)
                .AddColumns("name", "state", "trained on", "elements", "licence");
            foreach (PotentialCard card in installed.Concat(known))
            {
                table.AddRow(
                    new Text(card.Name),
                    new Text(installed.Contains(card) ? "installed" : "not installed"),
                    new Text(card.Level),
                    new Text(string.Join(' ', card.Elements)),
                    new Text(card.Licence)
                );
            }

            terminal.Write(table);
            foreach (PotentialCard card in known)
            {
                terminal.Output.WriteLine($"lichen models add {card.Name} --from FOLDER|URL");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
