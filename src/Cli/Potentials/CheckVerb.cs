using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

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
            IPotential potential = store.Open(card.Name);
            IReadOnlyList<ReferenceCheck> checks = ReferenceCheck.Of(potential, card);
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
                            json.WriteNumber(check.SingleHartree is null ? "hartree" : "double_hartree", check.Hartree);
                            WriteRest(json, check);
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
                terminal.Output.WriteLine($"{card.Name}: {Files(card)} as published, {Size(potential)}");
                foreach (ReferenceCheck check in checks)
                {
                    terminal.Output.WriteLine(
                        $"{(check.Holds ? "holds" : "FAILS")}: {check.Reference.Name}: {check.Differences()}"
                    );
                }
            }

            return holds ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static string Files(PotentialCard card) => card.Files.Length == 1 ? "1 file" : $"{card.Files.Length} files";

    private static string Size(IPotential potential) =>
        potential switch
        {
            AniPotential ani => $"{ani.Model.MemberCount} members, {ani.Model.ParameterCount:N0} parameters",
            ForeignPotential foreign => $"{foreign.ParameterCount:N0} parameters",
            _ => throw new UnreachableException(),
        };

    private static void WriteRest(Utf8JsonWriter json, ReferenceCheck check)
    {
        if (check.SingleHartree is { } single)
        {
            json.WriteNumber("single_hartree", single);
        }

        if (check.Forces is { } forces)
        {
            json.WriteNumber("largest_force_hartree_per_bohr", forces.Largest);
            json.WriteNumber("largest_force_difference_hartree_per_bohr", forces.Difference);
        }
    }
}
