namespace Lichen.Exploration.Choosing;

/// <summary>A choice as the strategy weighs it.</summary>
/// <param name="Gain">Expected improvement of the hits, weighted by what the rung tells, in the objective's unit.</param>
/// <param name="LogScore">Logarithm of the gain per expected CPU second.</param>
public sealed record Leader(int Candidate, int Rung, double Gain, double LogScore)
{
    /// <summary>Gain per expected CPU second; 0 where that is too small for a double.</summary>
    public double Score => Math.Exp(LogScore);
}

/// <summary>The best few by score; ties go to the earlier candidate and lower rung, so that results do not depend on luck.</summary>
internal sealed class Leaders(int capacity)
{
    private readonly List<Leader> _best = [];

    public IReadOnlyList<Leader> BestFirst => _best;

    /// <summary>Logarithm of the score that an offer must reach to be kept.</summary>
    public double Cutoff => _best.Count == capacity ? _best[^1].LogScore : double.NegativeInfinity;

    public void Offer(Leader leader)
    {
        if (_best.Count == capacity && !Leads(leader, _best[^1]))
        {
            return;
        }

        var place = _best.Count;
        while (place > 0 && Leads(leader, _best[place - 1]))
        {
            place--;
        }

        _best.Insert(place, leader);
        if (_best.Count > capacity)
        {
            _best.RemoveAt(capacity);
        }
    }

    private static bool Leads(Leader one, Leader other) =>
        one.LogScore > other.LogScore
        || (one.LogScore == other.LogScore && (one.Candidate, one.Rung).CompareTo((other.Candidate, other.Rung)) < 0);
}
