using Lichen.Cli.Views;

namespace Lichen.Cli.Tests.Views;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.2345678, "1.235")]
    [InlineData(-0.00012346, "-0.0001235")]
    [InlineData(123456.7, "123,457")]
    [InlineData(1.5e12, "1.5e12")]
    [InlineData(double.NaN, "-")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void Numbers_have_four_significant_digits(double value, string expected) =>
        Assert.Equal(expected, Figures.Number(value));

    [Theory]
    [InlineData(0.0, "0 %")]
    [InlineData(0.001, "<1 %")]
    [InlineData(0.514, "51 %")]
    [InlineData(1.0, "100 %")]
    public void Small_shares_never_look_like_nothing(double share, string expected) =>
        Assert.Equal(expected, Figures.Percent(share));

    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(61, "1 min 01 s")]
    [InlineData(3_723, "1 h 02 min")]
    [InlineData(90_000, "1 d 01 h")]
    public void Times_have_two_units(double seconds, string expected) =>
        Assert.Equal(expected, Figures.Duration(TimeSpan.FromSeconds(seconds)));
}
