using Lichen.Learning.Dense;

namespace Lichen.Learning;

public sealed partial class Posterior
{
    /// <summary>Draws the noise-free property of some candidates together, as the posterior correlates them.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="candidates">The candidates, each once.</param>
    /// <param name="random">Gives one normal number per candidate.</param>
    /// <returns>The values, in the user's unit, shape as <paramref name="candidates"/>.</returns>
    public double[] Draw(int rung, ReadOnlySpan<int> candidates, Random random)
    {
        RungParameters own = Parameters.Rungs[rung];
        var factor = new Cholesky(candidates.Length);
        factor.Factor(Covariances(rung, candidates), new double[candidates.Length]);
        var white = new double[candidates.Length];
        var draw = new double[candidates.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            white[i] = radius * Math.Cos(2 * Math.PI * random.NextDouble());
            ReadOnlySpan<double> row = factor.Lower.AsSpan(i * factor.Stride, i + 1);
            double mean = _parts[candidates[i] / Panel.Width].Mean(rung, candidates[i] % Panel.Width);
            draw[i] = own.Property(mean + Sums.Dot(row, white));
        }

        return draw;
    }

    /// <summary>Posterior covariances of some candidates, standardised, shape (k, k rounded up to whole panels) by rows.</summary>
    internal double[] Covariances(int rung, ReadOnlySpan<int> candidates)
    {
        RequireWhole();
        int size = candidates.Length;
        int stride = Panel.Count(size) * Panel.Width;
        var points = new LabelledPoints(_weighted, _kernel, candidates, [.. Enumerable.Repeat(rung, size)]);
        double[] matrix = points.Covariances();
        int rows = _labels.Count + _pending.Count;
        var columns = new double[size][];
        for (int i = 0; i < size; i++)
        {
            columns[i] = new double[rows];
            _parts[candidates[i] / Panel.Width].CopyColumn(rung, candidates[i] % Panel.Width, columns[i]);
            for (int j = 0; j <= i; j++)
            {
                matrix[(j * stride) + i] -= Sums.Dot(columns[j], columns[i]);
            }
        }

        return matrix;
    }
}
