using System.Globalization;
using System.Text;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Core.Numerics;
using Lichen.Learning.Potentials;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Potentials;

/// <summary>A level of theory made of lichen-base by the energies and forces of a file.</summary>
public sealed class TuneVerbTests : IDisposable
{
    private static readonly string[] Molecules =
    [
        "C",
        "CC",
        "CO",
        "CN",
        "O",
        "C=C",
        "C=O",
        "N",
        "CF",
        "C#N",
        "CS",
        "OO",
    ];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Labels_of_another_level_make_an_installed_potential_of_their_elements()
    {
        // Steeper by a fifth than lichen-base, and with other energies of atoms.
        var data = Labels("steeper.xyz", 1.2, atom: -3);
        var tuned = await RunAsync("tune", "steeper", "--data", data, "--level", "Made/up");
        Assert.Equal(ExitCode.Ok, tuned.Code);
        double[] forces =
        [
            .. new[] { "energies of atoms refitted", "tuned", "from nothing" }.Select(trial =>
                Force(tuned.Output, trial)
            ),
        ];
        Assert.True(forces[1] < 0.7 * forces[0] && forces[1] < 0.7 * forces[2], tuned.Output);
        Assert.Matches(@"\ntuned .* taken", tuned.Output);
        Assert.Contains("other structures of the same molecules", tuned.Output);

        var check = await RunAsync("check", "steeper");
        Assert.True(check.Code == ExitCode.Ok, check.Output + check.Error);
        var card = new PotentialStore(_folder["models"]).Find("steeper")!;
        Assert.Equal(["H", "C", "N", "O", "F", "S"], card.Elements);
        Assert.Equal("Made/up", card.Level);

        Assert.Contains(
            "installed already: take another name, or say --replace",
            await ProblemAsync("tune", "steeper", "--data", data, "--level", "Made/up")
        );
    }

    [Theory]
    [InlineData(-1, 1, "the forces point the other way than those of lichen-base")]
    [InlineData(0.3, 1, "the forces are 0.30 times those of lichen-base")]
    [InlineData(1, 27.2, "energies rise 27.20 times as far as those of lichen-base")]
    public async Task Labels_in_another_unit_are_refused(double forces, double energies, string problem)
    {
        var data = Labels("units.xyz", forces, atom: -3, energies);
        Assert.Contains(problem, await ProblemAsync("tune", "units", "--data", data, "--level", "Made/up"));
    }

    [Fact]
    public async Task Frames_that_cannot_be_used_are_rejected_with_their_line_and_too_few_are_refused()
    {
        var data = Write(
            "bad.xyz",
            """
            1
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1
            Br 0 0 0 0 0 0
            1
            Properties=species:S:1:pos:R:3 energy=-1
            H 0 0 0
            2
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1 charge=1
            H 0 0 0 0 0 0
            H 0 0 0.7 0 0 0
            2
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1
            H 0 0 0 0 0 x
            H 0 0 0.7 0 0 0
            2
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1
            H 0 0 0 0 0 0.1
            H 0 0 0.7 0 0 -0.1
            2
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1
            H 0 0 0 0 0 0.1
            H 0 0 0.7 0 0 -0.1
            2
            Properties=species:S:1:pos:R:3:forces:R:3 energy=-1
            H 0 0 0 0 0 99
            H 0 0 0.8 0 0 -99

            """
        );
        var problem = await ProblemAsync("tune", "bad", "--data", data, "--level", "Made/up");
        Assert.Contains("7 frames: 1 structures with energies and forces, 6 rejected", problem);
        Assert.Contains("at least 30 are needed; the first one rejected is at line 1", problem);
        string[] rejects = File.ReadAllLines(_folder["bad.rejects.csv"]);
        Assert.Contains("lichen-base knows H C N O F S Cl, not Br", rejects[1]);
        Assert.Contains("Properties names no column 'forces': it has species, pos", rejects[2]);
        Assert.Contains("its charge is 1", rejects[3]);
        Assert.Contains("line 13: forces 'x' is no finite number", rejects[4]);
        Assert.Contains("it is the structure of frame 5 again", rejects[5]);
        Assert.Contains("its largest force is 99.0 eV/angstrom", rejects[6]);
    }

    [Fact]
    public async Task A_table_in_place_of_frames_is_refused_with_what_was_expected()
    {
        var data = Write("table.csv", "smiles,energy\nCCO,-1\n");
        Assert.EndsWith(
            "the first one rejected is at line 1: expected the number of atoms, found 'smiles,energy'",
            await ProblemAsync("tune", "table", "--data", data, "--level", "Made/up")
        );
    }

    [Theory]
    [InlineData("ANI-2x", "ANI-2x is a potential that Lichen knows")]
    [InlineData("../x", "names no potential")]
    public async Task A_name_that_cannot_be_given_is_refused(string name, string problem)
    {
        Assert.Contains(problem, await ProblemAsync("tune", name, "--data", "x.xyz", "--level", "Made/up"));
    }

    /// <summary>Three shaken structures of each molecule, labelled by lichen-base, its slopes multiplied.</summary>
    private string Labels(string name, double forces, double atom, double energies = double.NaN)
    {
        var potential = new PotentialStore(_folder["models"]).Open("lichen-base");
        var random = new SplitMix64(5);
        var text = new StringBuilder();
        foreach (var smiles in Molecules)
        {
            var start = ((ConformerOutcome.Built)Conformers.Build(smiles, 1, 1, TimeSpan.FromSeconds(20))).Geometry;
            for (int s = 0; s < 3; s++)
            {
                double[] angstrom = [.. start.ToAngstrom()];
                for (int d = 0; d < angstrom.Length; d++)
                {
                    angstrom[d] += 0.05 * random.Normal();
                }

                var geometry = Geometry.FromAngstrom(start.AtomicNumbers, angstrom);
                var result = potential.Evaluate([geometry], forces: true)[0];
                double energy =
                    (result.Hartree * (double.IsNaN(energies) ? forces : energies) * Constants.HartreeInElectronvolt)
                    + (atom * geometry.AtomCount);
                text.Append(CultureInfo.InvariantCulture, $"{geometry.AtomCount}\n")
                    .Append(
                        CultureInfo.InvariantCulture,
                        $"Properties=species:S:1:pos:R:3:forces:R:3 energy={energy:R} pbc=\"F F F\"\n"
                    );
                for (int i = 0; i < geometry.AtomCount; i++)
                {
                    text.Append(Elements.Symbol(geometry.AtomicNumbers[i]));
                    for (int d = 0; d < 6; d++)
                    {
                        const double Unit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;
                        double value = d < 3 ? angstrom[(3 * i) + d] : forces * Unit * result.Forces![(3 * i) + d - 3];
                        text.Append(CultureInfo.InvariantCulture, $" {value:R}");
                    }

                    text.Append('\n');
                }
            }
        }

        return Write(name, text.ToString());
    }

    /// <summary>The error of forces in the line of a trial.</summary>
    private static double Force(string output, string trial) =>
        double.Parse(
            output
                .Split('\n')
                .First(line => line.StartsWith(trial, StringComparison.Ordinal))[trial.Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    private async Task<string> ProblemAsync(params string[] arguments) =>
        (await Assert.ThrowsAsync<UserException>(() => RunAsync(arguments))).Message;

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        ModelsCommand.RunAsync(_folder["models"], arguments);
}
