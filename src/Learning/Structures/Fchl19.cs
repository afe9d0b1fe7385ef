using System.Runtime.Intrinsics;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>
/// FCHL19: one vector per atom of what surrounds it, from histograms of distances (two-body) and of mean distances
/// times Fourier terms of the angle (three-body), for each element and pair of elements.
/// </summary>
/// <remarks>
/// The published defaults. Invariant to rotation, translation and the order of like atoms; value and slope vanish at
/// the cutoff. The sine of the angle has a kink where three atoms are in line.
/// Source: Christensen, Bratholm, Faber and von Lilienfeld 2020, eqs. 2 to 9,
/// <see href="https://doi.org/10.1063/1.5126701"/>.
/// </remarks>
public sealed class Fchl19
{
    /// <summary>Nothing beyond this distance is seen, in angstrom.</summary>
    public const double CutoffAngstrom = 8;

    internal const int Distances = 24;
    internal const int Means = 20;
    internal const double Eta2 = 0.32;
    internal const double Eta3 = 2.7;
    internal const double Zeta = Math.PI;
    internal const double TwoBodyDecay = 1.8;
    internal const double ThreeBodyDecay = 0.57;
    internal const double ThreeBodyWeight = 13.4;

    // 2 exp(-zeta^2 / 2) of the Fourier term times the normalised weight.
    private static readonly double Prefactor =
        2 * Math.Exp(-Zeta * Zeta / 2) * ThreeBodyWeight * Math.Sqrt(Eta3 / Math.PI);

    private static readonly double[] LogDistances = Grid(Distances, static r => Math.Log(r));
    private static readonly double[] InverseDistances = Grid(Distances, static r => 1 / (r * Math.Sqrt(2 * Math.PI)));
    private static readonly double[] MeanDistances = Grid(Means, static r => r);

    /// <param name="elements">The elements that are told apart.</param>
    public Fchl19(ElementSet elements)
    {
        Elements = elements;
    }

    public ElementSet Elements { get; }

    /// <summary>Length of the vector of an atom.</summary>
    public int Length => (Elements.Count * Distances) + (Elements.PairCount * 2 * Means);

    /// <summary>Describes each atom of a structure.</summary>
    /// <param name="geometry">Any number of atoms.</param>
    /// <param name="rows">Receives the vectors, shape (atoms, Length), in the order of the atoms.</param>
    /// <exception cref="ArgumentException">An element is not in the set, or the rows do not fit.</exception>
    public void Describe(Geometry geometry, Span<double> rows)
    {
        int atoms = geometry.AtomCount;
        if (rows.Length != atoms * Length)
        {
            throw new ArgumentException($"{atoms} atoms need {atoms} x {Length} numbers, got {rows.Length}.");
        }

        var elements = new int[atoms];
        for (int i = 0; i < atoms; i++)
        {
            elements[i] = Elements.IndexOf(geometry.AtomicNumbers[i]);
        }

        rows.Clear();
        var surroundings = new Surroundings(geometry, elements, Elements.Count, CutoffAngstrom);
        var radial = new double[Math.Max(1, atoms) * Means];
        var weights = new double[2 * surroundings.Capacity];
        for (int i = 0; i < atoms; i++)
        {
            surroundings.Centre(i);
            Span<double> row = rows.Slice(i * Length, Length);
            AddPairs(surroundings, row);
            AddTriples(surroundings, radial, weights, row[(Elements.Count * Distances)..]);
        }
    }

    private void AddPairs(Surroundings near, Span<double> row)
    {
        for (int element = 0; element < Elements.Count; element++)
        {
            Span<double> histogram = row.Slice(element * Distances, Distances);
            for (int j = near.Starts[element]; j < near.Starts[element + 1]; j++)
            {
                // Log-normal in the distance, eqs. 3 to 5.
                double r = near.R[j];
                double variance = Math.Log(1 + (Eta2 / (r * r)));
                double mu = Math.Log(r) - (0.5 * variance);
                Vector256<double> scale = Vector256.Create(Decay(r) * Math.Pow(r, -TwoBodyDecay) / Math.Sqrt(variance));
                Vector256<double> factor = Vector256.Create(-0.5 / variance);
                Vector256<double> mean = Vector256.Create(mu);
                for (int k = 0; k < Distances; k += 4)
                {
                    Vector256<double> x = Vector256.Create<double>(LogDistances.AsSpan(k)) - mean;
                    Vector256<double> value =
                        Vector256.Exp(factor * x * x) * scale * Vector256.Create<double>(InverseDistances.AsSpan(k));
                    (Vector256.Create<double>(histogram[k..]) + value).CopyTo(histogram[k..]);
                }
            }
        }
    }

    /// <summary>Sums over pairs of neighbours, with exp(-eta (x - R)^2), x = (r_j + r_k) / 2, split in three
    /// factors.</summary>
    /// <remarks>
    /// exp(-eta (x - R)^2) = p_j(R) p_k(R) exp(-eta r_j r_k / 2), p(R) = exp(-eta (r^2 / 4 - R r + R^2 / 2)). So a pair
    /// of neighbours costs one exponential, and a sum over k of p_k times a weight is multiplied by p_j once.
    /// </remarks>
    private unsafe void AddTriples(Surroundings near, double[] radial, double[] weights, Span<double> row)
    {
        for (int j = 0; j < near.Count; j++)
        {
            double r = near.R[j];
            Vector256<double> scale = Vector256.Create(Decay(r) * Math.Pow(r, -ThreeBodyDecay));
            for (int l = 0; l < Means; l += 4)
            {
                Vector256<double> mean = Vector256.Create<double>(MeanDistances.AsSpan(l));
                Vector256<double> exponent =
                    -Eta3 * ((mean * ((0.5 * mean) - Vector256.Create(r))) + Vector256.Create(r * r / 4));
                (Vector256.Exp(exponent) * scale).CopyTo(radial.AsSpan((j * Means) + l));
            }
        }

        fixed (
            double* p = radial,
                cosines = weights,
                features = row
        )
        {
            double* sines = cosines + near.Capacity;
            for (int first = 0; first < Elements.Count; first++)
            {
                for (int j = near.Starts[first]; j < near.Starts[first + 1]; j++)
                {
                    Weigh(near, j, cosines, sines);
                    for (int second = first; second < Elements.Count; second++)
                    {
                        int start = second == first ? j + 1 : near.Starts[second];
                        int end = near.Starts[second + 1];
                        double* place = features + ((long)Elements.PairIndex(first, second) * 2 * Means);
                        Accumulate(p, j, start, end, cosines, sines, place);
                    }
                }
            }
        }
    }

