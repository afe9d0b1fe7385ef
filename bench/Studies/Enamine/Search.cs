using System.Diagnostics;
using Lichen.Core.Numerics;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Learning;

namespace Lichen.Studies.Enamine;

/// <summary>One search of a library in batches: 1 % at random, then the model chooses up to 6 % in all.</summary>
internal sealed class Search(Library library, StrategyKind kind, double batchShare, ulong seed)
{
    private const double StartShare = 0.01;
    private const double TotalShare = 0.06;
    private const double Growth = 1.15;

    private static readonly Goal Goal = new Minimise();

    private readonly List<Label> _labels = [];
    private readonly List<int> _bought = [];
    private readonly HashSet<int> _taken = [];
    private readonly List<(double Error, double Deviation)> _checks = [];
    private ScreenedPosterior? _posterior;
    private int _learned;
    private int _fitted;

    public Outcome Run()
    {
        var started = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var random = new Random((int)seed);
        int[] order = [.. Enumerable.Range(0, library.Count)];
        random.Shuffle(order);
        var percent = (int)Math.Round(StartShare * library.Count);
        var total = (int)Math.Round(TotalShare * library.Count);
        var batch = Math.Max(1, (int)Math.Round(batchShare * library.Count));
        Buy(order.Take(percent));
        var curve = new List<double> { library.ScoresFound(_bought) };
        while (_bought.Count < total)
        {
            Learn();
            Buy(Choose(Math.Min(batch, total - _bought.Count)));
            while (curve.Count < _bought.Count / percent)
            {
                curve.Add(library.ScoresFound(_bought));
            }
        }

        return new Outcome(
            kind,
            batchShare,
            seed,
            library.ScoresFound(_bought),
            library.MoleculesFound(_bought),
            [.. curve],
            _checks.Average(check => Math.Abs(check.Error) <= Normal.Quantile(0.95) * check.Deviation ? 1.0 : 0.0),
            [.. _checks],
            _posterior!.PredictionsMade,
            _posterior.PredictionsSaved,
            started.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds
        );
    }

    private void Learn()
    {
        if (_labels.Count >= (Growth * _fitted) + 2)
        {
            var fit = CoKriging.Fit(
                library.Features,
                _labels,
                rungs: 1,
                _posterior?.Parameters,
                RadialShape.Gaussian,
                positive: false,
                seed,
                CancellationToken.None
            );
            _fitted = _labels.Count;
            if (_posterior is null)
            {
                _posterior = new ScreenedPosterior(library.Features, fit.Parameters, maxThreads: 2);
            }
            else
            {
                var large = library.Count > Pruning.SmallPool;
                _posterior.Rebuild(
                    library.Features,
                    fit.Parameters,
                    large ? new Pruning(Goal, library.Hits).Select : null,
                    CancellationToken.None
                );
            }
        }

        for (; _learned < _labels.Count; _learned++)
        {
            _posterior!.Add(_labels[_learned]);
        }
    }

    private List<int> Choose(int batch)
    {
        var posterior = _posterior!;
        posterior.SetPending([]);
        double[] means = [.. posterior.Mean(0)];
        double[] doubts = [.. posterior.LabelDeviation(0)];
        var threshold = Threshold(means);
        var pending = new List<Pending>();
        var chosen = new HashSet<int>();
        while (chosen.Count < batch)
        {
            posterior.SetPending(pending);
            ReadOnlySpan<double> deviations = posterior.Deviation(0);
            var draws =
                kind == StrategyKind.Thompson
                    ? JointDraw.Of(posterior, 0, Goal, Open(chosen), 1, seed + (ulong)(_bought.Count + chosen.Count))
                    : null;
            var (best, pick) = (double.NegativeInfinity, -1);
            foreach (var candidate in Open(chosen))
            {
                var gain = kind switch
                {
                    StrategyKind.Greedy => -means[candidate],
                    _ => Acquisition.LogGain(
                        kind,
                        Goal,
                        threshold,
                        means[candidate],
                        deviations[candidate],
                        draws?.GetValueOrDefault(candidate, double.NaN) ?? double.NaN
                    ),
                };
                if (gain > best)
                {
                    (best, pick) = (gain, candidate);
                }
            }

            // A draw or a bound may hold no improvement: then the best predicted.
            pick = pick >= 0 ? pick : Open(chosen).MinBy(candidate => means[candidate]);
            chosen.Add(pick);
            pending.Add(new Pending(pick, 0));
        }

        foreach (var candidate in chosen.Where(c => double.IsFinite(library.Scores[c])))
        {
            _checks.Add((library.Scores[candidate] - means[candidate], doubts[candidate]));
        }

        posterior.SetPending([]);
        return [.. chosen];
    }

    private IEnumerable<int> Open(HashSet<int> chosen)
    {
        for (var candidate = 0; candidate < library.Count; candidate++)
        {
            if (!_taken.Contains(candidate) && !chosen.Contains(candidate))
            {
                yield return candidate;
            }
        }
    }

    private double Threshold(double[] means)
    {
        var losses = new double[means.Length];
        for (var candidate = 0; candidate < losses.Length; candidate++)
        {
            var score = library.Scores[candidate];
            losses[candidate] =
                !_taken.Contains(candidate) ? means[candidate]
                : double.IsFinite(score) ? score
                : double.PositiveInfinity;
        }

        Array.Sort(losses);
        return losses[library.Hits - 1];
    }

    private void Buy(IEnumerable<int> candidates)
    {
        foreach (var candidate in candidates)
        {
            _bought.Add(candidate);
            _taken.Add(candidate);
            if (double.IsFinite(library.Scores[candidate]))
            {
                _labels.Add(new Label(candidate, 0, library.Scores[candidate]));
            }
        }
    }
}

/// <summary>What a search found.</summary>
/// <param name="Curve">Share of the best scores found after each percent of the library.</param>
/// <param name="Coverage90">Share of chosen labels inside the 90 % interval stated for them.</param>
/// <param name="Checks">Error and stated standard deviation of every chosen label, kcal/mol.</param>
internal sealed record Outcome(
    StrategyKind Kind,
    double BatchShare,
    ulong Seed,
    double ScoresFound,
    double MoleculesFound,
    double[] Curve,
    double Coverage90,
    (double Error, double Deviation)[] Checks,
    long PredictionsMade,
    long PredictionsSaved,
    double Seconds,
    double CoreSeconds
);
