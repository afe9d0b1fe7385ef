using Lichen.Core.Molecules;

namespace Lichen.Core.Calculations;

/// <summary>A program, model or table that produces properties at a level.</summary>
public interface IEngine
{
    EngineIdentity Identity { get; }

    /// <summary>Says what the engine gives at a level, or why it gives nothing.</summary>
    EngineOffer Offer(LevelOfTheory level);

    /// <summary>Why this candidate is outside the engine's domain at this level, or null when it is inside.</summary>
    string? Refusal(Candidate candidate, LevelOfTheory level);

    /// <summary>
    /// The one cure for a failure, in words, or null when there is none; it is applied when a request names its code.
    /// </summary>
    string? CureFor(string code);

    /// <summary>
    /// Runs one calculation and checks it. Expected failures are returned as data.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; no process is left behind.</exception>
    Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken);
}

/// <summary>Who an engine is.</summary>
/// <param name="Name">Name as campaign files write it: xtb, mopac, psi4, nwchem, potential, model, table, command.</param>
/// <param name="Version">Version that the program reports; the text enters the archive's keys.</param>
/// <param name="Licence">SPDX identifier where there is one.</param>
/// <param name="Location">Where it was found; never part of a key.</param>
/// <param name="Citations">References to print in the methods paragraph.</param>
public sealed record EngineIdentity(
    string Name,
    string Version,
    string Licence,
    string Location,
    IReadOnlyList<string> Citations
);

/// <summary>What an engine gives at a level.</summary>
/// <param name="Properties">Names of the properties; empty when the level is not offered.</param>
/// <param name="Geometry">Which start geometry it needs.</param>
/// <param name="Problem">Why the level is not offered, with the nearest valid choice; null when it is.</param>
/// <param name="Methods">Citations of the method itself.</param>
public sealed record EngineOffer(
    IReadOnlyList<string> Properties,
    GeometryNeed Geometry,
    string? Problem,
    IReadOnlyList<string> Methods
)
{
    public static EngineOffer None(string problem) => new([], GeometryNeed.None, problem, []);
}

/// <summary>Which geometry a calculation starts from.</summary>
public enum GeometryNeed
{
    None,

    /// <summary>An embedded, force-field relaxed conformer.</summary>
    ForceField,

    /// <summary>The finished geometry of the level named after //.</summary>
    LowerLevel,
}
