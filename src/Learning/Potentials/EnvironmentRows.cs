using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Lichen.Learning.Potentials;

/// <summary>
/// Environment vectors in single precision: one atom's at a time as a row, with a mask of the panels that are not
/// zero throughout, and its slope. Equal to <see cref="EnvironmentVector"/> within rounding.
/// </summary>
internal sealed unsafe partial class EnvironmentRows
{
    // A half cosine this small to the power zeta is zero in single precision; its logarithm is not.
    private const float LeastHalf = 1e-30f;

    private readonly EnvironmentTerms _terms;
    private readonly int _radialCount;
    private readonly int[] _pairStarts;
    private readonly ulong[] _radialMasks;
    private readonly ulong[] _pairMasks;
    private readonly Vector256<float>[] _radialShifts;
    private readonly Vector256<float> _angularShifts;
    private readonly Vector256<float> _cosines;
    private readonly Vector256<float> _sines;
    private readonly Vector256<int>[] _byDistance;
    private readonly Vector256<int>[] _byAngle;
    private NearAtom[] _radial = new NearAtom[32];
    private NearAtom[] _angular = new NearAtom[32];
    private int _radialNeighbours;
    private int _angularNeighbours;

    public EnvironmentRows(EnvironmentTerms terms)
    {
        _terms = terms;
        _radialCount = terms.RadialShifts.Length;
        int angles = terms.AngleShifts.Length;
        int elements = terms.ElementCount;
        _pairStarts = new int[elements * elements];
        _pairMasks = new ulong[elements * elements];
        _radialMasks = new ulong[elements];
        for (int p = 0; p < elements; p++)
        {
            _radialMasks[p] = Panels(p * _radialCount, _radialCount);
            for (int q = 0; q < elements; q++)
            {
                int start = terms.AngularStart + (terms.PairIndex(p, q) * terms.AngularBlock);
                _pairStarts[(p * elements) + q] = start;
                _pairMasks[(p * elements) + q] = Panels(start, terms.AngularBlock);
            }
        }

        _radialShifts = [.. terms.RadialShifts.Chunk(8).Select(eight => Vector256.Create<float>(Lanes(eight)))];
        _angularShifts = Vector256.Create<float>(Lanes([.. terms.AngularShifts]));
        _cosines = Vector256.Create<float>(Lanes([.. terms.AngleShifts.Select(Math.Cos)]));
        _sines = Vector256.Create<float>(Lanes([.. terms.AngleShifts.Select(Math.Sin)]));
        int[][] places = [.. Enumerable.Range(0, terms.AngularBlock).Chunk(8)];
        _byDistance = [.. places.Select(eight => Vector256.Create([.. eight.Select(t => t / angles)]))];
        _byAngle = [.. places.Select(eight => Vector256.Create([.. eight.Select(t => t % angles)]))];
    }

    /// <summary>Why these terms have no fast form; null when they have one.</summary>
    public static string? Refusal(EnvironmentTerms terms) =>
        terms.RadialShifts.Length % 8 != 0
        || terms.AngularBlock % 8 != 0
        || terms.AngularShifts.Length > 8
        || terms.AngleShifts.Length > 8
        || terms.Length > 64 * SinglePanel.Width
            ? $"{terms.RadialShifts.Length} radial and {terms.AngularShifts.Length} x {terms.AngleShifts.Length} angular "
                + $"terms, {terms.Length} in all: read are whole vectors of eight, at most 8 x 8 angular terms, and at "
                + $"most {64 * SinglePanel.Width} in all"
            : null;

