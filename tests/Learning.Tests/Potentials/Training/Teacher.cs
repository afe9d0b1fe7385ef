using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Learning.Tests.Potentials.Training;

/// <summary>A random but seeded potential of H and C, and ethane-like structures that it labels.</summary>
internal static class Teacher
{
    public static EnvironmentTerms Terms { get; } =
        new(
            5,
            3.5,
            16,
            [.. Enumerable.Range(0, 8).Select(i => 0.8 + (0.4 * i))],
            8,
            [0.9, 2.0],
            8,
            [0.4, 1.2, 2.0, 2.8],
            [1, 6]
        );

    public static TrainingSettings Settings { get; } = new(Terms, [16, 16], 6, 4, 3e-3, 1);

    public static AniModel Model { get; } = Draw();

    public static StructureLabel[] Labels(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Label(Structure(new Random(i))))];

    public static LabelledStructures Data(int count) => new(Terms, Model.SelfHartree, Labels(count));

    public static StructureLabel Label(Geometry geometry)
    {
        PotentialResult result = AniReference.Evaluate(Model, geometry, forces: true);
        return new StructureLabel(geometry, result.Hartree, result.Forces!, [], [], double.NaN);
    }

    /// <summary>Two carbons with one to six hydrogens on them, rattled.</summary>
    public static Geometry Structure(Random random)
    {
        int hydrogens = 1 + random.Next(6);
        byte[] numbers = [6, 6, .. Enumerable.Repeat((byte)1, hydrogens)];
        var angstrom = new double[3 * numbers.Length];
        angstrom[3] = 1.4;
        for (int h = 0; h < hydrogens; h++)
        {
            double turn = (2 * Math.PI / 3 * (h / 2)) + (h % 2);
            int at = 3 * (h + 2);
            angstrom[at] = h % 2 == 0 ? -0.4 : 1.8;
            (angstrom[at + 1], angstrom[at + 2]) = (Math.Cos(turn), Math.Sin(turn));
        }

        return Geometry.FromAngstrom(numbers, [.. angstrom.Select(x => x + (0.2 * (random.NextDouble() - 0.5)))]);
    }

    private static AniModel Draw()
    {
        var random = new Random(11);
        float[] Values(int count, float scale) =>
            [.. Enumerable.Range(0, count).Select(_ => scale * (random.NextSingle() - 0.5f))];
        NetworkLayer Layer(int inputs, int nodes, float scale) =>
            new(inputs, nodes, Values(nodes * inputs, scale), Values(nodes, scale));
        AtomicNetwork Network() => new([Layer(Terms.Length, 16, 0.6f), Layer(16, 1, 0.3f)]);
        ImmutableArray<AtomicNetwork> member = [Network(), Network()];
        return new AniModel("teacher", Terms, [-0.5, -2.0], [member]);
    }
}
