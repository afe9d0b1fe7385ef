using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// What a <see cref="CoKriging"/> model believes of every candidate of a fixed pool at every rung, kept up to date
/// label by label.
/// </summary>
/// <remarks>
/// <para>Holds V = L^-1 K(labels and pending, pool x rungs), to which a label or a pending calculation adds one row in
/// O(n m R) for n rows, m candidates, R rungs; hyperparameters are only changed by <see cref="Rebuild"/>. Memory: V
/// takes 8 n' m R bytes, n' being n rounded up by at most a quarter, plus 40 m R bytes.</para>
/// <para>Each entry is computed by the same operations in the same order whether it is appended or rebuilt, and
/// whatever the number of threads: the same labels in the same order give the same bits.</para>
/// <para>Not safe for use from several threads at once.</para>
/// </remarks>
public sealed partial class Posterior
{
    private readonly Features _features;
    private readonly int _maxThreads;
    private readonly int _blocks;
    private readonly List<Label> _labels = [];
    private readonly List<Pending> _pending = [];
    private readonly PosteriorBlock[] _parts;
    private readonly Readout _readout;
    private readonly double[][] _similarities;
    private readonly int[] _scratch;
    private Features _weighted;
    private CoKrigingKernel _kernel;
    private bool _whole = true;

    /// <summary>Starts from the prior: no labels, nothing pending.</summary>
    /// <param name="features">The pool.</param>
    /// <param name="parameters">The hyperparameters; their number of rungs is the model's.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    public Posterior(Features features, CoKrigingParameters parameters, int maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads, 1);
        RequireFit(features, parameters);
        (_features, Parameters, _maxThreads) = (features, parameters, maxThreads);
        Rungs = parameters.Rungs.Length;
        _weighted = features.Weighted(parameters);
        _kernel = new CoKrigingKernel(parameters, features);
        _blocks = Panel.Count(features.Rows);
        _parts = new PosteriorBlock[_blocks];
        for (int block = 0; block < _blocks; block++)
        {
            _parts[block] = new PosteriorBlock(Rungs);
            _parts[block].Reset(_kernel);
        }

