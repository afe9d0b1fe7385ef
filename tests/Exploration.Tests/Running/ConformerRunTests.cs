using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

/// <summary>Calculations over conformers, their parts made up from the geometry.</summary>
public sealed class ConformerRunTests
{
    private static readonly Candidate Butanol = new(1, "butanol", "CCCCO", 0, 1, 5, 15, 42, ["H", "C", "O"]);

    [Theory]
    [InlineData("GFN2-xTB//MMFF94, Boltzmann(20)")]
    [InlineData("GFN2-xTB, Boltzmann(20)")]
    public async Task What_was_killed_goes_on_and_ends_at_the_same_mean(string level)
    {
        using var folder = new TemporaryFolder();
        var whole = new Parts(folder["whole.db"], level);
        var expected = Assert.IsType<Computed>(await whole.RunAsync());
        Assert.True(whole.Count > 4);
        // Comparing what was optimised is paid too.
        Assert.InRange(expected.Usage.CpuSeconds, whole.Count, whole.Count + 5);

        var killed = new Parts(folder["killed.db"], level) { KillAt = 4 };
        await Assert.ThrowsAsync<OperationCanceledException>(killed.RunAsync);
        var again = new Parts(folder["killed.db"], level);
        var resumed = Assert.IsType<Computed>(await again.RunAsync());
        Assert.Equal(whole.Count - 3, again.Count);
        Assert.InRange(resumed.Usage.CpuSeconds, again.Count, again.Count + 5);
        Assert.Equal(expected.Values, resumed.Values);
        Assert.Equal(expected.Provenance, resumed.Provenance);
    }

    [Fact]
    public async Task The_mean_lies_between_the_conformers_and_the_lowest_is_one_of_them()
    {
        using var folder = new TemporaryFolder();
        var mean = Assert.IsType<Computed>(
            await new Parts(folder["a.db"], "GFN2-xTB//MMFF94, Boltzmann(20), 2000 K").RunAsync()
        );
        var lowest = Assert.IsType<Computed>(
            await new Parts(folder["a.db"], "GFN2-xTB//MMFF94, conformers(20)").RunAsync()
        );
        // Both of the same parts, the second for nothing.
        Assert.Equal(0, lowest.Usage.CpuSeconds);
        Assert.True(mean.Values["total_energy"] > lowest.Values["total_energy"]);
        Assert.DoesNotContain("imaginary_modes", mean.Values.Keys);
        Assert.Equal(mean.Geometry!.Bohr.ToArray(), lowest.Geometry!.Bohr.ToArray());
        Assert.Contains("20 ETKDGv3 conformers", mean.Provenance.Settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conformer_that_changed_is_left_out_and_another_failure_is_the_whole_s()
    {
        using var folder = new TemporaryFolder();
        const string level = "GFN2-xTB//MMFF94, Boltzmann(20)";
        var changed = new Parts(folder["a.db"], level) { FailAt = 2, Failure = "connectivity" };
        var computed = Assert.IsType<Computed>(await changed.RunAsync());
        Assert.Contains("1 left out because the molecule changed", computed.Provenance.Settings, StringComparison.Ordinal);

        var stopped = new Parts(folder["b.db"], level) { FailAt = 2, Failure = "scf" };
        var failed = Assert.IsType<Failed>(await stopped.RunAsync());
        Assert.Equal(("scf", 2.0), (failed.Code, failed.Usage.CpuSeconds));
    }

    [Fact]
    public void The_free_energy_of_an_ensemble_is_below_that_of_its_lowest()
    {
        var members = new[] { -10.000, -9.999 }
            .Select(gibbs => new Computed(
                ImmutableSortedDictionary<string, double>.Empty.Add("gibbs_energy", gibbs),
                null,
                ResourceUsage.Nothing,
                new Provenance("", "", "", "")
            ))
            .ToList();
        var mean = ConformerRun.Mean(members, [0.9, 0.1], [1, 1], 298.15);
        // RT ln(1 + exp(-0.6275 / 0.5925)) = 0.176 kcal/mol.
        Assert.Equal(-10 - (0.1762 / 627.5095), mean["gibbs_energy"], 2e-6);
    }

    // An engine whose energy and dipole are those of the distance between the ends.
    private sealed class Parts(string archiveFile, string levelText)
    {
        private readonly LevelOfTheory _level = LevelOfTheory.Parse(levelText);

        public int Count { get; private set; }

        public int KillAt { get; init; } = int.MaxValue;

        public int FailAt { get; init; } = int.MaxValue;

        public string Failure { get; init; } = "";

        public async Task<Outcome> RunAsync()
        {
            using var archive = Archive.Open(archiveFile);
            var rung = SmallLadder.Single(1).Rungs[0] with
            {
                Level = _level,
                LevelText = _level.ToString(),
                Property = Property.DipoleMoment.Name,
                Offer = new EngineOffer(
                    [Property.DipoleMoment.Name, Property.TotalEnergy.Name],
                    GeometryNeed.ForceField,
                    null,
                    []
                ),
                CostPrior = new CostPrior(1, 1, 1),
            };
            var run = new ConformerRun(
                Butanol,
                [rung],
                new ConformerSpec(null, 1),
                archive,
                (calculation, outcome) =>
                    new ArchivedOutcome(
                        calculation,
                        outcome,
                        new Meter(new PowerModel(12, 1, "test"), GridIntensity.Own(400), 0).Of(outcome.Usage),
                        "run",
                        0,
                        DateTimeOffset.UnixEpoch
                    ),
                (_, level, wanted, start, _) =>
                {
                    Count++;
                    var usage = new ResourceUsage(1, 1, 0, CostBasis.Measured);
                    var provenance = new Provenance("made up", "1", level.ToString(), "");
                    if (Count == KillAt)
                    {
                        throw new OperationCanceledException();
                    }

                    if (Count == FailAt)
                    {
                        return Task.FromResult<Outcome>(
                            new Failed(FailureKind.Convergence, Failure, "made up", usage, provenance)
                        );
                    }

                    Assert.Null(level.Ensemble);
                    Assert.Contains(Property.TotalEnergy, wanted);
                    var distance = start.DistanceAngstrom(0, 4);
                    return Task.FromResult<Outcome>(
                        new Computed(
                            ImmutableSortedDictionary<string, double>
                                .Empty.Add("dipole_moment", distance)
                                .Add("imaginary_modes", 0)
                                .Add("total_energy", -200 - (1e-3 * distance)),
                            start,
                            usage,
                            provenance
                        )
                    );
                }
            )
            {
                Embed = ensemble =>
                    (
                        Ensembles.Build(Butanol.Smiles, ensemble.Count, 1, TimeSpan.FromMinutes(1)),
                        ResourceUsage.Nothing
                    ),
                Explain = failed => throw new InvalidOperationException(failed.Reason),
            };
            return await run.RunAsync(rung);
        }
    }
}
