using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// The posterior of <see cref="Panel.Width"/> candidates at every rung: their columns of V, and means, variances and
/// covariances with the top rung, in standardised units.
/// </summary>
internal sealed class PosteriorBlock
{
    private readonly double[][] _whitened;
    private readonly double[] _means;
    private readonly double[] _variances;
    private readonly double[] _covariances;

    // Variances and covariances as the labels alone leave them, while something is pending.
    private double[]? _labelledVariances;
    private double[]? _labelledCovariances;

    public PosteriorBlock(int rungs)
    {
        Rungs = rungs;
        _whitened = new double[rungs][];
        _means = new double[rungs * Panel.Width];
        _variances = new double[rungs * Panel.Width];
        _covariances = new double[rungs * Panel.Width];
        Array.Fill(_whitened, []);
    }

    /// <summary>The number of rows of V.</summary>
    public int Rows { get; private set; }

    private int Rungs { get; }

    /// <summary>Back to the prior.</summary>
    public void Reset(CoKrigingKernel kernel)
    {
        Rows = 0;
        (_labelledVariances, _labelledCovariances) = (null, null);
        Array.Clear(_means);
        for (int rung = 0; rung < Rungs; rung++)
        {
            _variances.AsSpan(rung * Panel.Width, Panel.Width).Fill(kernel.Same(rung, rung));
            _covariances.AsSpan(rung * Panel.Width, Panel.Width).Fill(kernel.Same(rung, Rungs - 1));
        }
    }

    public double Mean(int rung, int lane) => _means[(rung * Panel.Width) + lane];

    public double Variance(int rung, int lane) => _variances[(rung * Panel.Width) + lane];

    public double CovarianceWithTop(int rung, int lane) => _covariances[(rung * Panel.Width) + lane];

    /// <summary>Copies the column of V of one candidate at one rung: the row of L it would have as a label.</summary>
    public void CopyColumn(int rung, int lane, Span<double> column)
    {
        double[] panel = _whitened[rung];
        for (int row = 0; row < Rows; row++)
        {
            column[row] = panel[(row * Panel.Width) + lane];
        }
    }

    /// <summary>Adds one row to V.</summary>
    /// <param name="covariances">Prior covariances with the new point, shape (rungs, Panel.Width); overwritten.</param>
    /// <param name="factors">The new point's row of L but for the diagonal, shape (Rows).</param>
    /// <param name="inversePivot">1 over its diagonal.</param>
    /// <param name="step">The new label's whitened surprise; none for a pending point, whose means stay.</param>
    public unsafe void Append(Span<double> covariances, double[] factors, double inversePivot, double? step)
    {
        Reserve(Rows + 1);
        if (step is null && _labelledVariances is null)
        {
            _labelledVariances = [.. _variances];
            _labelledCovariances = [.. _covariances];
        }

        for (int rung = 0; rung < Rungs; rung++)
        {
            Span<double> row = covariances.Slice(rung * Panel.Width, Panel.Width);
            fixed (
                double* target = row,
                    own = factors,
                    panel = _whitened[rung]
            )
            {
                Panel.Eliminate(target, own, panel, Rows, inversePivot);
            }

            row.CopyTo(_whitened[rung].AsSpan(Rows * Panel.Width));
        }

        Absorb(Rows, step);
        Rows++;
    }

    /// <summary>Adds rows to V that stand for labels; <see cref="Append"/> done many times gives the same bits.</summary>
    /// <param name="covariances">Prior covariances, shape (rungs, rows, Panel.Width).</param>
    /// <param name="factor">L of all labels; its rows from <see cref="Rows"/> on are used.</param>
    /// <param name="steps">The whitened surprises of all labels.</param>
    /// <param name="rows">How many rows to add.</param>
    public unsafe void AppendMany(ReadOnlySpan<double> covariances, Cholesky factor, double[] steps, int rows)
    {
        Reserve(Rows + rows);
        int size = rows * Panel.Width;
        for (int rung = 0; rung < Rungs; rung++)
        {
            covariances.Slice(rung * size, size).CopyTo(_whitened[rung].AsSpan(Rows * Panel.Width));
            fixed (
                double* panel = _whitened[rung],
                    lower = factor.Lower,
                    inverse = factor.InverseDiagonal
            )
            {
                Panel.Solve(panel, lower, factor.Stride, inverse, 0, Rows, Rows + rows);
            }
        }

        for (int row = Rows; row < Rows + rows; row++)
        {
            Absorb(row, steps[row]);
        }

        Rows += rows;
    }

    /// <summary>Forgets the last rows, which stand for pending points.</summary>
    /// <param name="labels">How many rows stand for labels.</param>
    /// <param name="rows">How many rows to keep, at least <paramref name="labels"/>.</param>
    public void Truncate(int labels, int rows)
    {
        if (_labelledVariances is null || _labelledCovariances is null)
        {
            return;
        }

        Rows = rows;
        _labelledVariances.CopyTo(_variances, 0);
        _labelledCovariances.CopyTo(_covariances, 0);
        for (int row = labels; row < rows; row++)
        {
            Absorb(row, step: null);
        }

        if (rows == labels)
        {
            (_labelledVariances, _labelledCovariances) = (null, null);
        }
    }

    /// <summary>Lets one row of V act on means, variances and covariances.</summary>
    private void Absorb(int row, double? step)
    {
        ReadOnlySpan<double> top = _whitened[Rungs - 1].AsSpan(row * Panel.Width, Panel.Width);
        for (int rung = 0; rung < Rungs; rung++)
        {
            ReadOnlySpan<double> own = _whitened[rung].AsSpan(row * Panel.Width, Panel.Width);
            Span<double> means = _means.AsSpan(rung * Panel.Width, Panel.Width);
            Span<double> variances = _variances.AsSpan(rung * Panel.Width, Panel.Width);
            Span<double> covariances = _covariances.AsSpan(rung * Panel.Width, Panel.Width);
            for (int lane = 0; lane < Panel.Width; lane++)
            {
                variances[lane] = Math.FusedMultiplyAdd(-own[lane], own[lane], variances[lane]);
                covariances[lane] = Math.FusedMultiplyAdd(-own[lane], top[lane], covariances[lane]);
            }

            if (step is double surprise)
            {
                for (int lane = 0; lane < Panel.Width; lane++)
                {
                    means[lane] = Math.FusedMultiplyAdd(own[lane], surprise, means[lane]);
                }
            }
        }
    }

    private void Reserve(int rows)
    {
        if (_whitened[0].Length >= rows * Panel.Width)
        {
            return;
        }

        int capacity = Math.Max(rows, Math.Max(16, _whitened[0].Length / Panel.Width * 5 / 4));
        for (int rung = 0; rung < Rungs; rung++)
        {
            Array.Resize(ref _whitened[rung], capacity * Panel.Width);
        }
    }
}
