using System.Globalization;
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

/// <summary>Levels over conformers with the real xtb; skipped where it is absent.</summary>
public sealed class ConformerCampaignTests
{
    [Fact]
    public async Task Butane_and_dichloroethane_are_anti_as_often_as_measured()
    {
        using var xtb = await Setting.MakeAsync(
            "CCCC butane\nClCCCl dichloroethane",
            "[GFN2-xTB//MMFF94, GFN2-xTB, 'GFN2-xTB, 500 K']",
            "GFN2-xTB, Boltzmann(auto), 500 K",
            "{weights: boltzmann}"
        );
        Assert.Equal(
            [
                "GFN2-xTB//MMFF94, Boltzmann(auto, 6 kcal/mol)",
                "GFN2-xTB, Boltzmann(auto, 6 kcal/mol)",
                "GFN2-xTB, Boltzmann(auto, 6 kcal/mol), 500 K",
            ],
            xtb.Rungs.Select(rung => rung.LevelText)
        );

        // 0.67 kcal/mol in the gas, 61 % anti (Herrebout et al. 1995, https://doi.org/10.1021/j100002a020).
        var butane = await xtb.ComputeAsync(0, 1);
        var weights = Weights(butane);
        Assert.Equal(2, weights.Length);
        Assert.Equal(1, weights.Sum(), 2e-3);
        Assert.InRange(weights[0], 0.5, 0.75);
        Assert.InRange(EndToEnd(butane), 3.8, 4.0);

        // Anti is lower and has no dipole, gauche has one near 2.6 D: the mean grows with temperature.
        var cool = await xtb.ComputeAsync(1, 1);
        var warm = await xtb.ComputeAsync(1, 2);
        Assert.InRange(EndToEnd(cool), 4.2, 4.4);
        Assert.InRange(Weights(cool)[0], 0.55, 0.95);
        Assert.True(Weights(warm)[0] < Weights(cool)[0]);
        Assert.InRange(cool.Values["dipole_moment"], 0.05, 1.4);
        Assert.InRange(warm.Values["dipole_moment"], cool.Values["dipole_moment"] + 0.05, 2);

        // The warmer mean is of the same parts: nothing was computed anew but the embedding.
        Assert.DoesNotContain(xtb.Archive.Read(), outcome => outcome.Calculation.Level.ToString().Contains("500 K"));
    }

    [Fact]
    public async Task A_molecule_of_one_conformer_has_the_values_of_the_plain_level()
    {
        using var xtb = await Setting.MakeAsync(
            "C=O methanal",
            "[GFN2-xTB, 'GFN2-xTB, conformers(auto)', 'GFN2-xTB, Boltzmann(5)']",
            "GFN2-xTB, Boltzmann(5)",
            "{seed: 1}"
        );
        var plain = await xtb.ComputeAsync(0, 0);
        foreach (var rung in (int[])[1, 2])
        {
            var ensemble = await xtb.ComputeAsync(0, rung);
            Assert.Equal(plain.Values.Keys, ensemble.Values.Keys);
            Assert.Equal(plain.Values["total_energy"], ensemble.Values["total_energy"], 1e-5);
            Assert.Equal(plain.Values["dipole_moment"], ensemble.Values["dipole_moment"], 1e-2);
            Assert.True(ensemble.Usage.CpuSeconds > 0);
        }
    }

    [Fact]
    public async Task A_free_energy_at_another_temperature_is_that_of_the_program()
    {
        using var xtb = await Setting.MakeAsync(
            "C=O methanal",
            "[GFN2-xTB, 'GFN2-xTB, 400 K']",
            "GFN2-xTB, 400 K",
            "{seed: 1}",
            "gibbs_energy"
        );
        var room = await xtb.ComputeAsync(0, 0);
        var warm = await xtb.ComputeAsync(0, 1);
        Assert.Equal(room.Values["total_energy"], warm.Values["total_energy"], 1e-6);
        // -S dT with the tabulated entropy of 52.3 cal/(mol K) at 298 K and 54.9 at 400 K (NIST-JANAF): -5.5 kcal/mol.
        var difference = (warm.Values["gibbs_energy"] - room.Values["gibbs_energy"]) * 627.5095;
        Assert.InRange(difference, -5.9, -5.2);
    }

    // Carbons, or the chlorines at the ends of a chain written first to last.
    private static double EndToEnd(Computed computed) => computed.Geometry!.DistanceAngstrom(0, 3);

    private static double[] Weights(Computed computed)
    {
        var words = computed.Provenance.Settings;
        var shares = words[(words.IndexOf("weights ", StringComparison.Ordinal) + 8)..].Split(';')[0];
        return [.. shares.Split(' ').Select(share => double.Parse(share, CultureInfo.InvariantCulture))];
    }

    private sealed class Setting : IDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly CalculationRunner _runner;
        private int _decisions;

        private Setting(TemporaryFolder folder, CampaignSpec spec, IReadOnlyList<Rung> rungs)
        {
            (_folder, Rungs) = (folder, rungs);
            Archive = Archive.Open(folder["archive.db"]);
            _runner = new CalculationRunner(
                PoolReader.Read(spec, TextWriter.Null, 1, CancellationToken.None).Pool,
                rungs,
                spec,
                Archive,
                "run",
                folder.Path,
                TimeProvider.System,
                new Meter(new PowerModel(12, 1.2, "test"), GridIntensity.Own(400), 0),
                null
            );
        }

        public Archive Archive { get; }

        public IReadOnlyList<Rung> Rungs { get; }

        public static async Task<Setting> MakeAsync(
            string molecules,
            string ladder,
            string level,
            string conformers,
            string property = "dipole_moment"
        )
        {
            var folder = new TemporaryFolder();
            var guard = Guard.Beside();
            var probe = new EngineProbe(guard, folder.Path);
            if ((await probe.FindAsync("xtb", TestContext.Current.CancellationToken)).Problem is { } missing)
            {
                folder.Dispose();
                Assert.Skip(missing);
            }

            await File.WriteAllTextAsync(folder["space.smi"], molecules, TestContext.Current.CancellationToken);
            var reading = CampaignFile.Parse(
                $$"""
                space: {file: space.smi}
                objective: {property: {{property}}, level: '{{level}}', goal: maximise}
                ladder: {{ladder}}
                conformers: {{conformers}}
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

        public async Task<Computed> ComputeAsync(int candidate, int rung)
        {
            var done = await _runner.RunAsync(
                new Assignment(++_decisions, candidate, Rungs[rung], 600, null, 0),
                TestContext.Current.CancellationToken
            );
            return Assert.IsType<Computed>(done.Outcome);
        }

        public void Dispose()
        {
            Archive.Dispose();
            _folder.Dispose();
        }
    }
}
