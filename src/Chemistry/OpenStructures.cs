using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>What a structure leaves open: configurations that it does not state, and the place of movable hydrogens.</summary>
public static class OpenStructures
{
    /// <summary>Open configurations beyond which isomers are not made.</summary>
    public const int MostOpen = 12;

    /// <summary>
    /// Canonical SMILES of the stereoisomers that the stated configurations leave open, in ascending order; the molecule
    /// itself where nothing is open.
    /// </summary>
    /// <param name="smiles">A molecule.</param>
    /// <returns>Null where more than <see cref="MostOpen"/> configurations are open.</returns>
    /// <remarks>
    /// Tetrahedral centres and double bonds. Of a pair of mirror images one stands for both: nothing that is computed here
    /// tells them apart.
    /// </remarks>
    /// <exception cref="RdkitException">It is no molecule.</exception>
    public static IReadOnlyList<string>? Stereoisomers(string smiles)
    {
        using var molecule = Read(smiles);
        return molecule.UnspecifiedStereocentres > MostOpen
            ? null
            : Door.Text(
                    (Span<byte> text, out long needed) =>
                        MoleculeBindings.Stereoisomers(molecule.Handle, text, text.Length, out needed)
                )
                .Split('\n');
    }

    /// <summary>Canonical SMILES of the tautomer that stands for all of them.</summary>
    /// <remarks>
    /// RDKit's choice by a score of groups, after Sitzmann, Ihlenfeldt and Nicklaus 2010,
    /// <see href="https://doi.org/10.1007/s10822-010-9346-4"/>: the same for every tautomer, and not always the most stable.
    /// </remarks>
    /// <exception cref="RdkitException">It is no molecule, or RDKit fails on it.</exception>
    public static string CanonicalTautomer(string smiles)
    {
        using var molecule = Read(smiles);
        return Door.Text(
            (Span<byte> text, out long needed) =>
                MoleculeBindings.Tautomer(molecule.Handle, text, text.Length, out needed)
        );
    }

    private static Molecule Read(string smiles)
    {
        var outcome = Molecule.Parse(smiles);
        return outcome.Molecule ?? throw new RdkitException($"'{smiles}' is no molecule: {outcome.Reason}");
    }
}
