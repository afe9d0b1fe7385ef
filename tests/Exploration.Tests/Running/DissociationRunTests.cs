using System.Globalization;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

/// <summary>The weakest bond: which bonds are asked, and what xtb says of molecules that were measured.</summary>
public sealed class DissociationRunTests
{
    private const string Optimised = "GFN2-xTB";

    [Theory]
    // Hydrogens count on hetero atoms, beside multiple bonds, and where there is nothing else.
    [InlineData("CC", "[CH3]+[CH3]")]
    [InlineData("C", "[CH3]+[H]")]
    [InlineData("Cc1ccccc1", "[CH3]+[c]1ccccc1 [CH2]c1ccccc1+[H]")]
    [InlineData("CO", "[CH3]+[OH] C[O]+[H]")]
    // Of opposite charges are the oxygens of a nitro group; rings, multiple bonds and atoms do not fall in two.
    [InlineData("C[N+](=O)[O-]", "O=[N+][O-]+[CH3] [CH2][N+](=O)[O-]+[H]")]
    [InlineData("O=C=O", "")]
    public void Bonds_that_break_into_two_radicals_are_found_once_of_each_kind(string smiles, string expected)
    {
        var bonds = BreakableBonds.Of(smiles);
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            bonds.Select(bond => $"{bond.One.Smiles}+{bond.Other.Smiles}").Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("CCOC(=O)c1ccc(N)cc1")]
    [InlineData("C[C@H](N)C(=O)OC/C=C/c1cc[nH]c1")]
    public void Fragments_hold_the_atoms_of_the_molecule_in_the_order_of_their_own(string smiles)
    {
        var whole = Topology.Of(smiles);
        var bonds = BreakableBonds.Of(smiles);
        Assert.NotEmpty(bonds);
        foreach (var bond in bonds)
        {
            Assert.Equal(
                Enumerable.Range(0, whole.AtomicNumbers.Count),
                bond.One.Atoms.Concat(bond.Other.Atoms).Order()
            );
            foreach (var fragment in (BondFragment[])[bond.One, bond.Other])
            {
                var own = Topology.Of(fragment.Smiles);
                Assert.Equal(own.AtomicNumbers, fragment.Atoms.Select(atom => whole.AtomicNumbers[atom]));
                Assert.All(
                    own.Bonds,
                    pair =>
                    {
                        var (a, b) = (fragment.Atoms[pair.First], fragment.Atoms[pair.Second]);
                        Assert.Contains((Math.Min(a, b), Math.Max(a, b)), whole.Bonds);
                    }
                );
            }
        }
    }

