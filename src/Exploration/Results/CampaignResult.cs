using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Results;

/// <summary>Everything a report says, as plain values: a pure fold of the journal, the pool and the archive.</summary>
public sealed record CampaignResult(
    CampaignSpec Spec,
    RunFacts Facts,
    ImmutableArray<FunnelStage> Funnel,
    ImmutableArray<MoleculeResult> Molecules,
    ImmutableArray<TimelinePoint> Timeline,
    ImmutableArray<RandomLinePoint> RandomLine,
    ImmutableArray<TestedPrediction> Tests,
    ImmutableArray<RungSummary> Rungs,
    ImmutableArray<LedgerRow> Ledger,
    ImmutableArray<FailureCount> Failures,
    Footprint Chemistry,
    Footprint OwnWork,
    AvoidedComputation Avoided,
    string Status,
    string StatusReason
)
{
    /// <summary>What is wanted: objectives, then constraints; empty where one property alone is.</summary>
    public ImmutableArray<WishFacts> Wishes { get; init; } = [];

    /// <summary>What the campaign answers with, the best first: as many as asked for, or the whole front where that is larger.</summary>
    public IEnumerable<MoleculeResult> Hits =>
        Molecules
            .Where(molecule => molecule.Counts && molecule.SameAs is null && molecule.Value is not null)
            .OrderBy(molecule => molecule.Rank)
            .Take(Math.Max(Spec.Hits, Molecules.Count(molecule => molecule.Layer == 1)));

    /// <summary>Predictions of candidates that were made, and those that were not, of candidates that could no longer matter.</summary>
    public (long Made, long Saved) Predictions { get; init; }

    /// <summary>How errors of predictions of two wishes went together; empty where no molecule tested both.</summary>
    public ImmutableArray<ErrorsTogether> Together { get; init; } = [];

    /// <summary>The front that several objectives reached; null where there is one.</summary>
    public FrontResult? Front { get; init; }

    /// <summary>What was asked of routes; null where they are not asked for.</summary>
    public RouteSummary? Routes { get; init; }

    /// <summary>Values that contradict their neighbours on the ladder, and what stands.</summary>
    public ImmutableArray<DoubtedValue> Doubted { get; init; } = [];
}

/// <summary>A value that contradicts its neighbours on the ladder.</summary>
/// <param name="Predicted">What was expected, labels at other levels known.</param>
/// <param name="Deviation">The standard deviation stated with it.</param>
/// <param name="Second">What a calculation with other settings gave; null without one.</param>
/// <param name="Stands">The value that counts.</param>
public sealed record DoubtedValue(
    Candidate Candidate,
    string Level,
    string Property,
    string Unit,
    double Value,
    double Predicted,
    double Deviation,
    double? Second,
    double Stands,
    Verdict Verdict
);

/// <summary>What ran, where and when.</summary>
/// <param name="Run">Identity of the run.</param>
/// <param name="Unit">Unit of the objective's property.</param>
/// <param name="Column">Name of the objective's property with its unit, as in table headers.</param>
/// <param name="Meter">Which energy meter was in use, in words.</param>
/// <param name="Grid">Grid intensity with its source and date, in words.</param>
public sealed record RunFacts(
    string Run,
    string LichenVersion,
    string RdkitVersion,
    DateTimeOffset StartedAt,
    DateTimeOffset LastEventAt,
    double WorkerSecondsBusy,
    double WorkerSecondsAvailable,
    string Host,
    string Meter,
    string Grid,
    string Unit,
    string Column,
    ImmutableArray<RungEngine> Engines
)
{
    /// <summary>How calculations were chosen: improvement, greedy or random; empty where it is not known.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>What chose the kind of model at the objective's level, or null where nothing did yet.</summary>
    public KindFacts? Kind { get; init; }

    /// <summary>Engines that were replaced while the run was put aside, as sentences.</summary>
    public ImmutableArray<string> EngineChanges { get; init; } = [];

    /// <summary>The chances of failure that choices were discounted by; empty where nothing failed.</summary>
    public ImmutableArray<FailureChance> FailureChances { get; init; } = [];
}

