using Lichen.Core.Molecules;

namespace Lichen.Core.Tests.Molecules;

public sealed class ConnectivityTests
{
    private static readonly (int, int)[] Water = [(0, 1), (0, 2)];

    [Theory]
    [InlineData(0.96, null)]
    // 1.3 times 0.66 + 0.31 is 1.261.
    [InlineData(1.26, null)]
    [InlineData(1.27, "bond O1-H2 broke (1.27 A)")]
    public void Bond_may_stretch_by_three_tenths(double distance, string? problem)
    {
        var geometry = Geometry.FromAngstrom([8, 1, 1], [0, 0, 0, 0, 0, distance, 0, 0.96, 0]);

        Assert.Equal(problem, Connectivity.Problem(geometry, Water));
    }

    [Theory]
    // 1.15 times 0.31 + 0.31 is 0.713.
    [InlineData(0.72, null)]
    [InlineData(0.71, "H1 and H2 made a bond (0.71 A)")]
    public void Contact_without_a_bond_keeps_its_distance(double distance, string? problem)
    {
        var geometry = Geometry.FromAngstrom([1, 1], [0, 0, 0, 0, 0, distance]);

        Assert.Equal(problem, Connectivity.Problem(geometry, []));
    }

    [Fact]
    public void Order_of_a_pair_does_not_matter()
    {
        var geometry = Geometry.FromAngstrom([8, 1, 1], [0, 0, 0, 0, 0, 0.96, 0, 0.96, 0]);

        Assert.Null(Connectivity.Problem(geometry, [(1, 0), (2, 0)]));
    }

    [Fact]
    public void Many_changes_are_counted()
    {
        var geometry = Geometry.FromAngstrom([6, 1, 1, 1, 1], [0, 0, 0, 0, 0, 9, 0, 9, 0, 9, 0, 0, 9, 9, 9]);

        Assert.EndsWith(
            "and 1 more",
            Connectivity.Problem(geometry, [(0, 1), (0, 2), (0, 3), (0, 4)]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Bond_to_an_atom_that_is_not_there_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Connectivity.Problem(Geometry.FromAngstrom([1], [0, 0, 0]), [(0, 1)])
        );

    [Theory]
    [InlineData(1, 0.31)]
    [InlineData(6, 0.76)]
    [InlineData(53, 1.39)]
    [InlineData(86, 1.50)]
    [InlineData(96, 1.69)]
    public void Radii_stand_at_their_elements(int element, double angstrom) =>
        Assert.Equal(angstrom, CovalentRadii.Of(element));
}
