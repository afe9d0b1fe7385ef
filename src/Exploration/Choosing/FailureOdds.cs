using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// The chance that a calculation would fail, learned at each level from those that ended: the share of failures among
/// molecules alike, drawn toward the share at the level where little is known nearby. None before the first failure.
/// </summary>
/// <remarks>
/// A kernel estimate with a beta prior, p(x) = (sum_i k(x, i) failed_i + a r) / (sum_i k(x, i) + a): docs/methods/choosing.md.
/// Follows the journal's order, so that the same journal gives the same odds.
/// </remarks>
/// <param name="features">Of the pool; null: all molecules count as alike.</param>
internal sealed class FailureOdds(Features? features, int candidates, int rungs)
{
    // What the level as a whole counts beside molecules alike, in calculations.
    private const double Prior = 1;

    // Nothing is given up for good.
    private const double Most = 0.95;

    private readonly Book?[] _books = new Book?[rungs];
    private readonly int[] _failures = new int[rungs];
    private readonly int[] _ended = new int[rungs];
    private readonly int[] _shared = new int[features?.Rows ?? 0];
    private readonly double[] _similarities = new double[features?.Rows ?? 0];
    private CampaignState? _state;
    private int _taken;

    /// <summary>Takes in what has ended since the last call.</summary>
    public void Follow(CampaignState state)
    {
        if (!ReferenceEquals(state, _state))
        {
            (_state, _taken) = (state, 0);
            Array.Clear(_books);
            Array.Clear(_failures);
            Array.Clear(_ended);
        }

        for (; _taken < state.Ended.Count; _taken++)
        {
            var ended = state.Ended[_taken];
            _ended[ended.Rung]++;
            _failures[ended.Rung] += ended.Failed ? 1 : 0;
            if (_books[ended.Rung] is { } book)
            {
                Add(book, ended);
            }
            else if (ended.Failed && features is not null)
            {
                _books[ended.Rung] = new Book(new double[candidates], new double[candidates]);
                foreach (var earlier in state.Ended.Take(_taken + 1).Where(other => other.Rung == ended.Rung))
                {
                    Add(_books[ended.Rung]!, earlier);
                }
            }
        }
    }

    /// <summary>The chance of failure, 0 to 1.</summary>
    public double Of(int candidate, int rung)
    {
        if (_failures[rung] == 0)
        {
            return 0;
        }

        var share = _failures[rung] / (_ended[rung] + 1.0);
        var (failed, all) = _books[rung] is { } book ? (book.Failed[candidate], book.All[candidate]) : (0, 0);
        return Math.Min(Most, (failed + (Prior * share)) / (all + Prior));
    }

    /// <summary>The logarithm of the chance that a label is had, the geometry that it still needs included; 0 or less.</summary>
    public double LogSuccess(CampaignState state, int candidate, Rung rung, IReadOnlyList<Rung> ladder)
    {
        var log = _failures[rung.Index] == 0 ? 0 : Math.Log(1 - Of(candidate, rung.Index));
        return rung.GeometryRung is { } below && state.StandingOf(candidate, below) == Standing.Open
            ? log + LogSuccess(state, candidate, ladder[below], ladder)
            : log;
    }

    /// <summary>
    /// The same, with the label at the objective's level that it may lead to: where that one fails, a cheap label leads nowhere.
    /// </summary>
    /// <param name="ladder">The rungs; the last is the objective's.</param>
    public double LogSuccessToTop(CampaignState state, int candidate, Rung rung, IReadOnlyList<Rung> ladder)
    {
        var (top, log) = (ladder[^1], LogSuccess(state, candidate, rung, ladder));
        if (rung.Index == top.Index)
        {
            return log;
        }

        // The geometry that both need, or that this label gives, is counted once.
        var shared = top.GeometryRung == rung.Index || top.GeometryRung == rung.GeometryRung;
        return shared && _failures[top.Index] == 0 ? log
            : shared ? log + Math.Log(1 - Of(candidate, top.Index))
            : log + LogSuccess(state, candidate, top, ladder);
    }

    private void Add(Book book, Ended ended)
    {
        features!.Counts[0].Similarities(ended.Candidate, _shared, _similarities);
        for (var candidate = 0; candidate < candidates; candidate++)
        {
            // Min-max similarities of unrelated molecules are some tenths: their fourth power is next to nothing.
            var square = _similarities[candidate] * _similarities[candidate];
            var weight = square * square;
            book.All[candidate] += weight;
            book.Failed[candidate] += ended.Failed ? weight : 0;
        }
    }

    private sealed record Book(double[] Failed, double[] All);
}
