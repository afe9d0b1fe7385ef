namespace Lichen.Chemistry.Routes;

/// <summary>What is known about a route after a search.</summary>
public enum RouteStatus
{
    Solved,

    /// <summary>No route within the allowed steps by these reactions and this stock: everything was looked at.</summary>
    NotSolved,

    /// <summary>The search ran out of time or expansions: there may be a route.</summary>
    Unknown,

    /// <summary>The text is no molecule.</summary>
    Refused,
}

/// <summary>How a search for a route ended.</summary>
/// <param name="Smiles">Canonical SMILES of the target; as given where it is no molecule.</param>
/// <param name="Status">What is known.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Route">The route where the status is solved, else null.</param>
/// <param name="Expansions">Molecules taken apart.</param>
/// <param name="Molecules">Different molecules seen.</param>
/// <param name="Refuted">Steps of routes that the reaction, run forward, did not confirm; they are part of none.</param>
/// <param name="Time">Elapsed time.</param>
public sealed record RouteOutcome(
    string Smiles,
    RouteStatus Status,
    string Reason,
    Route? Route,
    int Expansions,
    int Molecules,
    int Refuted,
    TimeSpan Time
);
