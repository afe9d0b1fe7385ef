using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>Computes V of all labels at once: first L of the labels among themselves, then each block of the pool.</summary>
internal sealed class PosteriorRebuild
{
    // Rows whose similarities to the whole pool are held at a time.
    private const int Chunk = 64;

    private readonly Features _features;
    private readonly CoKrigingKernel _kernel;
    private readonly IReadOnlyList<Label> _labels;
    private readonly Cholesky _factor;
    private readonly double[] _steps;

    public PosteriorRebuild(
        Features features,
        CoKrigingKernel kernel,
        CoKrigingParameters parameters,
        IReadOnlyList<Label> labels
    )
    {
        (_features, _kernel, _labels) = (features, kernel, labels);
        _factor = new Cholesky(labels.Count);
        _factor.Factor(
            LabelCovariances(),
            [.. labels.Select(l => parameters.Rungs[l.Rung].Noise * parameters.Rungs[l.Rung].Noise)]
        );
        _steps = new double[labels.Count];
        for (int i = 0; i < labels.Count; i++)
        {
            double mean = 0;
            for (int j = 0; j < i; j++)
            {
                mean = Math.FusedMultiplyAdd(_factor.Lower[(i * _factor.Stride) + j], _steps[j], mean);
            }

            RungParameters rung = parameters.Rungs[labels[i].Rung];
            double pivot = _factor.Lower[(i * _factor.Stride) + i];
            _steps[i] = (((labels[i].Value - rung.Shift) / rung.Scale) - mean) / pivot;
        }
    }

    public double Jitter => _factor.Jitter;

    public void Run(PosteriorBlock[] blocks, int maxThreads, CancellationToken cancellationToken)
    {
        foreach (PosteriorBlock block in blocks)
        {
            block.Reset(_kernel);
        }

        var similarities = new double[Chunk][];
        for (int row = 0; row < Chunk; row++)
        {
            similarities[row] = new double[blocks.Length * Panel.Width];
        }

        var scratch = new ThreadLocal<int[]>(() => new int[_features.Rows]);
        for (int start = 0; start < _labels.Count; start += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = start;
            int rows = Math.Min(Chunk, _labels.Count - start);
            Parallel.For(
                0,
                rows,
                new ParallelOptions { MaxDegreeOfParallelism = maxThreads },
                row => _features.Counts.Similarities(_labels[first + row].Candidate, scratch.Value!, similarities[row])
            );
            PoolBlocks.ForEach(
                blocks.Length,
                maxThreads,
                block => Fill(blocks[block], block, first, rows, similarities)
            );
        }
    }

    private void Fill(PosteriorBlock target, int block, int first, int rows, double[][] similarities)
    {
        int rungs = _kernel.Rungs;
        Span<double> distances = stackalloc double[Panel.Width];
        Span<double> row = stackalloc double[rungs * Panel.Width];
        var covariances = new double[rungs * rows * Panel.Width];
        for (int i = 0; i < rows; i++)
        {
            Label label = _labels[first + i];
            if (_features.Descriptors.Columns > 0)
            {
                _features.Descriptors.SquaredDistances(label.Candidate, block, distances);
            }

            ReadOnlySpan<double> similar = similarities[i].AsSpan(block * Panel.Width, Panel.Width);
            _kernel.Covariances(label.Rung, similar, distances, row);
            for (int rung = 0; rung < rungs; rung++)
            {
                row.Slice(rung * Panel.Width, Panel.Width)
                    .CopyTo(covariances.AsSpan(((rung * rows) + i) * Panel.Width));
            }
        }

        target.AppendMany(covariances, _factor, _steps, rows);
    }

    /// <summary>Prior covariances of the labels, shape (n, n rounded up to whole panels) by rows.</summary>
    private double[] LabelCovariances()
    {
        int size = _labels.Count;
        int blocks = Panel.Count(size);
        int stride = blocks * Panel.Width;
        Features own = _features.Select([.. _labels.Select(l => l.Candidate)]);
        var matrix = new double[stride * stride];
        var similarities = new double[stride];
        var scratch = new int[size];
        Span<double> distances = stackalloc double[Panel.Width];
        Span<double> row = stackalloc double[_kernel.Rungs * Panel.Width];
        for (int i = 0; i < size; i++)
        {
            own.Counts.Similarities(i, scratch, similarities);
            for (int block = i / Panel.Width; block < blocks; block++)
            {
                if (own.Descriptors.Columns > 0)
                {
                    own.Descriptors.SquaredDistances(i, block, distances);
                }

                int start = block * Panel.Width;
                _kernel.Covariances(_labels[i].Rung, similarities.AsSpan(start, Panel.Width), distances, row);
                for (int j = start; j < Math.Min(size, start + Panel.Width); j++)
                {
                    matrix[(i * stride) + j] = row[(_labels[j].Rung * Panel.Width) + j - start];
                }
            }
        }

        return matrix;
    }
}
