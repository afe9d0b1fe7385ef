using System.Runtime.Intrinsics;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>
/// SLATM: one vector per molecule, with a spectrum of distances weighted by the London potential for each pair of
/// elements and of angles weighted by the Axilrod-Teller-Muto potential for each triple, and the charges of each
/// element.
/// </summary>
/// <remarks>
/// The published grids and widths. Beyond the published form, pairs fade out over <c>taper</c> before the cutoff,
/// without which the spectra jump there.
/// Source: Huang and von Lilienfeld 2020, <see href="https://doi.org/10.1038/s41557-020-0527-z"/>.
/// </remarks>
public sealed class Slatm
{
    /// <summary>Pairs and triples have no distance beyond this, in angstrom.</summary>
    public const double CutoffAngstrom = 4.8;

    internal const double Sigma = 0.05;
    internal const double Spacing = 0.03;
    internal const double FirstDistance = 0.1;
    internal const double FirstAngle = -Math.PI / 9;
    internal const double LastAngle = Math.PI * 10 / 9;
    internal const int Distances = 157;
    internal const int Angles = 128;

    // A peak is followed to eight widths, where it has fallen to 1e-14.
    private const double Reach = 8 * Sigma;

    private static readonly double Normal = 1 / Math.Sqrt(2 * Math.PI * Sigma * Sigma);
    private static readonly double[] CosineAt =
    [
        .. Enumerable
            .Range(0, Angles)
            .Select(k => Math.Cos(FirstAngle + (k * (LastAngle - FirstAngle) / (Angles - 1)))),
    ];

    private readonly double _taper;

    /// <param name="elements">The elements that are told apart.</param>
    /// <param name="taper">Over how much before the cutoff pairs fade out, in angstrom; 0 is the published hard
    /// cutoff.</param>
    public Slatm(ElementSet elements, double taper = 0.5)
    {
        if (!(taper is >= 0 and < CutoffAngstrom))
        {
            throw new ArgumentOutOfRangeException(nameof(taper), taper, "The taper lies within the cutoff.");
        }

        (Elements, _taper) = (elements, taper);
    }

    public ElementSet Elements { get; }

    /// <summary>Length: charges, then pairs, then triples by central element and pair of ends.</summary>
    public int Length =>
        Elements.Count + (Elements.PairCount * Distances) + (Elements.Count * Elements.PairCount * Angles);

    /// <summary>Describes a molecule.</summary>
    /// <param name="geometry">Any number of atoms.</param>
    /// <param name="vector">Receives the vector, shape (Length).</param>
    /// <exception cref="ArgumentException">An element is not in the set, or the vector does not fit.</exception>
    public void Describe(Geometry geometry, Span<double> vector)
    {
        if (vector.Length != Length)
        {
            throw new ArgumentException($"A vector of {Length} numbers is needed, got {vector.Length}.");
        }

        vector.Clear();
        int atoms = geometry.AtomCount;
        var elements = new int[atoms];
        for (int i = 0; i < atoms; i++)
        {
            elements[i] = Elements.IndexOf(geometry.AtomicNumbers[i]);
            vector[elements[i]] += geometry.AtomicNumbers[i];
        }

        Span<double> pairs = vector.Slice(Elements.Count, Elements.PairCount * Distances);
        Span<double> triples = vector[(Elements.Count + pairs.Length)..];
        var near = new Surroundings(geometry, elements, Elements.Count, CutoffAngstrom);
        ReadOnlySpan<byte> numbers = geometry.AtomicNumbers;
        for (int i = 0; i < atoms; i++)
        {
            near.Centre(i);
            Span<double> own = triples[(elements[i] * Elements.PairCount * Angles)..];
            for (int j = 0; j < near.Count; j++)
            {
                int first = near.Atoms[j];
                double charges = numbers[i] * numbers[first];
                double fade = Fade(near.R[j]);
                if (first > i)
                {
                    int pair = Elements.PairIndex(elements[i], elements[first]);
                    AddDistance(near.R[j], charges * fade * Normal * Spacing, pairs.Slice(pair * Distances, Distances));
                }

                for (int k = j + 1; k < near.Count; k++)
                {
                    int second = near.Atoms[k];
                    int ends = Elements.PairIndex(elements[first], elements[second]);
                    double weight = charges * numbers[second] / 3 * Normal * Spacing * fade * Fade(near.R[k]);
                    AddAngle(near, j, k, weight, own.Slice(ends * Angles, Angles));
                }
            }
        }
    }

    private static void AddDistance(double r, double weight, Span<double> spectrum)
    {
        const double Step = (CutoffAngstrom - FirstDistance) / (Distances - 1);
        int first = Math.Max(0, (int)Math.Ceiling((r - Reach - FirstDistance) / Step));
        int last = Math.Min(Distances - 1, (int)Math.Floor((r + Reach - FirstDistance) / Step));
        for (int k = first; k <= last; k++)
        {
            double x = FirstDistance + (k * Step);
            double cube = x * x * x;
            double offset = x - r;
            spectrum[k] += weight / (cube * cube) * Math.Exp(offset * offset / (-2 * Sigma * Sigma));
        }
    }

    private void AddAngle(Surroundings near, int j, int k, double weight, Span<double> spectrum)
    {
        double rj = near.R[j],
            rk = near.R[k];
        double dx = near.X[k] - near.X[j],
            dy = near.Y[k] - near.Y[j],
            dz = near.Z[k] - near.Z[j];
        double third = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        if (third > CutoffAngstrom)
        {
            return;
        }

        double dot = (near.X[j] * near.X[k]) + (near.Y[j] * near.Y[k]) + (near.Z[j] * near.Z[k]);
        double angle = Math.Acos(Math.Clamp(dot / (rj * rk), -1, 1));
        double cosines = ((rj * rj) - dot) * ((rk * rk) - dot) / (rj * rk * third * third);
        double product = rj * rk * third;
        weight *= Fade(third) / (product * product * product);
        const double Step = (LastAngle - FirstAngle) / (Angles - 1);
        int first = Math.Max(0, (int)Math.Ceiling((angle - Reach - FirstAngle) / Step));
        int last = Math.Min(Angles - 1, (int)Math.Floor((angle + Reach - FirstAngle) / Step));
        Vector256<double> lanes = Vector256.Create(0.0, 1, 2, 3) * Step;
        Span<double> four = stackalloc double[4];
        for (int i = first; i <= last; i += 4)
        {
            Vector256<double> offset = lanes + Vector256.Create(FirstAngle + (i * Step) - angle);
            Vector256<double> peak = Vector256.Exp(offset * offset * (-0.5 / (Sigma * Sigma)));
            peak.CopyTo(four);
            for (int lane = 0; lane < 4 && i + lane <= last; lane++)
            {
                spectrum[i + lane] += weight * (1 + (CosineAt[i + lane] * cosines)) * four[lane];
            }
        }
    }

    /// <summary>1, and from the taper to the cutoff a fifth-order step down with two smooth derivatives.</summary>
    private double Fade(double r)
    {
        double t = (r - CutoffAngstrom + _taper) / _taper;
        return r <= CutoffAngstrom - _taper ? 1
            : r >= CutoffAngstrom ? 0
            : 1 - (t * t * t * (10 + (t * ((6 * t) - 15))));
    }
}