    /// <summary>What multiplies p_j p_k in the cosine and the sine term, for all k after j.</summary>
    private static unsafe void Weigh(Surroundings near, int j, double* cosines, double* sines)
    {
        double r = near.R[j];
        Vector256<double> xj = Vector256.Create(near.X[j]),
            yj = Vector256.Create(near.Y[j]),
            zj = Vector256.Create(near.Z[j]),
            rj = Vector256.Create(r),
            squareJ = Vector256.Create(r * r),
            three = Vector256.Create(3.0);
        for (int k = j + 1; k < near.Count; k += 4)
        {
            var x = Vector256.Create<double>(near.X.AsSpan(k));
            var y = Vector256.Create<double>(near.Y.AsSpan(k));
            var z = Vector256.Create<double>(near.Z.AsSpan(k));
            var rk = Vector256.Create<double>(near.R.AsSpan(k));
            Vector256<double> dx = x - xj,
                dy = y - yj,
                dz = z - zj;
            Vector256<double> squareJK = (dx * dx) + (dy * dy) + (dz * dz);
            Vector256<double> dot = (x * xj) + (y * yj) + (z * zj);
            Vector256<double> product = rj * rk;
            Vector256<double> cosine = dot / product;
            // The product of the three cosines of the triangle, eq. 8.
            Vector256<double> cosineProduct =
                dot * (squareJ - dot) * ((rk * rk) - dot) / (product * product * squareJK);
            Vector256<double> exponent = (-0.5 * Eta3 * product) - (0.5 * ThreeBodyDecay * Vector256.Log(squareJK));
            Vector256<double> weight =
                Vector256.Exp(exponent) * (Vector256<double>.One + (three * cosineProduct)) * Prefactor;
            Vector256<double> sine = Vector256.Sqrt(
                Vector256.Max(Vector256<double>.Zero, Vector256<double>.One - (cosine * cosine))
            );
            (weight * cosine).Store(cosines + k);
            (weight * sine).Store(sines + k);
        }
    }

    private static unsafe void Accumulate(
        double* p,
        int j,
        int start,
        int end,
        double* cosines,
        double* sines,
        double* place
    )
    {
        if (start >= end)
        {
            return;
        }

        Vector256<double> c0 = default,
            c1 = default,
            c2 = default,
            c3 = default,
            c4 = default;
        Vector256<double> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default,
            s4 = default;
        for (int k = start; k < end; k++)
        {
            double* pk = p + (k * Means);
            Vector256<double> c = Vector256.Create(cosines[k]);
            Vector256<double> s = Vector256.Create(sines[k]);
            var value = Vector256.Load(pk);
            c0 = Vector256.FusedMultiplyAdd(c, value, c0);
            s0 = Vector256.FusedMultiplyAdd(s, value, s0);
            value = Vector256.Load(pk + 4);
            c1 = Vector256.FusedMultiplyAdd(c, value, c1);
            s1 = Vector256.FusedMultiplyAdd(s, value, s1);
            value = Vector256.Load(pk + 8);
            c2 = Vector256.FusedMultiplyAdd(c, value, c2);
            s2 = Vector256.FusedMultiplyAdd(s, value, s2);
            value = Vector256.Load(pk + 12);
            c3 = Vector256.FusedMultiplyAdd(c, value, c3);
            s3 = Vector256.FusedMultiplyAdd(s, value, s3);
            value = Vector256.Load(pk + 16);
            c4 = Vector256.FusedMultiplyAdd(c, value, c4);
            s4 = Vector256.FusedMultiplyAdd(s, value, s4);
        }

        double* pj = p + (j * Means);
        AddInterleaved(place, Vector256.Load(pj), c0, s0);
        AddInterleaved(place + 8, Vector256.Load(pj + 4), c1, s1);
        AddInterleaved(place + 16, Vector256.Load(pj + 8), c2, s2);
        AddInterleaved(place + 24, Vector256.Load(pj + 12), c3, s3);
        AddInterleaved(place + 32, Vector256.Load(pj + 16), c4, s4);
    }

    /// <summary>Cosine and sine terms take turns in the published layout.</summary>
    private static unsafe void AddInterleaved(
        double* place,
        Vector256<double> factor,
        Vector256<double> cosines,
        Vector256<double> sines
    )
    {
        cosines *= factor;
        sines *= factor;
        for (int l = 0; l < 4; l++)
        {
            place[2 * l] += cosines[l];
            place[(2 * l) + 1] += sines[l];
        }
    }

    private static double Decay(double r) => 0.5 * (Math.Cos(Math.PI * r / CutoffAngstrom) + 1);

    private static double[] Grid(int count, Func<double, double> function) =>
        [.. Enumerable.Range(1, count).Select(k => function(k * CutoffAngstrom / count))];
}
