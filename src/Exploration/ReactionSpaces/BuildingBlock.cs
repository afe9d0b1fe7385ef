namespace Lichen.Exploration.ReactionSpaces;

/// <summary>A molecule that can be had and reacts.</summary>
/// <param name="Row">Row of the user's file, from 1.</param>
/// <param name="Id">The user's own identifier, or "row-N".</param>
/// <param name="Smiles">Canonical isomeric SMILES.</param>
public sealed record BuildingBlock(int Row, string Id, string Smiles);
