using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// What a model believes of every candidate of a pool, where only the candidates that can still matter are kept up to
/// date label by label; the others keep the prediction of the last screening, in which all of them are looked at.
/// </summary>
/// <remarks>
/// <para>Screening goes block by block in bounded memory; it is done at each rebuild, so that a candidate pruned once may
/// come back. Source of the idea: Graff, Aldeghi, Morrone, Jordan, Pyzer-Knapp and Coley 2022,
/// <see href="https://doi.org/10.1021/acs.jcim.2c00530"/>.</para>
/// <para>Not safe for use from several threads at once.</para>
/// </remarks>
public sealed partial class ScreenedPosterior
{
    private Features _pool;
    private readonly int _maxThreads;
    private readonly Readout _screened;
    private readonly List<Label> _labels = [];
    private Posterior _inner;
    private int[]? _active;
    private int[]? _places;
    private bool _stale;

    /// <summary>Starts from the prior with every candidate active: no labels, nothing pending.</summary>
    /// <param name="pool">The candidates.</param>
    /// <param name="parameters">The hyperparameters; their number of rungs is the model's.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    public ScreenedPosterior(Features pool, CoKrigingParameters parameters, int maxThreads)
    {
        (_pool, _maxThreads) = (pool, maxThreads);
        _inner = new Posterior(pool, parameters, maxThreads);
        _screened = new Readout(pool.Rows, parameters.Rungs.Length);
    }

    /// <summary>The number of candidates, m.</summary>
    public int Candidates => _pool.Rows;

    /// <summary>The number of rungs, R.</summary>
    public int Rungs => _inner.Rungs;

    /// <summary>The hyperparameters in use.</summary>
    public CoKrigingParameters Parameters => _inner.Parameters;

    /// <summary>How many candidates are kept up to date.</summary>
    public int Active => _active?.Length ?? Candidates;

    /// <summary>Predictions of a candidate made so far, whole screenings and updates together.</summary>
    public long PredictionsMade { get; private set; }

    /// <summary>Predictions that would have been made had every candidate been kept up to date.</summary>
    public long PredictionsSaved { get; private set; }

    /// <summary>Learns one label.</summary>
    /// <exception cref="ArgumentException">The label is not of this pool and ladder, or not finite.</exception>
    public void Add(Label label)
    {
        Activate(label.Candidate);
        _inner.Add(label with { Candidate = Place(label.Candidate) });
        _labels.Add(label);
        _mixture?.Unsettle();
        Updated();
    }

    /// <summary>States what is pending, in place of what was: see <see cref="Posterior.SetPending"/>.</summary>
    /// <exception cref="ArgumentException">A candidate or rung is not of this pool and ladder.</exception>
    public void SetPending(IReadOnlyList<Pending> pending)
    {
        foreach (Pending p in pending)
        {
            Activate(p.Candidate);
        }

        Pending[] placed = [.. pending.Select(p => p with { Candidate = Place(p.Candidate) })];
        bool unsettled = placed.Length > 0 && _mixture is { IsSettled: false };
        if (unsettled || !placed.AsSpan().SequenceEqual(_inner.Pending.ToArray()))
        {
            if (unsettled)
            {
                Settle();
            }

            _inner.SetPending(placed);
            Updated();
        }
    }

