namespace Lichen.Chemistry;

/// <summary>One record of an SD file, well-formed or not.</summary>
/// <param name="Row">Number of the record in the file, from 1.</param>
/// <param name="Line">Line of the file where it begins, from 1.</param>
/// <param name="Title">First line of the mol block; often empty.</param>
/// <param name="MolBlock">The connection table up to and with "M  END"; what was found of it in a malformed record.</param>
/// <param name="Properties">Data items in the order of the file; lines of one item are joined by line feeds.</param>
/// <param name="Problem">Why the record is malformed; null when it is not. Whether the block is a molecule, RDKit tells.</param>
public sealed record SdfRecord(
    int Row,
    int Line,
    string Title,
    string MolBlock,
    IReadOnlyDictionary<string, string> Properties,
    string? Problem
);
