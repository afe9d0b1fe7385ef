using Lichen.Core.Molecules;
using Lichen.Learning.Structures;

namespace Lichen.Learning.Tests.Structures;

/// <summary>The representations as their papers write them, slowly.</summary>
internal static class ClearRepresentations
{
    /// <summary>FCHL19, shape (atoms, length).</summary>
    public static double[] Fchl19(Geometry geometry, ElementSet elements)
    {
        int n = geometry.AtomCount;
        int length = new Fchl19(elements).Length;
        var rows = new double[n * length];
        int[] kind = [.. geometry.AtomicNumbers.ToArray().Select(elements.IndexOf)];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double rij = j == i ? 0 : geometry.DistanceAngstrom(i, j);
                if (j == i || rij > 8)
                {
                    continue;
                }

                double sigma = Math.Sqrt(Math.Log(1 + (0.32 / (rij * rij))));
                double mu = Math.Log(rij / Math.Sqrt(1 + (0.32 / (rij * rij))));
                for (int s = 0; s < 24; s++)
                {
                    double rs = (s + 1) * 8.0 / 24;
                    rows[(i * length) + (kind[j] * 24) + s] +=
                        Fade(rij, 8)
                        / Math.Pow(rij, 1.8)
                        / (sigma * Math.Sqrt(2 * Math.PI) * rs)
                        * Math.Exp(-Math.Pow(Math.Log(rs) - mu, 2) / (2 * sigma * sigma));
                }

                for (int k = j + 1; k < n; k++)
                {
                    double rik = k == i ? 0 : geometry.DistanceAngstrom(i, k);
                    if (k == i || rik > 8)
                    {
                        continue;
                    }

                    double rjk = geometry.DistanceAngstrom(j, k);
                    double angle = Angle(geometry, j, i, k);
                    double ksi =
                        13.4
                        * Math.Sqrt(2.7 / Math.PI)
                        * (
                            1
                            + (
                                3
                                * Math.Cos(angle)
                                * Math.Cos(Angle(geometry, i, j, k))
                                * Math.Cos(Angle(geometry, i, k, j))
                            )
                        )
                        / Math.Pow(rij * rik * rjk, 0.57);
                    int block = (elements.Count * 24) + (elements.PairIndex(kind[j], kind[k]) * 40);
                    for (int s = 0; s < 20; s++)
                    {
                        double rs = (s + 1) * 8.0 / 20;
                        double radial =
                            ksi * Math.Exp(-2.7 * Math.Pow((0.5 * (rij + rik)) - rs, 2)) * Fade(rij, 8) * Fade(rik, 8);
                        double fourier = 2 * Math.Exp(-Math.PI * Math.PI / 2);
                        rows[(i * length) + block + (2 * s)] += radial * fourier * Math.Cos(angle);
                        rows[(i * length) + block + (2 * s) + 1] += radial * fourier * Math.Sin(angle);
                    }
                }
            }
        }

        return rows;
    }

    /// <summary>SLATM with the published hard cutoff.</summary>
    public static double[] Slatm(Geometry geometry, ElementSet elements)
    {
        const double Cutoff = 4.8;
        int n = geometry.AtomCount;
        var vector = new double[new Slatm(elements, 0).Length];
        byte[] z = geometry.AtomicNumbers.ToArray();
        int[] kind = [.. z.Select(elements.IndexOf)];
        double normal = 1 / Math.Sqrt(2 * 0.05 * 0.05 * Math.PI);
        for (int i = 0; i < n; i++)
        {
            vector[kind[i]] += z[i];
            for (int j = 0; j < n; j++)
            {
                if (j == i || geometry.DistanceAngstrom(i, j) > Cutoff)
                {
                    continue;
                }

                double rij = geometry.DistanceAngstrom(i, j);
                int pair = elements.Count + (elements.PairIndex(kind[i], kind[j]) * 157);
                for (int g = 0; g < 157 && i < j; g++)
                {
                    double x = 0.1 + (g * 4.7 / 156);
                    vector[pair + g] +=
                        z[i]
                        * z[j]
                        * normal
                        * 0.03
                        / Math.Pow(x, 6)
                        * Math.Exp(-Math.Pow(x - rij, 2) / (2 * 0.05 * 0.05));
                }

                for (int k = j + 1; k < n; k++)
                {
                    if (k == i || geometry.DistanceAngstrom(i, k) > Cutoff || geometry.DistanceAngstrom(j, k) > Cutoff)
                    {
                        continue;
                    }

                    double volume = rij * geometry.DistanceAngstrom(i, k) * geometry.DistanceAngstrom(j, k);
                    double angle = Angle(geometry, j, i, k);
                    double cosines = Math.Cos(Angle(geometry, i, j, k)) * Math.Cos(Angle(geometry, i, k, j));
                    int triple =
                        elements.Count
                        + (elements.PairCount * 157)
                        + (((kind[i] * elements.PairCount) + elements.PairIndex(kind[j], kind[k])) * 128);
                    for (int g = 0; g < 128; g++)
                    {
                        double x = Math.PI * ((-1.0 / 9) + (g * (11.0 / 9) / 127));
                        vector[triple + g] +=
                            z[i]
                            * z[j]
                            * z[k]
                            / 3.0
                            * normal
                            * 0.03
                            * (1 + (Math.Cos(x) * cosines))
                            / Math.Pow(volume, 3)
                            * Math.Exp(-Math.Pow(x - angle, 2) / (2 * 0.05 * 0.05));
                    }
                }
            }
        }

        return vector;
    }

    /// <summary>cMBDF with each integral done on the spot, shape (atoms, length).</summary>
    public static double[] Cmbdf(Geometry geometry)
    {
        int n = geometry.AtomCount;
        var rows = new double[n * Lichen.Learning.Structures.Cmbdf.Length];
        byte[] z = geometry.AtomicNumbers.ToArray();
        var radial = Integrals(4, ConvolutionTables.RadialWeight, 10);
        var angular = Integrals(4, static (p, t) => Math.Cos((p + 1) * t), Math.PI);
        for (int i = 0; i < n; i++)
        {
            Span<double> row = rows.AsSpan(
                i * Lichen.Learning.Structures.Cmbdf.Length,
                Lichen.Learning.Structures.Cmbdf.Length
            );
            for (int j = 0; j < n; j++)
            {
                if (j == i)
                {
                    continue;
                }

                double rij = geometry.DistanceAngstrom(i, j);
                for (int t = 0; t < 20; t++)
                {
                    row[t] += Math.Sqrt(z[i] * z[j]) * Fade(rij, 10) * radial(t / 4, t % 4, rij);
                }

                for (int k = j + 1; k < n; k++)
                {
                    if (k == i)
                    {
                        continue;
                    }

                    double rik = geometry.DistanceAngstrom(i, k),
                        rjk = geometry.DistanceAngstrom(j, k);
                    double others = Math.Cos(Angle(geometry, i, j, k)) * Math.Cos(Angle(geometry, i, k, j));
                    for (int t = 0; t < 20; t++)
                    {
                        row[20 + t] +=
                            Math.Cbrt(z[i] * z[j] * z[k])
                            * Fade(rij, 10)
                            * Fade(rik, 10)
                            * Fade(rjk, 10)
                            * (t < 4 ? others : 1)
                            / Math.Pow(rij * rik * rjk, 2)
                            * angular(t / 4, t % 4, Angle(geometry, j, i, k));
                    }
                }
            }
        }

        return rows;
    }

    /// <summary>The angle at b between a and c.</summary>
    public static double Angle(Geometry geometry, int a, int b, int c)
    {
        double ab = geometry.DistanceAngstrom(a, b),
            bc = geometry.DistanceAngstrom(b, c),
            ac = geometry.DistanceAngstrom(a, c);
        return Math.Acos(Math.Clamp(((ab * ab) + (bc * bc) - (ac * ac)) / (2 * ab * bc), -1, 1));
    }

    private static double Fade(double r, double cutoff) => r >= cutoff ? 0 : 0.5 * (Math.Cos(Math.PI * r / cutoff) + 1);

    private static Func<int, int, double, double> Integrals(int weights, Func<int, double, double> weight, double end)
    {
        var largest = new double[5, weights];
        for (int m = 0; m < 5; m++)
        {
            for (int p = 0; p < weights; p++)
            {
                largest[m, p] = Enumerable
                    .Range(0, 401)
                    .Max(x => Math.Abs(ConvolutionTables.Convolve(t => weight(p, t), m, end * x / 400, end)));
            }
        }

        return (m, p, x) => ConvolutionTables.Convolve(t => weight(p, t), m, x, end) / largest[m, p];
    }
}
