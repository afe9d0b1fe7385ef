using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Tests.Pareto;

public sealed class StructureValuesTests
{
    // Values of RDKit 2022.09 and of its reference for sa_score; counts by hand.
    [Theory]
    [InlineData("molecular_weight", 180.16)]
    [InlineData("crippen_log_p", 1.31)]
    [InlineData("polar_surface_area", 63.6)]
    [InlineData("sa_score", 1.58)]
    [InlineData("heavy_atoms", 13)]
    [InlineData("stereocentres", 0)]
    [InlineData("pains_alert", 0)]
    public void Aspirin_has_its_known_values(string property, double expected) =>
        Assert.Equal(expected, Values(property)[0], 0.01);

    [Fact]
    public void Every_property_of_the_structure_has_a_value_for_every_molecule() =>
        Assert.All(
            Property.OfStructure,
            property => Assert.All(Values(property.Name), value => Assert.True(double.IsFinite(value)))
        );

    [Fact]
    public void A_configuration_that_is_not_stated_is_counted() =>
        Assert.Equal((2, 1), (Values("stereocentres")[1], Values("unassigned_stereocentres")[1]));

    private static double[] Values(string property) =>
        [
            .. new StructureValues(
                new Pool([Of(1, "CC(=O)Oc1ccccc1C(=O)O", 13, 21), Of(2, "C[C@H](O)C(F)Cl", 6, 13)])
            ).Of(property),
        ];

    private static Candidate Of(int row, string smiles, int heavy, int atoms) =>
        new(row, $"{row}", smiles, 0, 1, heavy, atoms, 2 * atoms, ["H", "C", "O"]);
}
