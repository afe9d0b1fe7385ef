using System.Collections.Immutable;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Sparse;

/// <summary>
/// A <see cref="CoKriging"/> model whose labels are seen through m inducing points chosen among them: for labels too
/// many for the exact <see cref="GaussianProcess"/>.
/// </summary>
/// <remarks>
/// With every label an inducing point it is the exact model. Time 2 n m^2 multiply-adds to learn n labels and 2 m^2 for
/// each prediction; memory of the order of n + m^2. The deviation is not a bound of the exact one: see
/// docs/methods/sparse-gaussian-process.md. Source: Quinonero-Candela and Rasmussen 2005,
/// <see href="https://jmlr.org/papers/v6/quinonero-candela05a.html"/>.
/// </remarks>
public sealed class SparseGaussianProcess
{
    // Inducing points are chosen among so many labels for each: with all, memory would grow as n m.
    private const int LabelsPerPoint = 4;

    private readonly CoKrigingKernel _kernel;
    private readonly LabelledPoints _points;
    private readonly Cholesky _prior;
    private readonly Cholesky _posterior;
    private readonly double[] _steps;

    /// <summary>Chooses inducing points and learns the labels.</summary>
    /// <param name="features">Of the labelled molecules: a label's candidate is a row of it.</param>
    /// <param name="labels">At any rungs, finite; at least one. Their order does not matter.</param>
    /// <param name="parameters">The hyperparameters.</param>
    /// <param name="inducing">At most so many inducing points, m.</param>
    /// <param name="form">What is made of what the inducing points do not explain.</param>
    /// <param name="seed">Of very many labels, those among which inducing points are chosen are drawn with it.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The hyperparameters do not fit the features, or there is no label.</exception>
    public SparseGaussianProcess(
        Features features,
        IReadOnlyList<Label> labels,
        CoKrigingParameters parameters,
        int inducing,
        SparseForm form,
        ulong seed,
        int maxThreads,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inducing, 1);
        if (!parameters.Fit(features) || labels.Count == 0)
        {
            throw new ArgumentException("A model needs labels, and hyperparameters that fit its features.");
        }

        // In an order of their own, so that the same labels give the same bits however they came.
        Label[] ordered = [.. labels.OrderBy(l => l.Rung).ThenBy(l => l.Candidate).ThenBy(l => l.Value)];
        Features weighted = features.Weighted(parameters);
        (Parameters, LabelCount) = (parameters, ordered.Length);
        _kernel = new CoKrigingKernel(parameters, features);
        Label[] chosen = Choose(weighted, _kernel, ordered, inducing, seed, cancellationToken);
        Inducing = [.. chosen.Select(l => new Pending(l.Candidate, l.Rung))];
        _points = PointsOf(weighted, _kernel, chosen);
        _prior = new Cholesky(_points.Count);
        _prior.Factor(_points.Covariances(), new double[_points.Count]);

