using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>One member's weights for properties of a molecule: partial charges, dipole moment, HOMO-LUMO gap.</summary>
/// <remarks>
/// An atom's environment vector becomes its description h by a network of its element; in each round it hears of the atoms
/// within the radial cutoff, m_i = sum_j (b(r_ij) F) * (h_j S), h_i += silu([h_i m_i] U), b the radial terms of the
/// environment vectors (continuous filters: Schuett et al. 2018, <see href="https://doi.org/10.1063/1.5019779"/>). Charges
/// are shifted alike, so that they sum to that of the molecule. See docs/methods/lichen-base.md.
/// </remarks>
internal sealed class HeadNetwork
{
    /// <summary>Numbers that the last layer gives of an atom, in the order of these constants.</summary>
    public const int OutputCount = 5;

    public const int Charge = 0;
    public const int DipoleCharge = 1;
    public const int PointingShare = 2;
    public const int Occupied = 3;
    public const int Empty = 4;

    private readonly DenseLayer[][] _embedding;
    private readonly DenseLayer[] _filters;
    private readonly DenseLayer[] _sent;
    private readonly DenseLayer[] _updated;
    private readonly DenseLayer _pointing;
    private readonly DenseLayer[] _outputs;
    private readonly EnvironmentTerms _terms;

    /// <param name="terms">Constants of the environment vectors.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="layers">By the names of the shape.</param>
    /// <exception cref="FormatException">A layer is missing, or of another size.</exception>
    public HeadNetwork(EnvironmentTerms terms, HeadShape shape, ImmutableDictionary<string, DenseLayer> layers)
    {
        foreach ((string name, int inputs, int outputs) in shape.Layers(terms))
        {
            if (!layers.TryGetValue(name, out DenseLayer? layer) || layer.Inputs != inputs || layer.Outputs != outputs)
            {
                throw new FormatException($"The layer {name} is not there, or not of {inputs} x {outputs}.");
            }
        }

        (_terms, Shape, Layers) = (terms, shape, layers);
        _embedding =
        [
            .. Enumerable
                .Range(0, terms.ElementCount)
                .Select(e =>
                    new[] { layers[HeadNames.Embedding(terms, e, 0)], layers[HeadNames.Embedding(terms, e, 1)] }
                ),
        ];
        _filters = [.. Enumerable.Range(0, shape.Rounds).Select(round => layers[HeadNames.Filter(round)])];
        _sent = [.. Enumerable.Range(0, shape.Rounds).Select(round => layers[HeadNames.Sent(round)])];
        _updated = [.. Enumerable.Range(0, shape.Rounds).Select(round => layers[HeadNames.Updated(round)])];
        _pointing = layers[HeadNames.Pointing];
        _outputs = [layers[HeadNames.Output(0)], layers[HeadNames.Output(1)]];
    }

    public HeadShape Shape { get; }

    public ImmutableDictionary<string, DenseLayer> Layers { get; }

    /// <summary>Properties of one structure.</summary>
    /// <param name="elements">Places of the elements, shape (atoms).</param>
    /// <param name="vectors">Environment vectors, shape (atoms, stride).</param>
    /// <param name="stride">Numbers from one atom's vector to the next.</param>
    /// <param name="pairs">Neighbours within the radial cutoff.</param>
    /// <param name="charge">Of the molecule, in e.</param>
    public HeadValues Evaluate(
        ReadOnlySpan<int> elements,
        ReadOnlySpan<float> vectors,
        int stride,
        HeadPairs pairs,
        int charge
    )
    {
        int atoms = elements.Length,
            width = Shape.Width;
        var seen = new float[atoms * width];
        Span<float> hidden = stackalloc float[Shape.Hidden];
        for (int i = 0; i < atoms; i++)
        {
            DenseLayer[] own = _embedding[elements[i]];
            own[0].Apply(vectors.Slice(i * stride, _terms.Length), hidden);
            DenseLayer.Activate(hidden);
            Span<float> atom = seen.AsSpan(i * width, width);
            own[1].Apply(hidden, atom);
            DenseLayer.Activate(atom);
        }

        var sent = new float[atoms * width];
        var both = new float[atoms * 2 * width];
        Span<float> change = stackalloc float[width];
        for (int round = 0; round < Shape.Rounds; round++)
        {
            for (int i = 0; i < atoms; i++)
            {
                _sent[round].Apply(seen.AsSpan(i * width, width), sent.AsSpan(i * width, width));
            }

            Gather(pairs, _filters[round], seen, sent, both);
            for (int i = 0; i < atoms; i++)
            {
                _updated[round].Apply(both.AsSpan(2 * i * width, 2 * width), change);
                DenseLayer.Activate(change);
                for (int f = 0; f < width; f++)
                {
                    seen[(i * width) + f] += change[f];
                }
            }
        }

        return Read(seen, pairs, atoms, charge);
    }

