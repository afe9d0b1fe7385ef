using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// Atoms and bonds of a molecule with all its hydrogens. Atoms come in the order of the canonical SMILES, hydrogens
/// after them in the order of the atoms that bear them: the order of every geometry in this project.
/// </summary>
/// <param name="AtomicNumbers">Shape (atoms).</param>
/// <param name="Bonds">Pairs of atom indices, the first the smaller, ascending.</param>
public sealed record Topology(IReadOnlyList<byte> AtomicNumbers, IReadOnlyList<(int First, int Second)> Bonds)
{
    /// <exception cref="RdkitException">The SMILES is no molecule.</exception>
    public static Topology Of(string smiles)
    {
        var bytes = Encoding.UTF8.GetBytes(smiles);
        int capacity = 256,
            bondCapacity = 256;
        while (true)
        {
            var numbers = new byte[capacity];
            var bonds = new int[2 * bondCapacity];
            var status = GeometryBindings.Topology(
                bytes,
                bytes.Length,
                capacity,
                numbers,
                bondCapacity,
                bonds,
                out var atoms,
                out var bondCount
            );
            if (status != Status.Buffer)
            {
                Door.ThrowIfFailed(status);
                return FromArrays(numbers.AsSpan(0, atoms), bonds.AsSpan(0, 2 * bondCount));
            }

            (capacity, bondCapacity) = (atoms, bondCount);
        }
    }

    internal static Topology FromArrays(ReadOnlySpan<byte> atomicNumbers, ReadOnlySpan<int> pairs)
    {
        var bonds = new (int, int)[pairs.Length / 2];
        for (var i = 0; i < bonds.Length; i++)
        {
            bonds[i] = (pairs[2 * i], pairs[(2 * i) + 1]);
        }

        return new Topology(atomicNumbers.ToArray(), bonds);
    }
}
