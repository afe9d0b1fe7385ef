using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Exploration.Results;

namespace Lichen.Exploration.Tests.Results;

/// <summary>Candidates whose calculations ended in one structure.</summary>
public sealed class SameStructuresTests
{
    private static readonly double[] Water = [0, 0, 0.117, 0, 0.757, -0.469, 0, -0.757, -0.469];

    [Fact]
    public void One_structure_turned_moved_and_renumbered_is_one()
    {
        // Turned by a right angle about z, moved, hydrogens exchanged.
        double[] moved = [5, 1, 0.117, 5.757, 1, -0.469, 4.243, 1, -0.469];
        var marked = SameStructures.Mark([Of("a", -5, Water), Of("b", -5 + 4e-7, moved)], "top");
        Assert.Equal([null, "a"], marked.Select(molecule => molecule.SameAs));
    }

    [Theory]
    [InlineData(2e-6, 0, 0, "O")]
    [InlineData(0, 0.2, 0, "O")]
    [InlineData(0, 0, 1, "O")]
    [InlineData(0, 0, 0, "[C@]")]
    public void Other_energies_shapes_charges_and_configurations_are_not(
        double hartree,
        double angstrom,
        int charge,
        string smiles
    )
    {
        double[] stretched = [.. Water];
        stretched[4] += angstrom;
        var marked = SameStructures.Mark(
            [Of("a", -5, Water, smiles: smiles), Of("b", -5 + hartree, stretched, charge, smiles)],
            "top"
        );
        Assert.All(marked, molecule => Assert.Null(molecule.SameAs));
    }

    [Fact]
    public void Other_elements_at_the_same_places_are_not()
    {
        var sulfide = Of("b", -5, Water) with { Geometry = Geometry.FromAngstrom([16, 1, 1], Water) };
        Assert.All(SameStructures.Mark([Of("a", -5, Water), sulfide], "top"), molecule => Assert.Null(molecule.SameAs));
    }

    [Fact]
    public void Three_that_are_one_are_named_after_the_best()
    {
        var marked = SameStructures.Mark([Of("a", -5, Water), Of("b", -5, Water), Of("c", -5, Water)], "top");
        Assert.Equal([null, "a", "a"], marked.Select(molecule => molecule.SameAs));
        Assert.Equal([true, false, false], marked.Select(molecule => molecule is { Counts: true, SameAs: null }));
    }

    private static MoleculeResult Of(
        string id,
        double hartree,
        double[] angstrom,
        int charge = 0,
        string smiles = "O"
    ) =>
        new(
            1,
            new Candidate(1, id, smiles, charge, 1, 1, 3, 10, ["H", "O"]),
            1,
            1,
            null,
            null,
            "top",
            [new ComputedValue("top", "total_energy", "hartree", hartree, "made up")],
            Footprint.Nothing,
            "computed",
            "",
            Geometry.FromAngstrom([8, 1, 1], angstrom)
        );
}
