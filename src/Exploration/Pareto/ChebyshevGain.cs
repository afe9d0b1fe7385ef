using Lichen.Core.Numerics;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Pareto;

/// <summary>
/// Expected improvement of several objectives folded into one by the augmented Chebyshev norm, with weights drawn anew for
/// each choice: the baseline that expected hypervolume improvement is compared with.
/// </summary>
/// <remarks>Knowles 2006, <see href="https://doi.org/10.1109/TEVC.2005.851274"/>; over draws as in Daulton et al. 2020,
/// <see href="https://arxiv.org/abs/2006.05078"/>.</remarks>
internal sealed class ChebyshevGain
{
    private const double Augmentation = 0.05;
    private const int Draws = 128;

    private readonly Goal[] _goals;
    private readonly Bounds _bounds;
    private readonly double[] _weights;
    private readonly double _best;
    private readonly double[][] _normals;

    private ChebyshevGain(Goal[] goals, Bounds bounds, double[] weights, IReadOnlyList<double[]> reached, Random random)
    {
        (_goals, _bounds, _weights) = (goals, bounds, weights);
        _best = reached.Count == 0 ? Norm(bounds.Reference) : reached.Min(Norm);
        _normals =
        [
            .. Enumerable
                .Range(0, Draws)
                .Select(_ => goals.Select(_ => Normal.Quantile(random.NextDouble())).ToArray()),
        ];
    }

    /// <param name="reached">Losses of what is computed or under way.</param>
    /// <param name="seed">Same seed, same weights and draws.</param>
    public static ChebyshevGain Of(Wishes wishes, Bounds bounds, IReadOnlyList<double[]> reached, ulong seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        // Even over the simplex.
        var weights = wishes.Objectives.Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
        var sum = weights.Sum();
        return new ChebyshevGain(
            [.. wishes.Objectives.Select(wish => wish.Goal)],
            bounds,
            [.. weights.Select(weight => weight / sum)],
            reached,
            random
        );
    }

    /// <summary>The logarithm of the mean improvement over all draws.</summary>
    public double Log(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var losses = new double[_goals.Length];
        var sum = 0.0;
        foreach (var normal in _normals)
        {
            for (var m = 0; m < losses.Length; m++)
            {
                losses[m] = _goals[m].Loss(means[m] + (deviations[m] * normal[m]));
            }

            sum += Math.Max(0, _best - Norm(losses));
        }

        return Math.Log(sum / Draws);
    }

    private double Norm(double[] losses)
    {
        double most = double.NegativeInfinity,
            sum = 0;
        for (var m = 0; m < losses.Length; m++)
        {
            var part = _weights[m] * (losses[m] - _bounds.Ideal[m]) / (_bounds.Reference[m] - _bounds.Ideal[m]);
            most = Math.Max(most, part);
            sum += part;
        }

        return most + (Augmentation * sum);
    }
}
