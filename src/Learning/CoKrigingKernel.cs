using System.Runtime.Intrinsics;
using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// The joint prior covariance of all rungs: cov(f_l(x), f_r(y)) = sum over t up to min(l, r) of
/// w(l, t) w(r, t) k_t(x, y), with w(l, t) the product of the couplings of the rungs t + 1 to l.
/// </summary>
/// <remarks>Source: Kennedy and O'Hagan 2000, eq. 1, <see href="https://doi.org/10.1093/biomet/87.1.1"/>.</remarks>
internal sealed class CoKrigingKernel
{
    private readonly double[] _offsets;
    private readonly double[][] _counts;
    private readonly double[] _descriptors;
    private readonly double[] _inverses;
    private readonly double[] _outcomes;
    private readonly double[] _outcomeInverses;
    private readonly RadialShape _shape;
    private readonly double[,] _weights;

    public CoKrigingKernel(CoKrigingParameters parameters, Features features)
    {
        Rungs = parameters.Rungs.Length;
        _offsets = [.. parameters.Rungs.Select(r => r.OffsetDeviation * r.OffsetDeviation)];
        _counts = [.. parameters.Rungs.Select(r => r.CountAmplitudes.Select(a => a * a).ToArray())];
        _shape = parameters.Shape;
        _descriptors = [.. parameters.Rungs.Select(r => r.DescriptorAmplitude * r.DescriptorAmplitude)];
        _inverses = [.. parameters.Rungs.Select(r => 1 / (r.Lengthscale * r.Lengthscale))];
        _weights = Weights(parameters.Rungs.Select(r => r.Coupling).ToArray());
        if (features.Descriptors.Columns == 0)
        {
            // With no columns all distances are 0 and the term would be a second offset.
            Array.Clear(_descriptors);
        }

        _outcomes =
        [
            .. parameters.Rungs.Select(r =>
                features.Outcomes.Columns > 0 ? r.OutcomeAmplitude * r.OutcomeAmplitude : 0
            ),
        ];
        _outcomeInverses = [.. parameters.Rungs.Select(r => 1 / (r.OutcomeLengthscale * r.OutcomeLengthscale))];
    }

    public int Rungs { get; }

    /// <summary>The number of count fingerprints.</summary>
    public int Fingerprints => _counts[0].Length;

    /// <summary>w(l, t), shape (rungs, rungs): 1 for t = l, 0 for t > l.</summary>
    public static double[,] Weights(ReadOnlySpan<double> couplings)
    {
        var weights = new double[couplings.Length, couplings.Length];
        for (int rung = 0; rung < couplings.Length; rung++)
        {
            weights[rung, rung] = 1;
            for (int below = 0; below < rung; below++)
            {
                weights[rung, below] = couplings[rung] * weights[rung - 1, below];
            }
        }

        return weights;
    }

    /// <summary>The prior covariance of two rungs at one and the same candidate.</summary>
    public double Same(int rung, int other)
    {
        Span<double> one = stackalloc double[Fingerprints * Panel.Width];
        Span<double> zero = stackalloc double[Panel.Width];
        Span<double> covariances = stackalloc double[Rungs * Panel.Width];
        one.Fill(1);
        zero.Clear();
        Covariances(rung, one, zero, zero, covariances);
        return covariances[other * Panel.Width];
    }

    /// <summary>Covariances of one candidate at one rung with a block of candidates at every rung.</summary>
    /// <param name="rung">The rung of the one.</param>
    /// <param name="similarities">Min-max similarities to the block, shape (fingerprints, Panel.Width).</param>
    /// <param name="distances">Squared distances to the block, shape (Panel.Width).</param>
    /// <param name="outcomeDistances">Squared distances of outcomes to the block, shape (Panel.Width).</param>
    /// <param name="covariances">Receives the covariances, shape (rungs, Panel.Width).</param>
    /// <remarks>Symmetric to the last bit: swapping the candidates and their rungs changes nothing.</remarks>
    public void Covariances(
        int rung,
        ReadOnlySpan<double> similarities,
        ReadOnlySpan<double> distances,
        ReadOnlySpan<double> outcomeDistances,
        Span<double> covariances
    )
    {
        covariances[..(Rungs * Panel.Width)].Clear();
        for (int t = 0; t <= rung; t++)
        {
            Vector256<double> descriptors = Vector256.Create(_descriptors[t]);
            Vector256<double> offset = Vector256.Create(_offsets[t]);
            for (int lane = 0; lane < Panel.Width; lane += Vector256<double>.Count)
            {
                Vector256<double> kernel = offset;
                for (int part = 0; part < _counts[t].Length; part++)
                {
                    var similar = Vector256.Create(similarities[((part * Panel.Width) + lane)..]);
                    kernel += Vector256.Create(_counts[t][part]) * similar;
                }

                if (_descriptors[t] != 0)
                {
                    kernel += descriptors * Radial.Value(_shape, Vector256.Create(distances[lane..]) * _inverses[t]);
                }

                if (_outcomes[t] != 0)
                {
                    Vector256<double> u = Vector256.Create(outcomeDistances[lane..]) * _outcomeInverses[t];
                    kernel += Vector256.Create(_outcomes[t]) * Radial.Value(RadialShape.Gaussian, u);
                }

                for (int other = t; other < Rungs; other++)
                {
                    Span<double> target = covariances[((other * Panel.Width) + lane)..];
                    double weight = _weights[rung, t] * _weights[other, t];
                    (Vector256.Create<double>(target) + (Vector256.Create(weight) * kernel)).CopyTo(target);
                }
            }
        }
    }
}
