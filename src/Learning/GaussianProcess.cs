using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// A <see cref="CoKriging"/> model with its labels, ready to predict molecules of any number that are not among them, a
/// block at a time.
/// </summary>
/// <remarks>
/// Where the candidates are a fixed pool and labels come one by one, <see cref="Posterior"/> is faster. Memory: 8 n^2
/// bytes for n labels and 8 n (R + 1) x 32 bytes a thread, however many candidates. Source: Rasmussen and Williams 2006,
/// algorithm 2.1 and eqs. 5.10 to 5.12, <see href="https://doi.org/10.7551/mitpress/3206.001.0001"/>.
/// </remarks>
public sealed class GaussianProcess
{
    private readonly CoKrigingKernel _kernel;
    private readonly LabelledPrior _prior;
    private readonly Label[] _labels;

    /// <summary>Factorises the covariances of the labels.</summary>
    /// <param name="features">Of the labelled molecules: a label's candidate is a row of it.</param>
    /// <param name="labels">At any rungs, finite; at least one.</param>
    /// <param name="parameters">The hyperparameters.</param>
    /// <exception cref="ArgumentException">The hyperparameters do not fit the features, or there is no label.</exception>
    public GaussianProcess(Features features, IReadOnlyList<Label> labels, CoKrigingParameters parameters)
    {
        if (!parameters.Fit(features) || labels.Count == 0)
        {
            throw new ArgumentException("A model needs labels, and hyperparameters that fit its features.");
        }

        (Parameters, _labels) = (parameters, [.. labels]);
        _kernel = new CoKrigingKernel(parameters, features);
        _prior = new LabelledPrior(features.Weighted(parameters), _kernel, parameters, labels);
    }

    /// <summary>The hyperparameters.</summary>
    public CoKrigingParameters Parameters { get; }

    /// <summary>The labels that it learned from.</summary>
    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>The most that was added to a pivot, in standardised units squared; 0 in ordinary work.</summary>
    public double Jitter => _prior.Factor.Jitter;

    /// <summary>Predicts candidates at one rung.</summary>
    /// <param name="candidates">m candidates, features of the same kinds and scaling as those of the labels.</param>
    /// <param name="rung">The rung, 0 the cheapest.</param>
    /// <param name="means">Receives posterior means, shape (m), in the user's unit.</param>
    /// <param name="deviations">Receives standard deviations of the noise-free property, shape (m).</param>
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
        _prior.Points.RequireSameForm(candidates, rung);
        Features weighted = candidates.Weighted(Parameters);
        RungParameters own = Parameters.Rungs[rung];
        double prior = _kernel.Same(rung, rung);
        using var scratch = new ThreadLocal<CovarianceBlock>(() => new CovarianceBlock(_prior.Points));
        PoolBlocks.ForEach(Panel.Count(candidates.Rows), maxThreads, PredictBlock);

        unsafe void PredictBlock(int block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CovarianceBlock covariances = scratch.Value!;
            covariances.Take(weighted, block);
            Span<double> whitened = covariances.At(rung);
            Cholesky factor = _prior.Factor;
            fixed (
                double* panel = whitened,
                    lower = factor.Lower,
                    inverse = factor.InverseDiagonal
            )
            {
                Panel.Solve(panel, lower, factor.Stride, inverse, 0, 0, _prior.Labels);
            }

            Span<double> sums = stackalloc double[Panel.Width];
            Span<double> squares = stackalloc double[Panel.Width];
            sums.Clear();
            squares.Clear();
            for (int row = 0; row < _prior.Labels; row++)
            {
                Sums.Accumulate(whitened.Slice(row * Panel.Width, Panel.Width), _prior.Steps[row], sums, squares);
            }

            int start = block * Panel.Width;
            for (int lane = 0; lane < Math.Min(Panel.Width, candidates.Rows - start); lane++)
            {
                double variance = Math.Max(0, prior - squares[lane]);
                (means[start + lane], deviations[start + lane]) = own.Moments(sums[lane], variance);
            }
        }
    }

    /// <summary>What the model would have predicted for each label had it not been given it, hyperparameters kept.</summary>
    /// <returns>Mean and standard deviation of the label, noise included, in the user's unit, in the order of the labels.</returns>
    public IReadOnlyList<(double Mean, double Deviation)> LeaveOneOut()
    {
        double[] alpha = [.. _prior.Steps];
        _prior.Factor.SolveTransposed(alpha);
        double[] diagonal = _prior.Factor.DiagonalOfInverse();
        return
        [
            .. _labels.Select(
                (label, i) =>
                {
                    RungParameters own = Parameters.Rungs[label.Rung];
                    return own.Moments(own.Standardised(label.Value) - (alpha[i] / diagonal[i]), 1 / diagonal[i]);
                }
            ),
        ];
    }
}
