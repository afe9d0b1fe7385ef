namespace Lichen.Exploration.Choosing;

/// <summary>A choice as the strategy weighs it.</summary>
/// <param name="Gain">Expected improvement of the hits, weighted by what the rung tells, in the objective's unit.</param>
/// <param name="Score">Gain per expected CPU second.</param>
public sealed record Leader(int Candidate, int Rung, double Gain, double Score);

/// <summary>The best few by score; ties go to the earlier candidate and lower rung, so that results do not depend on luck.</summary>
internal sealed class Leaders(int capacity)
{
    private readonly List<Leader> _best = [];

    public IReadOnlyList<Leader> BestFirst => _best;

    public void Offer(Leader leader)
    {
        if (_best.Count == capacity && leader.Score <= _best[^1].Score)
        {
            return;
        }

        var place = _best.Count;
        while (place > 0 && leader.Score > _best[place - 1].Score)
        {
            place--;
        }

        _best.Insert(place, leader);
        if (_best.Count > capacity)
        {
            _best.RemoveAt(capacity);
        }
    }
}
