namespace Lichen.Exploration.Spaces;

/// <summary>A row of the user's file, before anything is known of the molecule.</summary>
/// <param name="Row">Number of the row, from 1; headers, comments and empty lines are not counted.</param>
/// <param name="Id">The user's identifier, or "row-N" where there is none.</param>
/// <param name="Smiles">The SMILES as written; for SDF records that of their structure.</param>
/// <param name="Problem">Why the row cannot be read, or null.</param>
/// <param name="Route">How the molecule is made, where the space knows it.</param>
internal readonly record struct SpaceRow(int Row, string Id, string Smiles, string? Problem, string? Route = null)
{
    public static string IdOr(string? id, int row) => string.IsNullOrWhiteSpace(id) ? $"row-{row}" : id.Trim();
}
