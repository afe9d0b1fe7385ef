using Lichen.Learning.Dense;

namespace Lichen.Learning.Sparse;

/// <summary>
/// What a sparse model needs to know of its labels, summed over chunks of them: with V = L^-1 K(inducing, labels) and D the
/// variances of noise, V D^-1 V^T, V D^-1 z and a few numbers.
/// </summary>
internal sealed unsafe class LabelSums
{
    // Labels at once: the m x m sums pass through memory once a chunk.
    private const int Panels = 8;
    private const int Chunk = Panels * Panel.Width;

    private readonly LabelledPoints _points;
    private readonly Cholesky _prior;
    private readonly SparseForm _form;
    private readonly ParallelOptions _options;
    private readonly int _stride;
    private readonly CovarianceBlock[] _blocks;

    // V of the chunk by labels, shape (labels, m in whole panels): panel q at q Chunk Width, label l at l Width in it.
    private readonly double[] _across;

    // -V D^-1 of the chunk by inducing points, shape (m in whole panels, labels).
    private readonly double[] _factors;

    /// <param name="points">The inducing points, m.</param>
    /// <param name="prior">The factor of their covariances, L.</param>
    /// <param name="form">What is made of what they do not explain.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    public LabelSums(LabelledPoints points, Cholesky prior, SparseForm form, int maxThreads)
    {
        (_points, _prior, _form) = (points, prior, form);
        _options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads };
        _stride = prior.Stride;
        _blocks = [.. Enumerable.Range(0, Panels).Select(_ => new CovarianceBlock(points))];
        _across = new double[Chunk * _stride];
        _factors = new double[Chunk * _stride];
        Matrix = new double[_stride * _stride];
        Projected = new double[points.Count];
    }

    /// <summary>V D^-1 V^T, shape (m, m in whole panels) by rows; only whole panels with j >= i are right.</summary>
    public double[] Matrix { get; }

    /// <summary>V D^-1 z, shape (m).</summary>
    public double[] Projected { get; }

    /// <summary>z^T D^-1 z.</summary>
    public double Quadratic { get; private set; }

    /// <summary>The logarithm of the determinant of D.</summary>
    public double LogNoise { get; private set; }

    /// <summary>The sum of the variances that the inducing points leave.</summary>
    public double Residual { get; private set; }

    /// <summary>In the variational form, the sum of what they leave in units of the noise.</summary>
    public double Penalty { get; private set; }

    /// <summary>Adds labels, a chunk after another.</summary>
    /// <param name="features">Weighted.</param>
    /// <param name="labels">Labels at rows of the features.</param>
    /// <param name="parameters">The hyperparameters.</param>
    /// <param name="cancellationToken">Checked between chunks.</param>
    public void Add(
        Features features,
        ReadOnlySpan<Label> labels,
        CoKrigingParameters parameters,
        CancellationToken cancellationToken
    )
    {
        for (int start = 0; start < labels.Length; start += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Label[] own = labels[start..Math.Min(labels.Length, start + Chunk)].ToArray();
            Array.Clear(_across);
            Array.Clear(_factors);
            Whiten(features.Select([.. own.Select(l => l.Candidate)]), own);
            Weigh(own, parameters);
            Accumulate();
        }
    }

    /// <summary>V of the chunk, by labels.</summary>
    private void Whiten(Features features, Label[] labels) =>
        Parallel.For(
            0,
            Panel.Count(labels.Length),
            _options,
            block =>
            {
                CovarianceBlock covariances = _blocks[block];
                covariances.Take(features, block);
                int start = block * Panel.Width;
                int end = Math.Min(Panel.Width, labels.Length - start);
                // Each lane at the rung of its label, in the memory of rung 0.
                Span<double> panel = covariances.At(0);
                for (int row = 0; row < _points.Count; row++)
                {
                    for (int lane = 0; lane < Panel.Width; lane++)
                    {
                        int rung = lane < end ? labels[start + lane].Rung : 0;
                        panel[(row * Panel.Width) + lane] = lane < end ? covariances.Covariance(rung, row, lane) : 0;
                    }
                }

                _prior.Solve(panel, 0);
                for (int row = 0; row < _points.Count; row++)
                {
                    int place = ((row / Panel.Width) * Chunk * Panel.Width) + (row % Panel.Width);
                    for (int lane = 0; lane < end; lane++)
                    {
                        _across[place + ((start + lane) * Panel.Width)] = panel[(row * Panel.Width) + lane];
                    }
                }
            }
        );

    /// <summary>The noise of each label, the sums of numbers, and V D^-1.</summary>
    private void Weigh(Label[] labels, CoKrigingParameters parameters)
    {
        for (int label = 0; label < labels.Length; label++)
        {
            RungParameters rung = parameters.Rungs[labels[label].Rung];
            double z = rung.Standardised(labels[label].Value);
            double explained = 0;
            for (int row = 0; row < _points.Count; row++)
            {
                double value = Across(row, label);
                explained = Math.FusedMultiplyAdd(value, value, explained);
            }

            double prior = _points.Kernel.Same(labels[label].Rung, labels[label].Rung);
            double residual = Math.Max(0, prior - explained);
            double noise = rung.NoiseVarianceOf(labels[label]);
            double variance = _form == SparseForm.IndependentResiduals ? noise + residual : noise;
            Residual += residual;
            Penalty += _form == SparseForm.Variational ? residual / noise : 0;
            Quadratic += z * z / variance;
            LogNoise += Math.Log(variance);
            for (int row = 0; row < _points.Count; row++)
            {
                double value = Across(row, label) / variance;
                Projected[row] = Math.FusedMultiplyAdd(value, z, Projected[row]);
                _factors[(row * Chunk) + label] = -value;
            }
        }
    }

    /// <summary>Matrix += V D^-1 V^T of the chunk, four rows and a panel of columns at a time.</summary>
    private void Accumulate() =>
        Parallel.For(
            0,
            Panel.Count(_points.Count),
            _options,
            panel =>
            {
                double* tile = stackalloc double[4 * Panel.Width];
                fixed (
                    double* across = _across,
                        factors = _factors
                )
                {
                    double* columns = across + ((long)panel * Chunk * Panel.Width);
                    for (int row = 0; row < Math.Min(_stride, (panel + 1) * Panel.Width); row += 4)
                    {
                        for (int k = 0; k < 4; k++)
                        {
                            Place(row + k, panel).CopyTo(new Span<double>(tile + (k * Panel.Width), Panel.Width));
                        }

                        Panel.EliminateFour(tile, factors + ((long)row * Chunk), Chunk, 1, columns, Chunk);
                        for (int k = 0; k < 4; k++)
                        {
                            new ReadOnlySpan<double>(tile + (k * Panel.Width), Panel.Width).CopyTo(
                                Place(row + k, panel)
                            );
                        }
                    }
                }
            }
        );

    private Span<double> Place(int row, int panel) =>
        Matrix.AsSpan((row * _stride) + (panel * Panel.Width), Panel.Width);

    private double Across(int row, int label) =>
        _across[((row / Panel.Width) * Chunk * Panel.Width) + (label * Panel.Width) + (row % Panel.Width)];
}
