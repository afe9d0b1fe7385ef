using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Learning.Tests.Potentials.Training;

public sealed unsafe class DressedAtomsTests
{
    [Fact]
    public void Sums_over_atoms_are_found_again()
    {
        StructureLabel[] labels =
        [
            .. Enumerable
                .Range(0, 10)
                .Select(i => Teacher.Structure(new Random(i)))
                .Select(g => new StructureLabel(g, (-0.6 * (g.AtomCount - 2)) - 76, [], [], [], double.NaN)),
        ];
        ImmutableArray<double> energies = DressedAtoms.Fit(labels, [1, 6, 17]);
        Assert.Equal(-0.6, energies[0], 1e-4);
        Assert.Equal(-38, energies[1], 1e-4);
        Assert.Equal(0, energies[2]);
    }

    [Fact]
    public void Tangent_of_a_vector_is_the_other_side_of_its_slope()
    {
        // <pull, J v> = <J^T pull, v> for any pull and velocity.
        var random = new Random(2);
        Geometry geometry = Teacher.Structure(new Random(4));
        double[] angstrom = geometry.ToAngstrom();
        int[] elements = AniDomain.Places(Teacher.Terms, geometry);
        double[] velocity = [.. angstrom.Select(_ => random.NextDouble() - 0.5)];
        int length = SinglePanel.Count(Teacher.Terms.Length) * SinglePanel.Width;
        float[] pull = GC.AllocateArray<float>(length, pinned: true);
        float[] tangent = GC.AllocateArray<float>(length, pinned: true);
        for (int t = 0; t < Teacher.Terms.Length; t++)
        {
            pull[t] = random.NextSingle() - 0.5f;
        }

        var rows = new EnvironmentRows(Teacher.Terms);
        for (int centre = 0; centre < elements.Length; centre++)
        {
            var slope = new double[angstrom.Length];
            rows.AddSlope(angstrom, elements, centre, PackedLayer.Pointer(pull), slope);
            rows.Tangent(angstrom, elements, centre, velocity, PackedLayer.Pointer(tangent));
            double expected = slope.Zip(velocity, (a, b) => a * b).Sum();
            double actual = pull.Zip(tangent, (a, b) => (double)a * b).Sum();
            Assert.Equal(expected, actual, 1e-5 * Math.Max(1, Math.Abs(expected)));
        }
    }
}
