namespace Lichen.Core.Molecules;

/// <summary>A molecule of the space: what it is, and where the user's file names it.</summary>
/// <param name="Row">Row of the input file, from 1, header not counted.</param>
/// <param name="Id">The user's own identifier, or "row-N" where the file has none.</param>
/// <param name="Smiles">Canonical isomeric SMILES.</param>
/// <param name="Charge">Total charge in elementary charges.</param>
/// <param name="Multiplicity">Spin multiplicity, unpaired electrons + 1.</param>
/// <param name="HeavyAtoms">Number of atoms that are not hydrogen.</param>
/// <param name="Atoms">Number of atoms, hydrogens included.</param>
/// <param name="Electrons">Number of electrons at this charge.</param>
/// <param name="Elements">Distinct element symbols, hydrogens included, ordered by atomic number.</param>
public sealed record Candidate(
    int Row,
    string Id,
    string Smiles,
    int Charge,
    int Multiplicity,
    int HeavyAtoms,
    int Atoms,
    int Electrons,
    IReadOnlyList<string> Elements
)
{
    /// <summary>How it is made, where the space knows it: reaction and building blocks, in words. No part of what it is.</summary>
    public string? Route { get; init; }
}
