using CsCheck;
using Lichen.Core.Footprints;

namespace Lichen.Core.Tests.Footprints;

public sealed class FootprintTests
{
    // Whole numbers add exactly, so that associativity can be asked for to the last bit.
    private static readonly Gen<double> Amount = Gen.Int[0, 1_000_000].Select(whole => (double)whole);

    private static readonly Gen<Footprint> Any = Gen.Select(
        Gen.Select(
            Amount,
            Amount,
            Gen.Long[0, long.MaxValue],
            Gen.Enum<CostBasis>(),
            (c, w, m, b) => new ResourceUsage(c, w, m, b)
        ),
        Amount,
        Gen.Enum<CostBasis>(),
        Amount,
        Amount,
        (usage, energy, basis, grams, money) => new Footprint(usage, energy, basis, grams, money)
    );

    [Fact]
    public void Then_is_associative() =>
        Gen.Select(Any, Any, Any).Sample((a, b, c) => Assert.Equal(a.Then(b).Then(c), a.Then(b.Then(c))));

    [Fact]
    public void Then_does_not_mind_the_order() =>
        Gen.Select(Any, Any).Sample((a, b) => Assert.Equal(a.Then(b), b.Then(a)));

    [Fact]
    public void Nothing_before_or_after_changes_nothing() =>
        Any.Sample(a =>
        {
            Assert.Equal(a, a.Then(Footprint.Nothing));
            Assert.Equal(a, Footprint.Nothing.Then(a));
        });

    [Fact]
    public void The_weaker_basis_and_the_larger_peak_stay() =>
        Gen.Select(Any, Any)
            .Sample(
                (a, b) =>
                {
                    var both = a.Then(b);
                    Assert.True(both.EnergyBasis >= a.EnergyBasis && both.EnergyBasis >= b.EnergyBasis);
                    Assert.True(both.Usage.Basis >= a.Usage.Basis && both.Usage.Basis >= b.Usage.Basis);
                    Assert.Equal(
                        Math.Max(a.Usage.PeakMemoryBytes, b.Usage.PeakMemoryBytes),
                        both.Usage.PeakMemoryBytes
                    );
                }
            );
}
