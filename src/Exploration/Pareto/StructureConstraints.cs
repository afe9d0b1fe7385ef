using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Pareto;

/// <summary>
/// What constraints on the structure leave of a pool: known before anything is computed. Nothing is computed for a candidate
/// that breaks one while there is another.
/// </summary>
public sealed class StructureConstraints
{
    private readonly ImmutableArray<Wish> _wishes;
    private readonly bool[] _met;

    public StructureConstraints(Wishes wishes, int candidates)
    {
        _wishes = [.. wishes.Constraints.Where(wish => wish.Quantity is null)];
        _met = [.. Enumerable.Range(0, candidates).Select(candidate => _wishes.All(wish => Meets(wish, candidate)))];
        Kept = _met.Count(met => met);
    }

    /// <summary>How many candidates meet all of them.</summary>
    public int Kept { get; }

    public bool IsEmpty => _wishes.IsEmpty;

    public bool Meets(int candidate) => _met[candidate];

    /// <summary>Why no candidate can count, with the pair that conflicts and the molecule nearest to all; null where one can.</summary>
    public string? Problem(IReadOnlyList<Candidate> pool)
    {
        if (Kept > 0 || pool.Count == 0)
        {
            return null;
        }

        var counts = _wishes.Select(wish => $"{Name(wish)} is met by {Count(c => Meets(wish, c))} of {pool.Count}");
        var pairs =
            from i in Enumerable.Range(0, _wishes.Length)
            from j in Enumerable.Range(i + 1, _wishes.Length - i - 1)
            let both = Count(c => Meets(_wishes[i], c) && Meets(_wishes[j], c))
            where both == 0 && Count(c => Meets(_wishes[i], c)) > 0 && Count(c => Meets(_wishes[j], c)) > 0
            select $"; {Name(_wishes[i])} and {Name(_wishes[j])} are never met together";
        var nearest = Enumerable.Range(0, pool.Count).MinBy(Excess);
        var values = _wishes.Select(wish => $"{wish.Property} {wish.OfStructure[nearest]:0.###}");
        return $"no candidate meets the constraints on the structure: {string.Join(", ", counts)}{pairs.FirstOrDefault()}. "
            + $"The nearest is {pool[nearest].Id} ({string.Join(", ", values)})";

        int Count(Func<int, bool> holds) => Enumerable.Range(0, pool.Count).Count(holds);

        // Each in units of the range of its values.
        double Excess(int candidate) =>
            _wishes.Sum(wish =>
                wish.Goal.Loss(wish.OfStructure[candidate])
                / Math.Max(wish.OfStructure.Max() - wish.OfStructure.Min(), 1e-12)
            );
    }

    private static bool Meets(Wish wish, int candidate) => wish.Goal.Loss(wish.OfStructure[candidate]) <= 0;

    private static string Name(Wish wish) => $"{wish.Property} {(InRange)wish.Goal}";
}