        _readout = new Readout(features.Rows, Rungs);
        _similarities = [.. features.Counts.Select(_ => new double[_blocks * Panel.Width])];
        _scratch = new int[features.Rows];
    }

    /// <summary>The number of candidates, m.</summary>
    public int Candidates => _features.Rows;

    /// <summary>The number of rungs, R.</summary>
    public int Rungs { get; }

    /// <summary>The hyperparameters in use.</summary>
    public CoKrigingParameters Parameters { get; private set; }

    /// <summary>The labels in the order in which they were added.</summary>
    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>What is pending, in the order given to <see cref="SetPending"/>.</summary>
    public IReadOnlyList<Pending> Pending => _pending;

    /// <summary>The most that was added to a pivot so far, in standardised units squared; 0 in ordinary work.</summary>
    public double Jitter { get; private set; }

    /// <summary>Learns one label. A pending calculation of the same candidate and rung ends with it.</summary>
    /// <exception cref="ArgumentException">The label is not of this pool and ladder, or not finite.</exception>
    public void Add(Label label)
    {
        Check(label.Candidate, label.Rung);
        if (!double.IsFinite(label.Value))
        {
            throw new ArgumentException($"The label of candidate {label.Candidate} is {label.Value}.");
        }

        Pending[] pending = [.. _pending];
        TruncatePending(0);
        _labels.Add(label);
        Append(label.Candidate, label.Rung, label);
        SetPending([.. pending.Where(p => p != new Pending(label.Candidate, label.Rung))]);
    }

    /// <summary>
    /// States what is pending, in place of what was. Kriging believer: a pending calculation is taken to give the
    /// present mean, so that means stay and deviations shrink around it.
    /// </summary>
    /// <remarks>What the new list has in common with the beginning of the old one is kept, not recomputed.
    /// Source: Ginsbourger, Le Riche and Carraro 2010, <see href="https://doi.org/10.1007/978-3-642-10701-6_6"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">A candidate or rung is not of this pool and ladder.</exception>
    public void SetPending(IReadOnlyList<Pending> pending)
    {
        foreach (Pending p in pending)
        {
            Check(p.Candidate, p.Rung);
        }

        int common = 0;
        while (common < Math.Min(pending.Count, _pending.Count) && pending[common] == _pending[common])
        {
            common++;
        }

        if (common < _pending.Count)
        {
            TruncatePending(common);
        }

        for (int i = common; i < pending.Count; i++)
        {
            _pending.Add(pending[i]);
            Append(pending[i].Candidate, pending[i].Rung, label: null);
        }
    }

    /// <summary>Learns many labels at once, in place of those before; the same bits as one by one.</summary>
    /// <exception cref="ArgumentException">A label is not of this pool and ladder.</exception>
    internal void Learn(IReadOnlyList<Label> labels, CancellationToken cancellationToken)
    {
        foreach (Label label in labels)
        {
            Check(label.Candidate, label.Rung);
        }

        _labels.Clear();
        _labels.AddRange(labels);
        Rebuild(Parameters, cancellationToken);
    }

    /// <summary>Takes new hyperparameters and computes everything anew from the same labels and pending.</summary>
    /// <exception cref="ArgumentException">The number of rungs, or of relevances, does not fit.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled half-way: the labels stay, and nothing can be asked or added until a rebuild ends.
    /// </exception>
    public void Rebuild(CoKrigingParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.Rungs.Length != Rungs)
        {
            throw new ArgumentException($"{parameters.Rungs.Length} rungs given to a model of {Rungs}.");
        }

        RequireFit(_features, parameters);
        _weighted = _features.Weighted(parameters);
        Parameters = parameters;
        _kernel = new CoKrigingKernel(parameters, _features);
        _readout.Stale = true;
        _whole = false;
        Pending[] pending = [.. _pending];
        var rebuild = new PosteriorRebuild(_weighted, _kernel, parameters, _labels);
        Jitter = rebuild.Jitter;
        rebuild.Run(_parts, _maxThreads, cancellationToken);
        _whole = true;
        _pending.Clear();
        SetPending(pending);
    }

    /// <summary>Posterior means, shape (m), in the user's unit.</summary>
    public ReadOnlySpan<double> Mean(int rung) => Fresh().Mean(rung);

    /// <summary>Standard deviations of the noise-free property, shape (m), in the user's unit, none negative.</summary>
    public ReadOnlySpan<double> Deviation(int rung) => Fresh().Deviation(rung);

    /// <summary>
    /// Standard deviations of a label to come (property and noise), shape (m), in the user's unit, positive: with
    /// this a new label tests its prediction.
    /// </summary>
    public ReadOnlySpan<double> LabelDeviation(int rung) => Fresh().LabelDeviation(rung);

    /// <summary>
    /// Posterior correlation of a rung with the top rung at the same candidate, shape (m), -1..1: what a label
    /// there would say about the top. 1 at the top; 0 where one of them is known exactly.
    /// </summary>
    public ReadOnlySpan<double> CorrelationWithTop(int rung) => Fresh().Correlation(rung);

    private Readout Fresh()
    {
        RequireWhole();
        if (_readout.Stale)
        {
            _readout.Read(_parts, Parameters, _maxThreads);
        }

        return _readout;
    }

    private static void RequireFit(Features features, CoKrigingParameters parameters)
    {
        if (!parameters.Fit(features))
        {
            throw new ArgumentException(
                $"Hyperparameters of {parameters.Fingerprints} fingerprints and {parameters.Relevances.Length} "
                    + $"descriptors, for features with {features.Counts.Length} and {features.Descriptors.Columns}."
            );
        }
    }

    private void RequireWhole()
    {
        if (!_whole)
        {
            throw new InvalidOperationException("The last rebuild was cancelled; rebuild before further use.");
        }
    }

    private void Check(int candidate, int rung)
    {
        RequireWhole();
        if ((uint)candidate >= (uint)Candidates || (uint)rung >= (uint)Rungs)
        {
            throw new ArgumentException(
                $"Candidate {candidate} at rung {rung} is not among {Candidates} candidates and {Rungs} rungs."
            );
        }
    }

    private void TruncatePending(int keep)
    {
        _pending.RemoveRange(keep, _pending.Count - keep);
        _readout.Stale = true;
        int rows = _labels.Count + keep;
        PoolBlocks.ForEach(_blocks, _maxThreads, block => _parts[block].Truncate(_labels.Count, rows));
    }

    private void Append(int candidate, int rung, Label? label)
    {
        _readout.Stale = true;
        PosteriorBlock home = _parts[candidate / Panel.Width];
        int lane = candidate % Panel.Width;
        RungParameters parameters = Parameters.Rungs[rung];
        var factors = new double[home.Rows];
        home.CopyColumn(rung, lane, factors);
        double pivot = Cholesky.Pivot(
            home.Variance(rung, lane),
            _kernel.Same(rung, rung),
            label is { } given ? parameters.NoiseVarianceOf(given) : parameters.NoiseVariance,
            out double raise
        );
        Jitter = Math.Max(Jitter, raise);
        double? step = label is { } known
            ? (parameters.Standardised(known.Value) - home.Mean(rung, lane)) / pivot
            : null;

        for (int part = 0; part < _similarities.Length; part++)
        {
            _features.Counts[part].Similarities(candidate, _scratch, _similarities[part]);
        }

        PoolBlocks.ForEach(
            _blocks,
            _maxThreads,
            block =>
            {
                Span<double> distances = stackalloc double[Panel.Width];
                Span<double> outcomeDistances = stackalloc double[Panel.Width];
                Span<double> covariances = stackalloc double[Rungs * Panel.Width];
                if (_weighted.Descriptors.Columns > 0)
                {
                    _weighted.Descriptors.SquaredDistances(candidate, block, distances);
                }

                Span<double> similar = stackalloc double[_similarities.Length * Panel.Width];
                for (int part = 0; part < _similarities.Length; part++)
                {
                    Span<double> target = similar.Slice(part * Panel.Width, Panel.Width);
                    _similarities[part].AsSpan(block * Panel.Width, Panel.Width).CopyTo(target);
                }

                if (_weighted.Outcomes.Columns > 0)
                {
                    _weighted.Outcomes.SquaredDistances(candidate, block, outcomeDistances);
                }

                _kernel.Covariances(rung, similar, distances, outcomeDistances, covariances);
                _parts[block].Append(covariances, factors, 1 / pivot, step);
            }
        );
    }
}
