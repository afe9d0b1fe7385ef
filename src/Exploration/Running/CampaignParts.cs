using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>What a campaign works with; made once by whoever composes the program.</summary>
/// <param name="Run">Identity of this run, as the archive names who paid.</param>
/// <param name="Archive">All outcomes ever, or null for replays that must not meet them.</param>
/// <param name="Workers">Calculations at once.</param>
/// <param name="OwnCpuSeconds">CPU time of this process so far, chemistry that runs inside it left out.</param>
/// <param name="Report">Called after every event, with something to say or null.</param>
public sealed record CampaignParts(
    string Run,
    CampaignSpec Spec,
    Pool Pool,
    ImmutableArray<Rung> Rungs,
    CampaignState State,
    Journal Journal,
    Archive? Archive,
    Meter Meter,
    int Workers,
    TimeProvider Time,
    Func<double> OwnCpuSeconds,
    Func<long> OwnPeakMemoryBytes,
    Action<Campaign, string?> Report
)
{
    /// <summary>When the pool grows.</summary>
    public GrowthRule Growth { get; init; } = GrowthRule.None;

    /// <summary>What answers for routes; null where they are not asked for.</summary>
    public RouteSource? Routes { get; init; }

    /// <summary>The candidates that would be listed as hits now, the best first.</summary>
    public Func<IReadOnlyList<int>> Listed { get; init; } = () => [];

    /// <summary>The route by which a candidate was made, where the space is one of reactions; else null.</summary>
    public Func<int, RouteTree?> BirthOf { get; init; } = _ => null;

    /// <summary>The objective's property with its unit.</summary>
    public Property ObjectiveProperty => PropertyOf(Spec.Objective.Property);

    /// <summary>Unit of a property, as the vocabulary or the rung's declaration says.</summary>
    public string UnitOf(string property) => PropertyOf(property).Unit;

    /// <summary>The geometry of the calculation that stands, from the archive; null where the engine has none.</summary>
    public Geometry? GeometryOf(int candidate, Rung rung) =>
        State.KeyOf(candidate, rung.Index) is { } key && Archive?.TryGet(key)?.Outcome is Computed computed
            ? computed.Geometry
            : null;

    /// <summary>What would be a second opinion in the calculation of a candidate at a rung if it were started now.</summary>
    public SecondOpinion NextOf(int candidate, Rung rung) =>
        new(false, rung.GeometryRung is { } below && State.Contradictions.SecondStands(candidate, below));

    /// <summary>
    /// The success that answers for a calculation, or null. One without the rung's properties is no answer: another campaign
    /// may have asked the same level for another property.
    /// </summary>
    public Computed? Known(CalculationKey key, Rung rung)
    {
        var wanted = rung.Wanted;
        var known = wanted.Count == 0 ? Archive?.TryGet(key) : Archive?.TryGet(key, wanted[0].Name);
        return known?.Outcome is Computed computed && wanted.All(property => computed.Values.ContainsKey(property.Name))
            ? computed
            : null;
    }

    private Property PropertyOf(string name) =>
        Property.Find(name)
        ?? Property.Declared(
            name,
            Spec.Ladder.Select(rung => rung.UnitOf(name)).FirstOrDefault(unit => unit is not null) ?? ""
        );

    public Calculation CalculationOf(Candidate candidate, Rung rung, SecondOpinion second) =>
        CalculationOf(Spec, candidate, rung, second);

    /// <summary>The calculation of a candidate at a rung, with its key.</summary>
    public static Calculation CalculationOf(
        CampaignSpec spec,
        Candidate candidate,
        Rung rung,
        SecondOpinion second = default
    ) =>
        new(
            candidate,
            rung.Level,
            second.In(rung.Offer.Geometry == GeometryNeed.None ? "none" : spec.Conformers.PolicyOf(rung.Level)),
            rung.EngineVersion
        );
}