    /// <summary>Writes the vector of one atom.</summary>
    /// <param name="angstrom">Coordinates, shape (atoms, 3).</param>
    /// <param name="elements">Places of the elements, shape (atoms).</param>
    /// <param name="centre">The atom in the middle.</param>
    /// <param name="row">Receives the vector, shape (terms.Length), and zeros to the end of the last panel.</param>
    /// <returns>A bit for each sixteen numbers of the row that may differ from zero.</returns>
    /// <exception cref="PotentialException">Another atom is in the same place.</exception>
    public ulong Describe(double[] angstrom, int[] elements, int centre, float* row)
    {
        Find(angstrom, elements, centre);
        new Span<float>(row, SinglePanel.Count(_terms.Length) * SinglePanel.Width).Clear();
        ulong mask = 0;
        float decay = (float)-_terms.RadialDecay;
        for (int j = 0; j < _radialNeighbours; j++)
        {
            ref NearAtom near = ref _radial[j];
            mask |= _radialMasks[near.Element];
            float* block = row + (near.Element * _radialCount);
            Vector256<float> r = Vector256.Create(near.R);
            for (int m = 0; m < _radialShifts.Length; m++)
            {
                Vector256<float> off = r - _radialShifts[m];
                Vector256<float> term = SingleExp.Exp(off * off * decay) * (0.25f * near.Cut);
                (Vector256.Load(block + (8 * m)) + term).Store(block + (8 * m));
            }
        }

        for (int j = 0; j < _angularNeighbours; j++)
        {
            ref NearAtom first = ref _angular[j];
            for (int k = j + 1; k < _angularNeighbours; k++)
            {
                ref NearAtom second = ref _angular[k];
                int pair = (first.Element * _terms.ElementCount) + second.Element;
                mask |= _pairMasks[pair];
                float* block = row + _pairStarts[pair];
                Vector256<float> angle = Angle(Cosine(first, second), out _, out _);
                Vector256<float> distance = Distance(first, second, out _) * (2 * first.Cut * second.Cut);
                for (int v = 0; v < _byAngle.Length; v++, block += 8)
                {
                    Vector256<float> product =
                        Vector256.ShuffleNative(angle, _byAngle[v]) * Vector256.ShuffleNative(distance, _byDistance[v]);
                    (Vector256.Load(block) + product).Store(block);
                }
            }
        }

        return mask;
    }

    /// <summary>slope += sum_t pull[t] d(value t) / d(coordinate).</summary>
    /// <param name="angstrom">Coordinates, shape (atoms, 3).</param>
    /// <param name="elements">Places of the elements, shape (atoms).</param>
    /// <param name="centre">The atom in the middle.</param>
    /// <param name="pull">Shape (terms.Length).</param>
    /// <param name="slope">Per angstrom, shape (atoms, 3).</param>
    public void AddSlope(double[] angstrom, int[] elements, int centre, float* pull, double[] slope)
    {
        Find(angstrom, elements, centre);
        float decay = (float)-_terms.RadialDecay;
        for (int j = 0; j < _radialNeighbours; j++)
        {
            ref NearAtom near = ref _radial[j];
            float* block = pull + (near.Element * _radialCount);
            Vector256<float> r = Vector256.Create(near.R);
            Vector256<float> sum = Vector256<float>.Zero;
            for (int m = 0; m < _radialShifts.Length; m++)
            {
                Vector256<float> off = r - _radialShifts[m];
                Vector256<float> term = SingleExp.Exp(off * off * decay) * Vector256.Load(block + (8 * m));
                sum += term * (Vector256.Create(near.CutSlope) + (off * (2 * decay * near.Cut)));
            }

            Add(slope, centre, near, near, 0.25f * Vector256.Sum(sum));
        }

        for (int j = 0; j < _angularNeighbours; j++)
        {
            for (int k = j + 1; k < _angularNeighbours; k++)
            {
                AddPair(_angular[j], _angular[k], centre, pull, slope);
            }
        }
    }

    // The derivative of the angular terms by the cosine of the angle, from what Angle gave for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> AngleSlope(Vector256<float> angle, Vector256<float> half, float cosine, float sine) =>
        angle
        / half
        * (_cosines - (_sines * ((float)EnvironmentVector.Shrink * cosine / sine)))
        * (float)(EnvironmentVector.Shrink * _terms.Zeta / 2);

    private void AddPair(in NearAtom first, in NearAtom second, int centre, float* pull, double[] slope)
    {
        float* block = pull + _pairStarts[(first.Element * _terms.ElementCount) + second.Element];
        float cosine = Cosine(first, second);
        Vector256<float> angle = Angle(cosine, out Vector256<float> half, out float sine);
        Vector256<float> distance = Distance(first, second, out Vector256<float> off);
        Vector256<float> angleSlope = AngleSlope(angle, half, cosine, sine);
        Vector256<float> distanceSlope = distance * off * (float)(-2 * _terms.AngularDecay);
        Vector256<float> values = Vector256<float>.Zero,
            byCosine = Vector256<float>.Zero,
            byMean = Vector256<float>.Zero;
        for (int v = 0; v < _byAngle.Length; v++, block += 8)
        {
            Vector256<float> pulled = Vector256.Load(block);
            Vector256<float> near = Vector256.ShuffleNative(distance, _byDistance[v]);
            Vector256<float> turned = Vector256.ShuffleNative(angle, _byAngle[v]) * pulled;
            values = Vector256.FusedMultiplyAdd(turned, near, values);
            byCosine = Vector256.FusedMultiplyAdd(
                Vector256.ShuffleNative(angleSlope, _byAngle[v]) * pulled,
                near,
                byCosine
            );
            byMean = Vector256.FusedMultiplyAdd(turned, Vector256.ShuffleNative(distanceSlope, _byDistance[v]), byMean);
        }

        float value = 2 * Vector256.Sum(values);
        float cut = first.Cut * second.Cut;
        float turn = 2 * Vector256.Sum(byCosine) * cut;
        float mean = Vector256.Sum(byMean) * cut;
        Add(slope, centre, first, first, (value * first.CutSlope * second.Cut) + mean - (turn * cosine / first.R));
        Add(slope, centre, first, second, turn / first.R);
        Add(slope, centre, second, second, (value * first.Cut * second.CutSlope) + mean - (turn * cosine / second.R));
        Add(slope, centre, second, first, turn / second.R);
    }

