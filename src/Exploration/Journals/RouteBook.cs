using Lichen.Core.Footprints;

namespace Lichen.Exploration.Journals;

/// <summary>What a campaign knows of the routes to its candidates, and what it has asked.</summary>
public sealed class RouteBook
{
    private readonly Dictionary<int, Routed> _known = [];
    private readonly SortedDictionary<int, RouteAsked> _asked = [];

    /// <summary>Searches that are under way, by candidate.</summary>
    public IReadOnlyDictionary<int, RouteAsked> Asked => _asked;

    /// <summary>Answers, by candidate.</summary>
    public IReadOnlyDictionary<int, Routed> Known => _known;

    /// <summary>What searches cost.</summary>
    public Footprint Cost { get; private set; } = Footprint.Nothing;

    /// <summary>CPU seconds that are reserved for searches under way.</summary>
    public double ReservedSeconds => _asked.Values.Sum(asked => asked.CpuLimitSeconds);

    /// <summary>What is known of a candidate, or null where nothing was answered.</summary>
    public Routed? Of(int candidate) => _known.GetValueOrDefault(candidate);

    /// <summary>True when it cannot be a hit: a route is required, and there is none.</summary>
    public bool Bars(int candidate) => _known.Count > 0 && Of(candidate) is { Bars: true };

    /// <summary>CPU seconds by which its route makes a candidate dearer when calculations are weighed.</summary>
    public double PriceOf(int candidate) => _known.Count == 0 ? 0 : Of(candidate)?.PriceSeconds ?? 0;

    internal void Ask(int candidate, RouteAsked asked) => _asked.Add(candidate, asked);

    /// <summary>Takes in an answer; returns what had been asked, or null where nothing was.</summary>
    internal RouteAsked? Take(int candidate, Routed routed)
    {
        _known[candidate] = routed;
        Cost = Cost.Then(routed.Cost);
        return _asked.Remove(candidate, out var asked) ? asked : null;
    }
}
