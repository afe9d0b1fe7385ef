using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>A <see cref="Posterior"/> in the user's units, one array per rung and quantity.</summary>
internal sealed class Readout
{
    private readonly double[][] _means;
    private readonly double[][] _deviations;
    private readonly double[][] _labelDeviations;
    private readonly double[][] _correlations;

    public Readout(int candidates, int rungs)
    {
        _means = Arrays();
        _deviations = Arrays();
        _labelDeviations = Arrays();
        _correlations = Arrays();

        double[][] Arrays() => [.. Enumerable.Range(0, rungs).Select(_ => new double[candidates])];
    }

    public bool Stale { get; set; } = true;

    public ReadOnlySpan<double> Mean(int rung) => _means[rung];

    public ReadOnlySpan<double> Deviation(int rung) => _deviations[rung];

    public ReadOnlySpan<double> LabelDeviation(int rung) => _labelDeviations[rung];

    public ReadOnlySpan<double> Correlation(int rung) => _correlations[rung];

    /// <summary>Takes over what a posterior of some of the candidates says of them.</summary>
    public void Put(int rung, int[] candidates, Posterior posterior)
    {
        Put(candidates, posterior.Mean(rung), _means[rung]);
        Put(candidates, posterior.Deviation(rung), _deviations[rung]);
        Put(candidates, posterior.LabelDeviation(rung), _labelDeviations[rung]);
        Put(candidates, posterior.CorrelationWithTop(rung), _correlations[rung]);

        static void Put(int[] candidates, ReadOnlySpan<double> values, double[] target)
        {
            for (int i = 0; i < candidates.Length; i++)
            {
                target[candidates[i]] = values[i];
            }
        }
    }

    public void Read(PosteriorBlock[] blocks, CoKrigingParameters parameters, int maxThreads)
    {
        PoolBlocks.ForEach(blocks.Length, maxThreads, index => ReadBlock(blocks[index], index, parameters));
        Stale = false;
    }

    /// <summary>Reads one block.</summary>
    public void ReadBlock(PosteriorBlock block, int index, CoKrigingParameters parameters)
    {
        int top = parameters.Rungs.Length - 1;
        int start = index * Panel.Width;
        int lanes = Math.Min(Panel.Width, _means[0].Length - start);
        for (int rung = 0; rung <= top; rung++)
        {
            RungParameters own = parameters.Rungs[rung];
            for (int lane = 0; lane < lanes; lane++)
            {
                // Rounding may leave a variance a hair below zero.
                double variance = Math.Max(0, block.Variance(rung, lane));
                double topVariance = Math.Max(0, block.Variance(top, lane));
                double spread = Math.Sqrt(variance * topVariance);
                double mean = block.Mean(rung, lane);
                double correlation = spread > 0 ? block.CovarianceWithTop(rung, lane) / spread : 0;
                (_means[rung][start + lane], _deviations[rung][start + lane]) = own.Moments(mean, variance);
                (_, _labelDeviations[rung][start + lane]) = own.Moments(mean, variance + own.NoiseVariance);
                _correlations[rung][start + lane] = rung == top ? 1 : Math.Clamp(correlation, -1, 1);
            }
        }
    }
}
