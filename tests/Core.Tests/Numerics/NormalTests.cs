using CsCheck;
using Lichen.Core.Numerics;

namespace Lichen.Core.Tests.Numerics;

public sealed class NormalTests
{
    // Abramowitz and Stegun, table 26.2, and the same function in 30 digits further out.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-2.5, 6.209665325776132e-3)]
    [InlineData(-3, 1.3498980316300946e-3)]
    [InlineData(-5, 2.866515718791939e-7)]
    [InlineData(-10, 7.61985302416052e-24)]
    [InlineData(-20, 2.7536241186062337e-89)]
    public void Cumulative_equals_published_values(double z, double expected)
    {
        Assert.Equal(1, Normal.Cumulative(z) / expected, 1e-12);
        Assert.Equal(Math.Log(expected), Normal.LogCumulative(z), 1e-12 * (1 + Math.Abs(Math.Log(expected))));
    }

    [Fact]
    public void Far_out_the_logarithm_goes_on() => Assert.Equal(-5005.524208694205, Normal.LogCumulative(-100), 1e-9);

    [Fact]
    public void The_slope_of_the_hinge_is_the_chance() =>
        Gen.Double[-30, 5]
            .Sample(z =>
            {
                const double Step = 1e-5;
                // d log h / dz = Phi / h.
                var slope = (Normal.LogHinge(z + Step) - Normal.LogHinge(z - Step)) / (2 * Step);
                var expected = Math.Exp(Normal.LogCumulative(z) - Normal.LogHinge(z));
                Assert.Equal(1, slope / expected, 1e-6);
            });

    [Fact]
    public void The_hinge_joins_where_its_form_changes() =>
        Assert.Equal(Normal.LogHinge(-3 + 1e-12), Normal.LogHinge(-3 - 1e-12), 1e-9);
}
