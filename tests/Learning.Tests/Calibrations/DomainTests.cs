using CsCheck;
using Lichen.Learning.Calibrations;

namespace Lichen.Learning.Tests.Calibrations;

public sealed class DomainTests
{
    [Fact]
    public void The_nearest_count_whatever_their_order() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 30], Gen.Int[1, 20], Gen.Int[-1, 29])
            .Sample(
                (distances, neighbours, self) =>
                {
                    double[] others = [.. distances.Where((_, i) => i != self).Order().Take(neighbours)];
                    double expected = others.Length == 0 ? 1 : others.Average();
                    Assert.Equal(expected, Domain.MeanNearest(distances, neighbours, self), 1e-12);
                }
            );

    [Fact]
    public void The_stated_share_of_the_training_set_is_inside() =>
        Gen.Double[0, 1]
            .Array[1, 200]
            .Sample(distances =>
            {
                Domain domain = Domain.Learn(distances, 3);
                int inside = distances.Count(d => domain.Holds(domain.Score(d)));
                Assert.True(inside >= Domain.InsideShare * distances.Length);
            });

    [Fact]
    public void A_typical_molecule_scores_one_and_a_far_one_is_flagged()
    {
        double[] distances = [.. Enumerable.Range(1, 99).Select(i => 0.2 + (i * 0.002))];
        Domain domain = Domain.Learn(distances, 3);
        Assert.Equal(1, domain.Score(0.3), 1e-12);
        Assert.True(domain.Holds(domain.Score(0.3)));
        Assert.False(domain.Holds(domain.Score(0.9)));
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new double[] { 0, 0, 0 })]
    [InlineData(new double[] { 0, 0, 0.5 })]
    public void A_training_set_of_nothing_or_of_copies_still_gives_scores(double[] distances)
    {
        Domain domain = Domain.Learn(distances, 3);
        Assert.True(domain.Holds(domain.Score(0)));
        Assert.True(double.IsFinite(domain.Score(1)));
    }
}