/// <summary>What was learned of where calculations fail at a level.</summary>
/// <param name="Mean">Of the candidates that are still open there, 0 to 1.</param>
/// <param name="Highest">The highest of them.</param>
/// <param name="Id">The candidate that has it.</param>
public sealed record FailureChance(string Level, double Mean, double Highest, string Id);

/// <summary>What predicts at the objective's level since labels held out were last asked.</summary>
/// <param name="Labels">Labels at that level that were asked.</param>
/// <param name="GaussianProcessShare">The weight of the Gaussian process, 0 to 1; the rest is that of networks.</param>
/// <param name="Reason">Why, in a sentence with numbers.</param>
public sealed record KindFacts(int Labels, double GaussianProcessShare, string Reason);

/// <summary>The engine behind a rung and what to cite for it.</summary>
public sealed record RungEngine(string Level, EngineIdentity Engine, ImmutableArray<string> MethodCitations);

/// <summary>One stage of the way from rows to hits.</summary>
/// <param name="Name">What the stage is, such as "rows read", "refused: elements".</param>
/// <param name="Count">How many.</param>
/// <param name="Lost">True when the count left the funnel here; false when it goes on.</param>
public sealed record FunnelStage(string Name, int Count, bool Lost);

/// <summary>What became of one candidate.</summary>
/// <param name="Rank">1 is best: computed at the objective's level first by value, then predicted ones, then failed ones.</param>
/// <param name="Value">Objective property computed at the objective's level, or null.</param>
/// <param name="Loss">Loss of the goal for the value, or for the prediction where nothing was computed; lower is better.</param>
/// <param name="Predicted">Mean of the model for the objective, or null before there is a model. For computed candidates the prediction made before the label.</param>
/// <param name="PredictedDeviation">Standard deviation of that prediction.</param>
/// <param name="Level">Highest level computed, or empty.</param>
/// <param name="Values">All computed values at every level: level, property name, value.</param>
/// <param name="Status">computed, predicted or failed.</param>
/// <param name="Failure">Code of the last failure, or empty.</param>
public sealed record MoleculeResult(
    int Rank,
    Candidate Candidate,
    double? Value,
    double? Loss,
    double? Predicted,
    double? PredictedDeviation,
    string Level,
    ImmutableArray<ComputedValue> Values,
    Footprint Cost,
    string Status,
    string Failure,
    Geometry? Geometry
)
{
    /// <summary>Where several things are wanted: what is known or expected of each, objectives first; empty otherwise.</summary>
    public ImmutableArray<WishValue> Wishes { get; init; } = [];

    /// <summary>1 on the front of what is computed and meets the constraints, 2 behind it, and so on; null for the rest.</summary>
    public int? Layer { get; init; }

    /// <summary>The chance that it is on the front of all candidates, as far as the models know; null without models.</summary>
    public double? ChanceOnFront { get; init; }

    /// <summary>The chance that it meets the constraints; 1 or 0 where they are computed.</summary>
    public double? ChanceFeasible { get; init; }

    /// <summary>Everything wanted of it is computed, and it meets the constraints and has the route that it needs.</summary>
    public bool Counts => Status == "computed" && (ChanceFeasible ?? 1) == 1 && Route is not { Bars: true };

    /// <summary>Id of a better ranked molecule whose calculation ended in the same structure; null where there is none.</summary>
    public string? SameAs { get; init; }

    /// <summary>How it can be made; null where the campaign does not ask for routes.</summary>
    public MoleculeRoute? Route { get; init; }
}

/// <summary>One number with its level and the program that made it.</summary>
public sealed record ComputedValue(string Level, string Property, string Unit, double Value, string Program);

