using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lichen.Chemistry.Routes;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Routes;
using Lichen.Learning;
using Lichen.Learning.Models;

namespace Lichen.Exploration.Journals;

/// <summary>
/// Something that happened in a campaign. The state of a campaign is a pure fold of its events, in order.
/// </summary>
/// <param name="At">Seconds on the campaign's clock: time during which the campaign ran, pauses left out.</param>
public abstract record CampaignEvent(double At);

/// <summary>The campaign began: what it explores and with what.</summary>
public sealed record Started(
    double At,
    string Run,
    string PoolDigest,
    int PoolSize,
    StrategyKind Strategy,
    string Host,
    string Version
) : CampaignEvent(At);

/// <summary>A later process took the campaign up again.</summary>
public sealed record Resumed(double At, string Host, string Version) : CampaignEvent(At)
{
    /// <summary>Engines that have another version than before; null where all are as they were.</summary>
    public ImmutableArray<EngineChange>? Engines { get; init; }
}

/// <summary>An engine was replaced while a run was put aside: what it computes from here has other keys than before.</summary>
/// <param name="Before">Name and version until then; null where the archive does not tell.</param>
/// <param name="Now">Name and version from then on.</param>
public sealed record EngineChange(string Level, string? Before, string Now)
{
    /// <summary>The change as a sentence, without a full stop.</summary>
    public override string ToString() =>
        $"{Level} was computed by {Before ?? "another version"} before and is by {Now} from here: earlier values stay as they are, "
        + "under other keys, and may not agree with later ones";
}

/// <summary>A calculation was chosen and its cost reserved.</summary>
/// <param name="Decision">Number of the decision, from 1.</param>
/// <param name="Row">Row of the candidate in the user's file.</param>
/// <param name="Purpose">Why it was chosen.</param>
/// <param name="Mean">Prediction for the objective's property at this level before it is computed; null without a model.</param>
/// <param name="Deviation">Standard deviation of that prediction, noise included.</param>
/// <param name="Gain">Expected improvement of the hits in the objective's unit, weighted by what this level tells.</param>
/// <param name="ExpectedCoreSeconds">Expected CPU time.</param>
/// <param name="CpuLimitSeconds">CPU time at which it is stopped: what was reserved.</param>
/// <param name="Rivals">The next best choices at that moment, best first.</param>
/// <param name="Attempt">1, or 2 when a failure's cure is tried.</param>
/// <param name="Cure">Code of the failure whose cure is tried, or null.</param>
public sealed record Decided(
    double At,
    long Decision,
    int Row,
    string Id,
    string Smiles,
    string Level,
    Purpose Purpose,
    double? Mean,
    double? Deviation,
    double? Gain,
    double ExpectedCoreSeconds,
    double CpuLimitSeconds,
    Amount Reserved,
    ImmutableArray<Rival> Rivals,
    int Attempt,
    string? Cure
) : CampaignEvent(At)
{
    /// <summary>Predictions for the quantities after the first that this calculation gives; null where there are none.</summary>
    public ImmutableArray<Prediction>? Further { get; init; }

    /// <summary>The decision whose calculation is asked again with other settings, or null.</summary>
    public long? SecondOf { get; init; }

    /// <summary>True where it starts from a lower level's geometry that is a second opinion.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OnSecondGeometry { get; init; }
}

/// <summary>What was expected of a quantity before it was computed.</summary>
/// <param name="Quantity">Index of the quantity.</param>
/// <param name="Deviation">Standard deviation, noise included.</param>
public sealed record Prediction(int Quantity, double Mean, double Deviation);

/// <summary>A choice that was not taken.</summary>
/// <param name="Score">Gain per cost, relative to the choice that was taken (which has 1).</param>
public sealed record Rival(int Row, string Level, double Mean, double Deviation, double Gain, double Score);

/// <summary>Why a calculation was chosen.</summary>
public enum Purpose
{
    /// <summary>The archive had it: free.</summary>
    Archive,

    /// <summary>Drawn so that the first model has something to learn from: at random, or spread over what a cheap level found.</summary>
    Start,

    /// <summary>Best expected gain per cost.</summary>
    Explore,

    /// <summary>Gives the geometry for a choice at a higher level.</summary>
    Geometry,

    /// <summary>Tries a failure's cure.</summary>
    Cure,

    /// <summary>Tests at the objective's level whether a cheap level informs it.</summary>
    Verify,

    /// <summary>Drawn at random to test intervals that held fewer labels than they promise.</summary>
    Calibrate,

    /// <summary>Asks again, with other settings, for a value that contradicts its neighbours on the ladder.</summary>
    SecondOpinion,
}

/// <summary>A calculation came to its end.</summary>
/// <param name="Key">The archive's key.</param>
/// <param name="Values">Values by property name; empty for failures.</param>
/// <param name="Failure">The failure, or null.</param>
/// <param name="Cost">What this campaign paid; nothing for what came from the archive.</param>
public sealed record Finished(
    double At,
    long Decision,
    string Key,
    ImmutableSortedDictionary<string, double> Values,
    FailureNote? Failure,
    Footprint Cost,
    bool FromArchive
) : CampaignEvent(At);

