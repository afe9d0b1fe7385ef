using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Tests.Results;

public sealed class LadderOrderTests
{
    [Fact]
    public void A_ladder_that_rises_in_price_and_trust_is_not_warned_of() =>
        Assert.Empty(
            Warnings(
                ("GFN-FF", "xtb", 1),
                ("GFN2-xTB//GFN-FF", "xtb", 2),
                ("PM7//GFN-FF", "mopac", 3),
                ("HF/def2-SVP//GFN2-xTB", "psi4", 4),
                ("wB97X-V/def2-SVP//GFN2-xTB", "psi4", 5),
                ("MP2/def2-SVP//GFN2-xTB", "nwchem", 6),
                ("CCSD(T)/def2-SVP//GFN2-xTB", "psi4", 7),
                ("experiment", "table", 8)
            )
        );

    [Fact]
    public void A_more_trusted_level_below_a_less_trusted_one_is_said()
    {
        var warning = Assert.Single(Warnings(("B3LYP/def2-SVP//GFN2-xTB", "psi4", 1), ("GFN2-xTB", "xtb", 2)));
        Assert.StartsWith(
            "B3LYP/def2-SVP//GFN2-xTB stands below GFN2-xTB but is trusted more: Hartree-Fock or a density functional below a semi-empirical method",
            warning
        );
    }

    [Fact]
    public void An_experiment_comes_last() =>
        Assert.Contains(
            "an experiment below coupled cluster",
            Assert.Single(Warnings(("measured", "table", 1), ("CCSD(T)/cc-pVDZ", "table", 2)))
        );

    [Fact]
    public void Trust_is_compared_across_levels_of_unknown_place() =>
        Assert.Contains(
            "MP2/def2-SVP stands below GFN2-xTB",
            Assert.Single(Warnings(("MP2/def2-SVP", "psi4", 1), ("my-score", "command", 2), ("GFN2-xTB", "xtb", 3)))
        );

    [Theory]
    [InlineData("my-score", "command")]
    [InlineData("E2-model", "table")]
    [InlineData("ANI-2x", "ani")]
    public void Nothing_is_said_of_trust_where_a_level_has_no_known_place(string level, string engine)
    {
        Assert.Empty(Warnings(("CCSD(T)", "psi4", 1), (level, engine, 2)));
        Assert.Empty(Warnings((level, engine, 1), ("GFN-FF", "xtb", 2)));
    }

    [Fact]
    public void Prices_and_trust_are_warned_of_each() =>
        Assert.Equal(2, Warnings(("MP2/def2-SVP", "psi4", 9), ("HF/def2-SVP", "psi4", 2)).Length);

    private static ImmutableArray<string> Warnings(params (string Level, string Engine, double Price)[] rungs) =>
        LadderOrder.Warnings(
            [
                .. rungs.Select(
                    (rung, index) =>
                        new Rung(
                            index,
                            LevelOfTheory.Parse(rung.Level),
                            rung.Level,
                            new Named(rung.Engine),
                            new EngineOffer(["y"], GeometryNeed.None, null, []),
                            "y",
                            index,
                            null,
                            new CostPrior(rung.Price, 0, 0.1)
                        )
                ),
            ],
            [.. rungs.Select(rung => rung.Price)]
        );

    private sealed class Named(string name) : IEngine
    {
        public EngineIdentity Identity { get; } = new(name, "1", "MIT", "", []);

        public EngineOffer Offer(LevelOfTheory level) => new(["y"], GeometryNeed.None, null, []);

        public string? Refusal(Candidate candidate, LevelOfTheory level) => null;

        public string? CureFor(string code) => null;

        public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Only its name is asked for.");
    }
}
