using Lichen.Core.Molecules;

namespace Lichen.Learning.Tests.Structures;

/// <summary>Atoms at random places, no two nearer than 0.8 angstrom, and the motions that must not matter.</summary>
internal static class RandomStructure
{
    public static readonly byte[] Elements = [1, 6, 7, 8, 16];

    public static Geometry Draw(int seed, int atoms, double edge = 5)
    {
        var random = new Random(seed);
        var numbers = new byte[atoms];
        var places = new double[3 * atoms];
        for (int i = 0; i < atoms; i++)
        {
            numbers[i] = Elements[random.Next(Elements.Length)];
            do
            {
                for (int d = 0; d < 3; d++)
                {
                    places[(3 * i) + d] = edge * random.NextDouble();
                }
            } while (Enumerable.Range(0, i).Any(j => Distance(places, i, j) < 0.8));
        }

        return Geometry.FromAngstrom(numbers, places);
    }

    public static Geometry Moved(Geometry geometry, int seed)
    {
        var random = new Random(seed);
        double[] q = [.. Enumerable.Range(0, 4).Select(_ => ClearPool.Normal(random))];
        double norm = Math.Sqrt(q.Sum(v => v * v));
        double w = q[0] / norm,
            x = q[1] / norm,
            y = q[2] / norm,
            z = q[3] / norm;
        double[,] rotation =
        {
            { 1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (w * z)), 2 * ((x * z) + (w * y)) },
            { 2 * ((x * y) + (w * z)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (w * x)) },
            { 2 * ((x * z) - (w * y)), 2 * ((y * z) + (w * x)), 1 - (2 * ((x * x) + (y * y))) },
        };
        double[] from = geometry.ToAngstrom();
        var to = new double[from.Length];
        for (int i = 0; i < from.Length; i++)
        {
            int atom = i / 3;
            to[i] = (10 * i % 3) - 4;
            for (int d = 0; d < 3; d++)
            {
                to[i] += rotation[i % 3, d] * from[(3 * atom) + d];
            }
        }

        // The same shift for every atom.
        for (int i = 3; i < to.Length; i++)
        {
            to[i] += ((10 * (i % 3)) % 3) - (10 * i % 3);
        }

        return Geometry.FromAngstrom(geometry.AtomicNumbers, to);
    }

    public static Geometry Reordered(Geometry geometry, int[] order) =>
        Geometry.FromAngstrom(
            [.. order.Select(i => geometry.AtomicNumbers[i])],
            [.. order.SelectMany(i => geometry.ToAngstrom()[(3 * i)..((3 * i) + 3)])]
        );

    /// <summary>One coordinate changed, in angstrom.</summary>
    public static Geometry Shifted(Geometry geometry, int coordinate, double by)
    {
        double[] places = geometry.ToAngstrom();
        places[coordinate] += by;
        return Geometry.FromAngstrom(geometry.AtomicNumbers, places);
    }

    private static double Distance(double[] places, int i, int j) =>
        Math.Sqrt(Enumerable.Range(0, 3).Sum(d => Math.Pow(places[(3 * i) + d] - places[(3 * j) + d], 2)));
}