    /// <summary>Beside each atom's description what it hears of its neighbours.</summary>
    private void Gather(HeadPairs pairs, DenseLayer filter, float[] seen, float[] sent, float[] both)
    {
        int width = Shape.Width;
        Span<float> filtered = stackalloc float[width];
        for (int i = 0; i < seen.Length / width; i++)
        {
            Span<float> place = both.AsSpan(2 * i * width, 2 * width);
            seen.AsSpan(i * width, width).CopyTo(place);
            Span<float> heard = place[width..];
            heard.Clear();
            foreach (HeadPair pair in pairs.Of(i))
            {
                filter.Apply(pairs.Radial(pair), filtered);
                Span<Vector256<float>> sums = MemoryMarshal.Cast<float, Vector256<float>>(heard);
                ReadOnlySpan<Vector256<float>> factors = MemoryMarshal.Cast<float, Vector256<float>>(filtered);
                ReadOnlySpan<Vector256<float>> from = MemoryMarshal.Cast<float, Vector256<float>>(
                    sent.AsSpan(pair.Other * width, width)
                );
                for (int v = 0; v < sums.Length; v++)
                {
                    sums[v] = Vector256.FusedMultiplyAdd(factors[v], from[v], sums[v]);
                }
            }
        }
    }

    private HeadValues Read(float[] seen, HeadPairs pairs, int atoms, int charge)
    {
        int width = Shape.Width,
            radial = _terms.RadialShifts.Length;
        var outputs = new float[atoms * OutputCount];
        var pointing = new float[atoms * radial];
        Span<float> last = stackalloc float[Shape.Last];
        for (int i = 0; i < atoms; i++)
        {
            ReadOnlySpan<float> atom = seen.AsSpan(i * width, width);
            _pointing.Apply(atom, pointing.AsSpan(i * radial, radial));
            _outputs[0].Apply(atom, last);
            DenseLayer.Activate(last);
            _outputs[1].Apply(last, outputs.AsSpan(i * OutputCount, OutputCount));
        }

        double[] Neutral(int column, double total)
        {
            double sum = 0;
            for (int i = 0; i < atoms; i++)
            {
                sum += outputs[(i * OutputCount) + column];
            }

            var shifted = new double[atoms];
            for (int i = 0; i < atoms; i++)
            {
                shifted[i] = outputs[(i * OutputCount) + column] - ((sum - total) / atoms);
            }

            return shifted;
        }

        double[] moved = Neutral(DipoleCharge, charge);
        var dipole = new double[3];
        for (int i = 0; i < atoms; i++)
        {
            double share = outputs[(i * OutputCount) + PointingShare];
            for (int d = 0; d < 3; d++)
            {
                dipole[d] += moved[i] * pairs.Angstrom[(3 * i) + d];
            }

            foreach (HeadPair pair in pairs.Of(i))
            {
                double length = 0;
                ReadOnlySpan<float> terms = pairs.Radial(pair);
                for (int k = 0; k < radial; k++)
                {
                    length += terms[k] * pointing[(pair.Other * radial) + k];
                }

                for (int d = 0; d < 3; d++)
                {
                    double along = pairs.Angstrom[(3 * pair.Other) + d] - pairs.Angstrom[(3 * i) + d];
                    dipole[d] += share * length * along / pair.R;
                }
            }
        }

        double gap = -LogSum(outputs, Empty, -1, atoms) - LogSum(outputs, Occupied, 1, atoms);
        // log(1 + exp x), which is never negative: no gap is.
        gap = Math.Max(gap, 0) + Math.Log(1 + Math.Exp(-Math.Abs(gap)));
        return new HeadValues(Neutral(Charge, charge), dipole, gap);
    }

    /// <summary>log sum_i exp(sign x_i): the highest of occupied levels, or minus the lowest of empty ones, softened.</summary>
    private static double LogSum(float[] outputs, int column, double sign, int atoms)
    {
        double largest = double.NegativeInfinity,
            sum = 0;
        for (int i = 0; i < atoms; i++)
        {
            largest = Math.Max(largest, sign * outputs[(i * OutputCount) + column]);
        }

        for (int i = 0; i < atoms; i++)
        {
            sum += Math.Exp((sign * outputs[(i * OutputCount) + column]) - largest);
        }

        return largest + Math.Log(sum);
    }
}

/// <summary>What one member says of a structure.</summary>
/// <param name="Charges">Partial charges in e, shape (atoms).</param>
/// <param name="Dipole">In e angstrom, shape (3); of an ion from the origin of the coordinates.</param>
/// <param name="Gap">HOMO-LUMO gap in eV, never negative.</param>
internal sealed record HeadValues(double[] Charges, double[] Dipole, double Gap);