        var sums = new LabelSums(_points, _prior, form, maxThreads);
        sums.Add(weighted, ordered, parameters, cancellationToken);
        _posterior = new Cholesky(_points.Count);
        double[] ones = new double[_points.Count];
        Array.Fill(ones, 1);
        _posterior.Factor(sums.Matrix, ones);
        _steps = sums.Projected;
        _posterior.Solve(_steps);
        Unexplained = sums.Residual / ordered.Length;
        LogLikelihood =
            -0.5
            * (
                (ordered.Length * Math.Log(2 * Math.PI))
                + sums.LogNoise
                + _posterior.LogDeterminant
                + sums.Quadratic
                - Sums.Dot(_steps, _steps)
                + sums.Penalty
            );
    }

    /// <summary>The hyperparameters.</summary>
    public CoKrigingParameters Parameters { get; }

    /// <summary>The number of labels that it learned from.</summary>
    public int LabelCount { get; }

    /// <summary>The number of inducing points: fewer than asked for where more would add nothing but rounding.</summary>
    public int InducingCount => _points.Count;

    /// <summary>
    /// The mean over the labels of what the inducing points leave of the prior variance, in standardised units squared; 0
    /// when the model is exact.
    /// </summary>
    public double Unexplained { get; }

    /// <summary>
    /// Log likelihood of the standardised labels, natural. In the variational form a lower bound of the exact one.
    /// </summary>
    public double LogLikelihood { get; }

    /// <summary>The most that was added to a pivot, in standardised units squared; 0 in ordinary work.</summary>
    public double Jitter => Math.Max(_prior.Jitter, _posterior.Jitter);

    /// <summary>The inducing points, in the order of their choice.</summary>
    internal ImmutableArray<Pending> Inducing { get; }

    /// <summary>Predicts candidates at one rung.</summary>
    /// <param name="candidates">Features of the same kinds and scaling as those of the labels, k candidates.</param>
    /// <param name="rung">The rung, 0 the cheapest.</param>
    /// <param name="means">Receives posterior means, shape (k), in the user's unit.</param>
    /// <param name="deviations">Receives standard deviations of the noise-free property, shape (k).</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The features are of another form, or there is no such rung.</exception>
    public void Predict(
        Features candidates,
        int rung,
        double[] means,
        double[] deviations,
        int maxThreads,
        CancellationToken cancellationToken
    )
    {
        _points.RequireSameForm(candidates, rung);
        Features weighted = candidates.Weighted(Parameters);
        RungParameters own = Parameters.Rungs[rung];
        double prior = _kernel.Same(rung, rung);
        using var scratch = new ThreadLocal<CovarianceBlock>(() => new CovarianceBlock(_points));
        PoolBlocks.ForEach(Panel.Count(candidates.Rows), maxThreads, PredictBlock);

        void PredictBlock(int block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CovarianceBlock covariances = scratch.Value!;
            covariances.Take(weighted, block);
            Span<double> panel = covariances.At(rung);
            Span<double> sums = stackalloc double[Panel.Width];
            Span<double> explained = stackalloc double[Panel.Width];
            Span<double> unsure = stackalloc double[Panel.Width];
            Span<double> unused = stackalloc double[Panel.Width];
            sums.Clear();
            explained.Clear();
            unsure.Clear();
            _prior.Solve(panel, 0);
            for (int row = 0; row < _points.Count; row++)
            {
                Sums.Accumulate(panel.Slice(row * Panel.Width, Panel.Width), 0, unused, explained);
            }

            _posterior.Solve(panel, 0);
            for (int row = 0; row < _points.Count; row++)
            {
                Sums.Accumulate(panel.Slice(row * Panel.Width, Panel.Width), _steps[row], sums, unsure);
            }

            int start = block * Panel.Width;
            for (int lane = 0; lane < Math.Min(Panel.Width, candidates.Rows - start); lane++)
            {
                // In this order the variance is none negative but for rounding: explained is at most the prior.
                double variance = Math.Max(0, prior - explained[lane]) + unsure[lane];
                (means[start + lane], deviations[start + lane]) = own.Moments(sums[lane], variance);
            }
        }
    }

    private static Label[] Choose(
        Features features,
        CoKrigingKernel kernel,
        Label[] ordered,
        int inducing,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        Label[] among = ordered;
        if (ordered.Length > (long)LabelsPerPoint * inducing)
        {
            Label[] shuffled = [.. ordered];
            new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(shuffled);
            among = shuffled[..(LabelsPerPoint * inducing)];
        }

        LabelledPoints points = PointsOf(features, kernel, among);
        return [.. InducingPoints.Choose(points, inducing, cancellationToken).Select(i => among[i])];
    }

    private static LabelledPoints PointsOf(Features features, CoKrigingKernel kernel, Label[] labels) =>
        new(features, kernel, [.. labels.Select(l => l.Candidate)], [.. labels.Select(l => l.Rung)]);
}
