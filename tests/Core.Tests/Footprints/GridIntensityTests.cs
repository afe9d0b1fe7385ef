using Lichen.Core.Footprints;

namespace Lichen.Core.Tests.Footprints;

public sealed class GridIntensityTests
{
    [Theory]
    [InlineData("FR", "France", 44, 2024)]
    [InlineData("fr", "France", 44, 2024)]
    [InlineData(" PL ", "Poland", 615, 2024)]
    [InlineData("world", "World", 473, 2024)]
    [InlineData("UA", "Ukraine", 256, 2022)]
    public void A_region_is_found_with_its_year_and_source(string region, string name, double grams, int year)
    {
        Assert.True(GridIntensity.TryGet(region, out var intensity, out var suggestions));
        Assert.Empty(suggestions);
        Assert.Equal((name, grams, (int?)year), (intensity.Name, intensity.GramsPerKilowattHour, intensity.Year));
        Assert.Contains($"{name} {year}: {grams} g CO2e/kWh", intensity.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Germany", "DE (Germany)")]
    [InlineData("germny", "DE (Germany)")]
    [InlineData("United K", "GB (United Kingdom)")]
    [InlineData("the netherlands", "NL (Netherlands)")]
    [InlineData("DEU", "DE (Germany)")]
    public void An_unknown_region_gets_near_ones_suggested(string region, string near)
    {
        Assert.False(GridIntensity.TryGet(region, out var intensity, out var suggestions));
        Assert.Null(intensity);
        Assert.Equal(3, suggestions.Count);
        Assert.Contains(near, suggestions);
    }

    [Fact]
    public void Every_row_of_the_table_is_plausible_and_codes_are_codes()
    {
        Assert.InRange(GridIntensity.Known.Count, 60, 250);
        Assert.All(
            GridIntensity.Known,
            row =>
            {
                Assert.InRange(row.GramsPerKilowattHour, 10, 1000);
                Assert.InRange(row.Year!.Value, 2022, 2025);
                Assert.Matches("^([A-Z]{2}|WORLD)$", row.Region);
            }
        );
        Assert.Equal("World", GridIntensity.World.Name);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_own_value_that_cannot_be_is_refused(double grams) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GridIntensity.Own(grams));

    [Fact]
    public void An_own_value_is_taken_as_it_is() => Assert.Equal(12.5, GridIntensity.Own(12.5).GramsPerKilowattHour);
}
