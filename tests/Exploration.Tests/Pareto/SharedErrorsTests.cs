using Lichen.Core.Numerics;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Tests.Pareto;

public sealed class SharedErrorsTests
{
    [Fact]
    public void Errors_that_are_independent_are_seldom_taken_together()
    {
        var shown = Enumerable.Range(1, 1000).Count(seed => Drawn(0, 100, seed).Between(0, 1).IsShown);
        Assert.InRange(shown, 0, 15);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(-0.6)]
    public void Errors_that_go_together_are_found(double correlation)
    {
        var pairs = Enumerable.Range(1, 200).Select(seed => Drawn(correlation, 60, seed).Between(1, 0)).ToList();
        Assert.InRange(pairs.Count(pair => pair.IsShown), 180, 200);
        Assert.InRange(pairs.Average(pair => pair.Correlation), correlation - 0.12, correlation + 0.12);
        Assert.All(pairs, pair => Assert.Equal(60, pair.Count));
    }

    [Fact]
    public void A_known_error_tells_of_the_other_as_the_normal_density_says()
    {
        var errors = Drawn(0.6, 200, 3);
        errors.Add(1, candidate: 1000, 1.5);
        var r = errors.Between(0, 1).Correlation;
        Assert.Equal((1.5 * r, Math.Sqrt(1 - (r * r))), errors.Told(0, 1000));
        Assert.Equal((0, 1), errors.Told(0, 1001));
    }

    [Fact]
    public void One_outlier_makes_no_correlation()
    {
        var errors = Drawn(0, 30, 5);
        errors.Add(0, 1000, 40);
        errors.Add(1, 1000, 40);
        Assert.False(errors.Between(0, 1).IsShown);
    }

    private static SharedErrors Drawn(double correlation, int molecules, int seed)
    {
        var random = new Random(seed);
        var errors = new SharedErrors(2);
        for (var molecule = 0; molecule < molecules; molecule++)
        {
            var (a, b) = (Normal.Quantile(random.NextDouble()), Normal.Quantile(random.NextDouble()));
            errors.Add(0, molecule, a);
            errors.Add(1, molecule, (correlation * a) + (Math.Sqrt(1 - (correlation * correlation)) * b));
        }

        return errors;
    }
}