    private static float Cosine(in NearAtom j, in NearAtom k) => (j.X * k.X) + (j.Y * k.Y) + (j.Z * k.Z);

    /// <summary>((1 + cos(theta - phi)) / 2)^zeta by angle shift.</summary>
    private Vector256<float> Angle(float cosine, out Vector256<float> half, out float sine)
    {
        float shrunk = (float)EnvironmentVector.Shrink * cosine;
        sine = MathF.Sqrt(1 - (shrunk * shrunk));
        half = Vector256.FusedMultiplyAdd(_cosines, Vector256.Create(shrunk), Vector256<float>.One);
        half = Vector256.FusedMultiplyAdd(_sines, Vector256.Create(sine), half) * 0.5f;
        half = Vector256.Max(half, Vector256.Create(LeastHalf));
        return SingleExp.Exp(Vector256.Log(half) * (float)_terms.Zeta);
    }

    /// <summary>The Gaussian of the mean distance by shift.</summary>
    private Vector256<float> Distance(in NearAtom j, in NearAtom k, out Vector256<float> off)
    {
        off = Vector256.Create(0.5f * (j.R + k.R)) - _angularShifts;
        return SingleExp.Exp(off * off * (float)-_terms.AngularDecay);
    }

    private static void Add(double[] slope, int centre, in NearAtom of, in NearAtom along, float factor)
    {
        (double x, double y, double z) = (factor * along.X, factor * along.Y, factor * along.Z);
        int at = 3 * of.Atom;
        slope[at] += x;
        slope[at + 1] += y;
        slope[at + 2] += z;
        at = 3 * centre;
        slope[at] -= x;
        slope[at + 1] -= y;
        slope[at + 2] -= z;
    }

    private void Find(double[] angstrom, int[] elements, int centre)
    {
        if (_radial.Length < elements.Length)
        {
            _radial = new NearAtom[2 * elements.Length];
            _angular = new NearAtom[2 * elements.Length];
        }

        _radialNeighbours = 0;
        _angularNeighbours = 0;
        double square = _terms.RadialCutoff * _terms.RadialCutoff;
        for (int j = 0; j < elements.Length; j++)
        {
            double x = angstrom[3 * j] - angstrom[3 * centre],
                y = angstrom[(3 * j) + 1] - angstrom[(3 * centre) + 1],
                z = angstrom[(3 * j) + 2] - angstrom[(3 * centre) + 2];
            double r = (x * x) + (y * y) + (z * z);
            if (r >= square || j == centre)
            {
                continue;
            }

            r = Math.Sqrt(r);
            if (r < AniDomain.Nearest)
            {
                throw AniDomain.Coincident(centre, j, r);
            }

            _radial[_radialNeighbours++] = NearAtom.At(j, elements[j], r, x, y, z, _terms.RadialCutoff);
            if (r < _terms.AngularCutoff)
            {
                _angular[_angularNeighbours++] = NearAtom.At(j, elements[j], r, x, y, z, _terms.AngularCutoff);
            }
        }
    }

    private static ulong Panels(int start, int length)
    {
        ulong mask = 0;
        for (int panel = start / SinglePanel.Width; panel <= (start + length - 1) / SinglePanel.Width; panel++)
        {
            // The reference form takes terms of any length; Refusal keeps longer ones from here.
            mask |= 1UL << panel;
        }

        return mask;
    }

    /// <summary>Eight lanes; those beyond the values repeat the last and are not read.</summary>
    private static float[] Lanes(double[] values) =>
        [.. Enumerable.Range(0, 8).Select(i => (float)values[Math.Min(i, values.Length - 1)])];
}