    /// <summary>Takes new hyperparameters, looks at the whole pool, and computes what is kept from the same labels.</summary>
    /// <param name="pool">The same candidates; what is known of them may have grown.</param>
    /// <param name="parameters">The hyperparameters.</param>
    /// <param name="select">
    /// Names the candidates to keep up to date, given this posterior with every candidate as the labels leave it; labelled
    /// ones are kept in any case. Null keeps all.
    /// </param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public void Rebuild(
        Features pool,
        CoKrigingParameters parameters,
        Func<ScreenedPosterior, IEnumerable<int>>? select,
        CancellationToken cancellationToken
    )
    {
        Pending[] pending = [.. _inner.Pending.Select(p => p with { Candidate = Candidate(p.Candidate) })];
        if (pool.Rows != Candidates)
        {
            throw new ArgumentException($"{pool.Rows} candidates in place of {Candidates}.");
        }

        bool same = ReferenceEquals(pool, _pool);
        _pool = pool;
        _mixture?.Unsettle();
        if (select is null && same)
        {
            _inner.Rebuild(parameters, cancellationToken);
            PredictionsMade += Candidates;
        }
        else if (select is null)
        {
            Keep(null, parameters, cancellationToken);
        }
        else
        {
            Screen(parameters, cancellationToken);
            // The inner posterior must know the new hyperparameters, and nothing else, while candidates are selected.
            _inner = new Posterior(_pool.Select([0]), parameters, _maxThreads);
            (_active, _places, _stale) = ([], null, false);
            int[] kept = [.. select(this).Concat(_labels.Select(l => l.Candidate)).Distinct().Order()];
            Keep(kept, parameters, cancellationToken);
        }

        SetPending(pending);
    }

    /// <summary>Posterior means, shape (m), in the user's unit.</summary>
    public ReadOnlySpan<double> Mean(int rung) => MixtureAt(rung) is { } mixture ? mixture.Means : ProcessMean(rung);

    /// <summary>Standard deviations of the noise-free property, shape (m), in the user's unit, none negative.</summary>
    public ReadOnlySpan<double> Deviation(int rung) =>
        MixtureAt(rung) is { } mixture ? mixture.Deviations : ProcessDeviation(rung);

    /// <summary>Standard deviations of a label to come, shape (m): see <see cref="Posterior.LabelDeviation"/>.</summary>
    public ReadOnlySpan<double> LabelDeviation(int rung) =>
        MixtureAt(rung) is { } mixture ? mixture.LabelDeviations : ProcessLabelDeviation(rung);

    /// <summary>Correlations with the top rung, shape (m): see <see cref="Posterior.CorrelationWithTop"/>.</summary>
    public ReadOnlySpan<double> CorrelationWithTop(int rung) =>
        _active is null ? _inner.CorrelationWithTop(rung) : Fresh().Correlation(rung);

    /// <summary>Draws candidates together; those that are not kept up to date as if independent of all others.</summary>
    /// <inheritdoc cref="Posterior.Draw"/>
    public double[] Draw(int rung, ReadOnlySpan<int> candidates, Random random)
    {
        int[] all = candidates.ToArray();
        int[] kept = [.. all.Where(IsActive)];
        double[] together = _inner.Draw(rung, [.. kept.Select(Place)], random);
        Dictionary<int, double> drawn = kept.Zip(together).ToDictionary(p => p.First, p => p.Second);
        return [.. all.Select(c => drawn.TryGetValue(c, out double value) ? Moved(rung, c, value) : Mean(rung)[c])];
    }

    private bool IsActive(int candidate) => _active is null || (_places is not null && _places[candidate] >= 0);

    private int Place(int candidate) => _places is null ? candidate : _places[candidate];

    private int Candidate(int place) => _active is null ? place : _active[place];

    /// <summary>Brings back a candidate that was pruned: something is to be computed of it after all.</summary>
    private void Activate(int candidate)
    {
        if ((uint)candidate < (uint)Candidates && !IsActive(candidate))
        {
            Pending[] pending = [.. _inner.Pending.Select(p => p with { Candidate = Candidate(p.Candidate) })];
            Keep([.. _active!.Append(candidate).Order()], Parameters, CancellationToken.None);
            SetPending(pending);
        }
    }

    private void Keep(int[]? active, CoKrigingParameters parameters, CancellationToken cancellationToken)
    {
        _active = active?.Length == Candidates ? null : active;
        _places = null;
        if (_active is not null)
        {
            _places = new int[Candidates];
            Array.Fill(_places, -1);
            for (int place = 0; place < _active.Length; place++)
            {
                _places[_active[place]] = place;
            }
        }

        _inner = new Posterior(_active is null ? _pool : _pool.Select(_active), parameters, _maxThreads);
        _inner.Learn([.. _labels.Select(l => l with { Candidate = Place(l.Candidate) })], cancellationToken);
        PredictionsMade += Active;
        _mixture?.Unsettle();
        MakeStale();
    }

    /// <summary>Predicts every candidate from the labels alone.</summary>
    private void Screen(CoKrigingParameters parameters, CancellationToken cancellationToken)
    {
        Features weighted = _pool.Weighted(parameters);
        var kernel = new CoKrigingKernel(parameters, _pool);
        var rebuild = new PosteriorRebuild(weighted, kernel, parameters, _labels);
        rebuild.Screen(_screened, parameters, _maxThreads, cancellationToken);
        PredictionsMade += Candidates;
    }

    private void Updated()
    {
        PredictionsMade += Active;
        PredictionsSaved += Candidates - Active;
        MakeStale();
    }

    private void MakeStale()
    {
        _stale = true;
        if (_mixture is not null)
        {
            _mixture.Stale = true;
        }
    }

    private Readout Fresh()
    {
        for (int rung = 0; _stale && rung < Rungs; rung++)
        {
            _screened.Put(rung, _active!, _inner);
        }

        _stale = false;
        return _screened;
    }
}
