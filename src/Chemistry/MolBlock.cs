using System.Text;
using Lichen.Chemistry.Native;
using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>Reads and writes the geometries in mol blocks of SD files.</summary>
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

    /// <summary>The geometry in a block, V2000 or V3000, atoms in its own order.</summary>
    /// <exception cref="RdkitException">It is no molecule, lacks hydrogens, or its places are those of a drawing.</exception>
    public static BlockGeometry Read(string block)
    {
        var bytes = Encoding.UTF8.GetBytes(block);
        for (var capacity = 256; ; )
        {
            var numbers = new byte[capacity];
            var angstrom = new double[3 * capacity];
            var status = MoleculeBindings.ReadBlock(
                bytes,
                bytes.Length,
                capacity,
                numbers,
                angstrom,
                out var atoms,
                out var charge,
                out var radicals
            );
            if (status != Status.Buffer)
            {
                Door.ThrowIfFailed(status);
                var geometry = Geometry.FromAngstrom(numbers.AsSpan(0, atoms), angstrom.AsSpan(0, 3 * atoms));
                return new BlockGeometry(geometry, charge, radicals);
            }

            capacity = atoms;
        }
    }
}

/// <summary>What a mol block says of a structure.</summary>
/// <param name="Geometry">All atoms, hydrogens included.</param>
/// <param name="Charge">Sum of formal charges.</param>
/// <param name="Radicals">Unpaired electrons.</param>
public sealed record BlockGeometry(Geometry Geometry, int Charge, int Radicals);
