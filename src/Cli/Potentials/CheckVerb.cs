using System.CommandLine;
using Lichen.Learning.Potentials;

namespace Lichen.Cli.Potentials;

/// <summary><c>lichen models check</c>: files against their sums, energies against published ones.</summary>
internal static class CheckVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options, PotentialStore store)
    {
        var name = ModelsVerb.Name();
        var command = new Command(
            "check",
            "Check an installed potential: its files by their sums, its energies by published values."
        )
        {
            name,
        };
        command.SetAction(parsed =>
        {
            PotentialCard card = ModelsVerb.Installed(store, parsed.GetValue(name)!);
            AniModel model = store.Read(card.Name);
            IReadOnlyList<ReferenceCheck> checks = ReferenceCheck.Of(model, card);
            bool holds = checks.All(check => check.Holds);
            if (parsed.GetValue(options.Json))
            {
                Json.Write(
                    terminal.Output,
                    json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("name", card.Name);
                        json.WriteBoolean("holds", holds);
                        json.WriteStartArray("references");
                        foreach (ReferenceCheck check in checks)
                        {
                            json.WriteStartObject();
                            json.WriteString("name", check.Reference.Name);
                            json.WriteNumber("published_hartree", check.Reference.Hartree);
                            json.WriteNumber("double_hartree", check.Hartree);
                            json.WriteNumber("single_hartree", check.SingleHartree);
                            json.WriteNumber("largest_member_difference_hartree", check.MemberDifference);
                            json.WriteBoolean("holds", check.Holds);
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                        json.WriteEndObject();
                    }
                );
            }
            else
            {
                terminal.Output.WriteLine(
                    $"{card.Name}: {card.Files.Length} files as published, {model.MemberCount} members, "
                        + $"{model.ParameterCount:N0} parameters"
                );
                foreach (ReferenceCheck check in checks)
                {
                    terminal.Output.WriteLine(
                        FormattableString.Invariant(
                            $"{(check.Holds ? "holds" : "FAILS")}: {check.Reference.Name}: {check.Hartree:0.000000000} hartree, published {check.Reference.Hartree:0.000000000}; members within {check.MemberDifference:0.0e+0}; single precision within {Math.Abs(check.SingleHartree - check.Hartree):0.0e+0}"
                        )
                    );
                }
            }

            return holds ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
