namespace Lichen.Core.Molecules;

/// <summary>What the price of a calculation depends on: molecules that share it cost the same until they are computed.</summary>
/// <param name="Atoms">Number of atoms, hydrogens included.</param>
/// <param name="HeavyAtoms">Number of atoms that are not hydrogen.</param>
/// <param name="Electrons">Number of electrons at the molecule's charge.</param>
/// <remarks>
/// The number of basis functions of a level is not a further feature: a basis gives each element a fixed number of them, and for
/// the elements of organic molecules heavy atoms, hydrogens and electrons span it (def2-SVP: 5 for H, 14 for C, N, O and F, 18
/// for P, S and Cl).
/// </remarks>
public readonly record struct MoleculeSize(int Atoms, int HeavyAtoms, int Electrons)
{
    public static MoleculeSize Of(Candidate candidate) =>
        new(candidate.Atoms, candidate.HeavyAtoms, candidate.Electrons);
}