/// <summary>The state of the search after one finished calculation.</summary>
/// <param name="Decision">Number of the decision, from 1.</param>
/// <param name="CoreSeconds">Chemistry CPU seconds spent up to and with it.</param>
/// <param name="Seconds">Seconds since the start, on the campaign's clock.</param>
/// <param name="Value">Objective property where this calculation gave it at the objective's level.</param>
/// <param name="Best">Best value of the objective so far among those that meet the constraints, or null.</param>
/// <param name="HitMean">Mean value of the best hits so far, or null before there are any.</param>
public sealed record TimelinePoint(
    long Decision,
    string Id,
    string Level,
    double CoreSeconds,
    double Seconds,
    double? Value,
    double? Best,
    double? HitMean,
    bool FromArchive
);

/// <summary>What picking at random at the objective's level would have been expected to reach for the same cost.</summary>
/// <param name="CoreSeconds">Cost.</param>
/// <param name="Best">Expected best value, from the computed and predicted values of the whole pool.</param>
public sealed record RandomLinePoint(double CoreSeconds, double Best);

/// <summary>A label and the prediction that it tested before it was used.</summary>
public sealed record TestedPrediction(
    long Decision,
    string Id,
    string Level,
    double Predicted,
    double Deviation,
    double Computed
);

/// <summary>What one rung did.</summary>
/// <param name="Coverage50">Share of labels inside the central 50 % interval predicted for them, or null without tests.</param>
/// <param name="PredictedCoreSeconds">Sum of what its calculations were expected to cost.</param>
public sealed record RungSummary(
    string Level,
    int Computed,
    int Failed,
    int FromArchive,
    int Tested,
    double? Coverage50,
    double? Coverage90,
    double? MeanAbsoluteError,
    double PredictedCoreSeconds,
    Footprint Cost
)
{
    /// <summary>Whether it informs the objective's level; null at that level, and before anything was fitted.</summary>
    public RungInformation? Information { get; init; }

    /// <summary>What stated deviations are multiplied with by now, so that they hold what they promise: above 1 where errors were larger.</summary>
    public double IntervalScale { get; init; } = 1;

    /// <summary>Labels drawn at random here because intervals held fewer than they promise.</summary>
    public int DrawnToTest { get; init; }
}

/// <summary>One row of the ledger.</summary>
/// <param name="Purpose">chemistry, route, or own work (features, fits, choosing).</param>
/// <param name="Outcome">computed, failed, archive, interrupted, own work, or what a search for a route said.</param>
public sealed record LedgerRow(
    long Decision,
    string Purpose,
    string Id,
    string Smiles,
    string Level,
    string Engine,
    string Outcome,
    string Code,
    double ExpectedCoreSeconds,
    Footprint Cost
);

public sealed record FailureCount(string Level, string Code, string Kind, int Count, string Example, double CoreSeconds)
{
    /// <summary>Cures of this failure that were tried and have ended.</summary>
    public int CuresTried { get; init; }

    /// <summary>Those that gave an accepted result.</summary>
    public int CuresWorked { get; init; }
}

/// <summary>What brute force at the objective's level would have cost, and how that is known.</summary>
/// <param name="Candidates">Size of the pool.</param>
/// <param name="Expected">Expected cost of computing all of them at the objective's level.</param>
/// <param name="Low">5 % quantile.</param>
/// <param name="High">95 % quantile.</param>
/// <param name="Method">How it was estimated, in words.</param>
public sealed record AvoidedComputation(int Candidates, Amount Expected, Amount Low, Amount High, string Method)
{
    /// <summary>
    /// What a fixed funnel would have cost, by the same method: the whole pool at the lowest rung, the best tenth of each rung
    /// at the next; null where one rung informs the objective.
    /// </summary>
    public FunnelCost? Funnel { get; init; }
}

/// <summary>What a fixed funnel would have cost, with its 5 % and 95 % quantiles.</summary>
public sealed record FunnelCost(Amount Expected, Amount Low, Amount High);
