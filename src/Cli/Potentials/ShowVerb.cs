using System.CommandLine;
using Lichen.Cli.Views;
using Lichen.Learning.Potentials;

namespace Lichen.Cli.Potentials;

/// <summary><c>lichen models show</c>: the card of an installed potential.</summary>
internal static class ShowVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options, PotentialStore store)
    {
        var name = ModelsVerb.Name();
        var command = new Command("show", "Show a potential's card: domain, limits, licence, source, files.") { name };
        command.SetAction(parsed =>
        {
            PotentialCard card = ModelsVerb.Installed(store, parsed.GetValue(name)!);
            if (parsed.GetValue(options.Json))
            {
                Json.Write(terminal.Output, json => json.WriteRawValue(card.ToJson()));
                return ExitCode.Ok;
            }

            Line("name", card.Name);
            Line("trained on", card.Level);
            Line(
                "domain",
                $"{string.Join(' ', card.Elements)}; charge {string.Join(", ", card.Charges)}; multiplicity "
                    + string.Join(", ", card.Multiplicities)
            );
            if (card.Mapping is { } mapping)
            {
                Line("inputs", $"{card.Format}: {mapping.InputsInWords()}");
                Line("outputs", mapping.OutputsInWords());
            }

            Line("gives", string.Join(", ", ["energy and forces", .. card.Given]));
            Line("limits", card.Limits);
            foreach (string accuracy in card.Accuracy.IsDefault ? [] : card.Accuracy)
            {
                Line("accuracy", accuracy);
            }

            if (card.Cost is { } cost)
            {
                Line("cost", cost);
            }

            Line("licence", card.Licence);
            Line("forbidden", card.ForbiddenUses.Length == 0 ? "no use" : string.Join(", ", card.ForbiddenUses));
            Line("source", card.Source);
            foreach (string citation in card.Citations)
            {
                Line("cite", citation);
            }

            Line(
                "files",
                $"{card.Files.Length}, {card.Files.Sum(file => file.Bytes):N0} bytes, in {store.PlaceOf(card)}"
            );
            Line("references", $"{card.References.Length}: lichen models check {card.Name}");
            return ExitCode.Ok;

            void Line(string label, string text) =>
                terminal.Output.WriteLine($"{label, -11} {StyledLine.Printable(text)}");
        });
        return command;
    }
}
