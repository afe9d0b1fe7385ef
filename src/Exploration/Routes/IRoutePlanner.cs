namespace Lichen.Exploration.Routes;

/// <summary>Finds how a molecule can be made.</summary>
public interface IRoutePlanner
{
    /// <summary>Name and version, as they enter the archive's keys.</summary>
    string Identity { get; }

    /// <param name="smiles">Canonical SMILES of the target.</param>
    /// <param name="seconds">CPU time at which the search ends.</param>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is known then.</exception>
    Task<RouteAnswer> FindAsync(string smiles, double seconds, CancellationToken cancellationToken);
}