    [Fact]
    public async Task Bonds_of_a_kind_keep_their_order_and_parts_are_paid_once()
    {
        string[] molecules = ["COOC", "OO", "CI", "CCl", "CC"];
        using var folder = new TemporaryFolder();
        var setting = await Setting.MakeAsync(folder, string.Join('\n', molecules), Optimised);
        using var archive = Archive.Open(folder["archive.db"]);
        var runner = setting.Runner(archive);
        var energies = new List<double>();
        foreach (var place in Enumerable.Range(0, molecules.Length))
        {
            var outcome = Assert.IsType<Computed>((await RunAsync(place)).Outcome);
            energies.Add(outcome.Values["weakest_bond_energy"]);
            Assert.StartsWith(
                place == 0 ? "weakest bond O2-O3, leaves C[O] and C[O];" : "weakest bond ",
                outcome.Provenance.Settings,
                StringComparison.Ordinal
            );
            TestContext.Current.TestOutputHelper!.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{molecules[place]} {energies[place]:0.00} eV {outcome.Usage.CpuSeconds:0.00} s {outcome.Provenance.Settings}"
                )
            );
        }

        Assert.InRange(energies[0], 1, energies[1]);
        Assert.InRange(energies[2], 1, energies[3]);
        Assert.InRange(energies[3], 1, energies[4]);
        // The radical is what it would be as a molecule of the space: the archive serves both.
        var methyl = new Candidate(0, "methyl", "[CH3]", 0, 2, 1, 4, 9, ["H", "C"]);
        var rung = setting.Rungs[0];
        var key = new Calculation(methyl, rung.Level, setting.Spec.Conformers.ToString(), rung.EngineVersion).Key;
        Assert.IsType<Computed>(archive.TryGet(key)?.Outcome);
        Assert.Equal(0, (await RunAsync(0)).Outcome.Usage.CpuSeconds);

        Task<Done> RunAsync(int place) =>
            runner.RunAsync(
                new Assignment(place + 1, place, setting.Rungs[0], 600, null, 0),
                TestContext.Current.CancellationToken
            );
    }

    [Fact]
    public async Task A_molecule_that_does_not_fall_in_two_says_so()
    {
        using var folder = new TemporaryFolder();
        var setting = await Setting.MakeAsync(folder, "O=C=O", "GFN2-xTB//MMFF94");
        using var archive = Archive.Open(folder["archive.db"]);
        var done = await setting
            .Runner(archive)
            .RunAsync(new Assignment(1, 0, setting.Rungs[0], 600, null, 0), TestContext.Current.CancellationToken);
        Assert.Equal("no_breakable_bond", Assert.IsType<Failed>(done.Outcome).Code);
    }

    [Fact]
    public async Task A_density_functional_orders_bonds_of_different_kinds_as_chemists_know_them()
    {
        (string Smiles, string Bond)[] molecules = [("NN", "N1-N2"), ("CC", "C1-C2")];
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var setting = await Setting.MakeAsync(
            folder,
            string.Join('\n', molecules.Select(one => one.Smiles)),
            "PBE/3-21G//MMFF94",
            "psi4"
        );
        var energies = new List<double>();
        foreach (var place in Enumerable.Range(0, molecules.Length))
        {
            var done = await setting
                .Runner(archive)
                .RunAsync(
                    new Assignment(place + 1, place, setting.Rungs[0], 600, null, 0),
                    TestContext.Current.CancellationToken
                );
            var outcome = Assert.IsType<Computed>(done.Outcome);
            Assert.StartsWith($"weakest bond {molecules[place].Bond},", outcome.Provenance.Settings);
            energies.Add(outcome.Values["weakest_bond_energy"]);
        }

        // Measured: 66 and 90 kcal/mol; fragments that may not relax add to both.
        Assert.InRange(energies[0], 2.2, energies[1] - 0.5);
        Assert.InRange(energies[1], 3.4, 6);
    }

    [Fact]
    public async Task Unrelaxed_fragments_lie_above_relaxed_ones()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var energies = new List<double>();
        foreach (var level in (string[])[Optimised, "GFN2-xTB//MMFF94"])
        {
            var setting = await Setting.MakeAsync(folder, "CCN", level);
            var done = await setting
                .Runner(archive)
                .RunAsync(new Assignment(1, 0, setting.Rungs[0], 600, null, 0), TestContext.Current.CancellationToken);
            energies.Add(Assert.IsType<Computed>(done.Outcome).Values["weakest_bond_energy"]);
        }

        Assert.InRange(energies[1] - energies[0], 0.05, 2);
    }

    private sealed record Setting(TemporaryFolder Folder, CampaignSpec Spec, IReadOnlyList<Rung> Rungs)
    {
        public static async Task<Setting> MakeAsync(
            TemporaryFolder folder,
            string molecules,
            string level,
            string engine = "xtb"
        )
        {
            var guard = Guard.Beside();
            var probe = new EngineProbe(guard, folder.Path);
            if ((await probe.FindAsync(engine, TestContext.Current.CancellationToken)).Problem is { } missing)
            {
                Assert.Skip(missing);
            }

            await File.WriteAllTextAsync(folder["space.smi"], molecules, TestContext.Current.CancellationToken);
            var reading = CampaignFile.Parse(
                $$"""
                space: {file: space.smi}
                objective: {property: weakest_bond_energy, level: '{{level}}', goal: maximise}
                constraints: [{property: weakest_bond_energy, level: '{{level}}', range: at least 1 eV}]
                ladder: [{level: '{{level}}', engine: {{engine}} }]
                budget: unlimited

                """,
                "campaign.yaml",
                folder.Path,
                1
            );
            Assert.Empty(reading.Problems);
            var rungs = await Ladder.MakeAsync(
                reading.Spec!,
                new EngineFactory(guard, probe),
                TestContext.Current.CancellationToken
            );
            return new Setting(folder, reading.Spec!, rungs);
        }

        public CalculationRunner Runner(Archive archive) =>
            new(
                PoolReader.Read(Spec, TextWriter.Null, 1, CancellationToken.None).Pool,
                Rungs,
                Spec,
                archive,
                "run",
                Folder.Path,
                TimeProvider.System,
                new Meter(new PowerModel(12, 1.2, "test"), GridIntensity.Own(400), 0),
                null
            );
    }
}
