using CsCheck;
using Lichen.Core.Molecules;

namespace Lichen.Core.Tests.Molecules;

public sealed class GeometryTests
{
    /// <summary>One division and one multiplication by the same constant: two roundings.</summary>
    private const double TwoRoundings = 4e-16;

    private static readonly Gen<(byte[] Numbers, double[] Coordinates)> Any =
        from count in Gen.Int[1, 20]
        from numbers in Gen.Byte[1, 118].Array[count]
        from coordinates in Gen.Double[-50, 50].Array[3 * count]
        select (numbers, coordinates);

    [Fact]
    public void Coordinates_in_bohr_are_kept_to_the_last_bit() =>
        Any.Sample(
            (numbers, coordinates) =>
            {
                var geometry = Geometry.FromBohr(numbers, coordinates);
                Assert.Equal(coordinates, geometry.Bohr.ToArray());
                Assert.Equal(numbers, geometry.AtomicNumbers.ToArray());
                Assert.Equal(numbers.Length, geometry.AtomCount);
            }
        );

    [Fact]
    public void Angstrom_to_bohr_and_back_is_the_same() =>
        Any.Sample(
            (numbers, coordinates) =>
                Assert.All(
                    Geometry.FromAngstrom(numbers, coordinates).ToAngstrom().Zip(coordinates),
                    pair => Assert.Equal(pair.Second, pair.First, TwoRoundings * Math.Abs(pair.Second))
                )
        );

    [Fact]
    public void A_distance_does_not_depend_on_order_or_place() =>
        Any.Sample(
            (numbers, coordinates) =>
            {
                var geometry = Geometry.FromAngstrom(numbers, coordinates);
                var moved = Geometry.FromAngstrom(numbers, [.. coordinates.Select(x => x + 8)]);
                var last = geometry.AtomCount - 1;
                Assert.Equal(geometry.DistanceAngstrom(0, last), geometry.DistanceAngstrom(last, 0));
                Assert.Equal(geometry.DistanceAngstrom(0, last), moved.DistanceAngstrom(0, last), 1e-12);
                Assert.Equal(0, geometry.DistanceAngstrom(0, 0));
            }
        );

    [Fact]
    public void A_hydrogen_molecule_is_as_long_as_it_is()
    {
        var h2 = Geometry.FromAngstrom([1, 1], [0, 0, 0, 0, 0, 0.7414]);
        Assert.Equal(0.7414, h2.DistanceAngstrom(0, 1), 15);
        Assert.Equal(1.4010, h2.Bohr[5], 4);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_coordinate_that_is_not_finite_is_refused(double coordinate)
    {
        Assert.Throws<ArgumentException>(() => Geometry.FromBohr([1], [0, coordinate, 0]));
        Assert.Throws<ArgumentException>(() => Geometry.FromAngstrom([1], [0, 0, coordinate]));
    }

    [Fact]
    public void A_number_of_coordinates_that_does_not_fit_is_refused() =>
        Assert.Throws<ArgumentException>(() => Geometry.FromBohr([1, 1], [0, 0, 0]));

    [Fact]
    public void Changing_the_callers_array_changes_no_geometry()
    {
        double[] coordinates = [1, 2, 3];
        var geometry = Geometry.FromBohr([6], coordinates);
        coordinates[0] = 9;
        Assert.Equal(1, geometry.Bohr[0]);
    }

    [Fact]
    public void Symbols_and_atomic_numbers_belong_together()
    {
        Assert.Equal(118, Elements.AllSymbols.Count);
        for (var number = 1; number <= 118; number++)
        {
            Assert.Equal(number, Elements.AtomicNumber(Elements.Symbol(number)));
        }

        Assert.Equal(("C", "Og"), (Elements.Symbol(6), Elements.Symbol(118)));
        Assert.Null(Elements.AtomicNumber("Xx"));
    }
}
