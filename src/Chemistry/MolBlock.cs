using System.Text;
using Lichen.Chemistry.Native;
using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>Writes the mol blocks of SD files.</summary>
public static class MolBlock
{
    /// <summary>V2000 block, V3000 above 999 atoms, with all hydrogens and three-dimensional coordinates.</summary>
    /// <param name="smiles">The molecule; bonds, charges and stereo come from it.</param>
    /// <param name="geometry">Atoms in the order of <see cref="Topology"/>.</param>
    /// <param name="name">First line of the block; line feeds become spaces.</param>
    /// <exception cref="ArgumentException">The geometry has another number of atoms than the molecule.</exception>
    /// <exception cref="RdkitException">The SMILES is no molecule.</exception>
    public static string Write(string smiles, Geometry geometry, string name)
    {
        var smilesBytes = Encoding.UTF8.GetBytes(smiles);
        var nameBytes = Encoding.UTF8.GetBytes(name.ReplaceLineEndings(" "));
        var angstrom = geometry.ToAngstrom();
        return Door.Text(
            (Span<byte> text, out long needed) =>
                MoleculeBindings.WriteBlock(
                    smilesBytes,
                    smilesBytes.Length,
                    angstrom,
                    geometry.AtomCount,
                    nameBytes,
                    nameBytes.Length,
                    text,
                    text.Length,
                    out needed
                )
        );
    }
}
