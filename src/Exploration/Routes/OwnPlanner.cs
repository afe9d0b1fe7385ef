using Lichen.Chemistry.Routes;
using Lichen.Compute.Metering;
using Lichen.Core.Footprints;

namespace Lichen.Exploration.Routes;

/// <summary>Lichen's own search, on a thread of this process.</summary>
/// <param name="limits">Its time is that of the largest search.</param>
internal sealed class OwnPlanner(RouteSearch search, RouteLimits limits) : IRoutePlanner
{
    private double _cpuSeconds;

    public string Identity => "lichen-routes 1";

    /// <summary>CPU seconds of all searches that have ended.</summary>
    public double CpuSeconds => Volatile.Read(ref _cpuSeconds);

    public Task<RouteAnswer> FindAsync(string smiles, double seconds, CancellationToken cancellationToken) =>
        Task.Run(() => Find(smiles, seconds, cancellationToken), cancellationToken);

    private RouteAnswer Find(string smiles, double seconds, CancellationToken cancellationToken)
    {
        var before = ThreadClock.Now;
        var outcome = search.Find(smiles, limits with { Time = TimeSpan.FromSeconds(seconds) }, cancellationToken);
        var usage = new ResourceUsage(
            Math.Max(0, (ThreadClock.Now - before).TotalSeconds),
            outcome.Time.TotalSeconds,
            0,
            CostBasis.Measured
        );
        // One search at a time: the desk asks for the next when it has the answer.
        Volatile.Write(ref _cpuSeconds, _cpuSeconds + usage.CpuSeconds);
        return new RouteAnswer(
            outcome.Status,
            outcome.Reason,
            outcome.Route?.Steps,
            outcome.Route is { } route ? RouteTree.Of(route.Target) : null,
            outcome.Status != RouteStatus.Unknown || outcome.Expansions >= limits.Expansions,
            usage
        );
    }
}