/// <summary>A failure as the journal keeps it.</summary>
public sealed record FailureNote(FailureKind Kind, string Code, string Reason);

/// <summary>A calculation was lost with the process that ran it; it is run again under the same decision.</summary>
/// <param name="Cost">Assumed: what it was expected to cost.</param>
public sealed record Interrupted(double At, long Decision, Footprint Cost) : CampaignEvent(At);

/// <summary>The surrogate got new hyperparameters.</summary>
/// <param name="Labels">Number of labels they were learned from.</param>
/// <param name="Evidence">
/// What the labels say on whether each rung below the objective's informs it, in nats; null in runs of older versions.
/// </param>
public sealed record Fitted(
    double At,
    int Labels,
    double LogLikelihood,
    CoKrigingParameters Parameters,
    double[]? Evidence
) : CampaignEvent(At)
{
    /// <summary>Index of the quantity that it predicts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Quantity { get; init; }
}

/// <summary>Labels held out chose what predicts at the objective's level from now on.</summary>
/// <param name="Labels">Number of labels at all levels that were looked at.</param>
/// <param name="TopLabels">How many of them are at the objective's level.</param>
/// <param name="Kind">What was chosen.</param>
/// <param name="GaussianProcessShare">The weight of the Gaussian process, 0 to 1.</param>
/// <param name="Scores">Mean log density of a label held out, in nats, under every kind tried.</param>
/// <param name="Reason">Why, in a sentence with numbers.</param>
public sealed record Compared(
    double At,
    int Labels,
    int TopLabels,
    ModelKind Kind,
    double GaussianProcessShare,
    ImmutableArray<KindScore> Scores,
    string Reason
) : CampaignEvent(At)
{
    /// <summary>Index of the quantity that it predicts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Quantity { get; init; }
}

/// <summary>Products of the reaction space that a search found became candidates.</summary>
/// <param name="Tried">Members of the space that were judged to find them.</param>
/// <param name="Products">The new candidates, best judged first.</param>
public sealed record Grown(double At, int Tried, ImmutableArray<GrownProduct> Products) : CampaignEvent(At);

/// <summary>A candidate that joined the pool.</summary>
/// <param name="Row">Its row: rows go on after those drawn to begin with.</param>
/// <param name="Member">Its number in the reaction space.</param>
public sealed record GrownProduct(int Row, long Member, string Id, string Smiles, string Route);

/// <summary>A search for a route to a candidate was ordered; it runs beside the calculations.</summary>
/// <param name="For">Why.</param>
/// <param name="CpuLimitSeconds">CPU time at which it ends: what was reserved of the budget of routes.</param>
public sealed record RouteAsked(double At, int Row, string Id, string Smiles, RoutePurpose For, double CpuLimitSeconds)
    : CampaignEvent(At);

/// <summary>Why a route was asked for.</summary>
public enum RoutePurpose
{
    /// <summary>The candidate is about to be computed at the objective's level.</summary>
    Buy,

    /// <summary>The candidate is among the hits.</summary>
    Hit,
}

/// <summary>What is known of the route to a candidate.</summary>
/// <param name="Planner">What answered.</param>
/// <param name="Steps">Reactions of the route, those of all its branches; null without one.</param>
/// <param name="Route">The route; null without one.</param>
/// <param name="Cost">What this campaign paid; nothing for what came from the archive.</param>
public sealed record Routed(
    double At,
    int Row,
    string Planner,
    RouteStatus Status,
    string Reason,
    int? Steps,
    RouteTree? Route,
    Footprint Cost,
    bool FromArchive
) : CampaignEvent(At)
{
    /// <summary>True when it cannot be a hit any more: a route is required, and there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Bars { get; init; }

    /// <summary>CPU seconds by which the route makes the candidate dearer when calculations are weighed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double PriceSeconds { get; init; }
}

/// <summary>Lichen's own computing since the last such event: reading, features, fits, choosing.</summary>
public sealed record OwnWork(double At, string What, Footprint Cost) : CampaignEvent(At)
{
    /// <summary>Predictions of candidates that were made for it, over all quantities.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long PredictionsMade { get; init; }

    /// <summary>Predictions that were not made, of candidates put aside because they could no longer matter.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long PredictionsSaved { get; init; }
}

/// <summary>The user changed what is wanted while the campaign ran or was put aside.</summary>
/// <param name="Campaign">The whole campaign as a file with every default explicit; it differs in preferences alone.</param>
public sealed record Steered(double At, string Campaign) : CampaignEvent(At);

/// <summary>The campaign was put aside and can be resumed.</summary>
public sealed record Paused(double At, string Reason) : CampaignEvent(At);

/// <summary>The campaign is over.</summary>
/// <param name="Code">budget, exhausted, improbable or satisfied.</param>
public sealed record Stopped(double At, string Code, string Reason) : CampaignEvent(At);
