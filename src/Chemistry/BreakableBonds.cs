using System.Globalization;
using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>A single bond outside rings whose even break leaves two radicals.</summary>
/// <param name="First">Place of one atom in the molecule's geometries, from 0.</param>
/// <param name="Second">Place of the other, the larger.</param>
public sealed record BreakableBond(int First, int Second, BondFragment One, BondFragment Other);

/// <summary>What is left on one side of a broken bond.</summary>
/// <param name="Smiles">Canonical SMILES of the radical.</param>
/// <param name="Charge">In elementary charges.</param>
/// <param name="Atoms">Its atoms' places in the molecule's geometries, in the order of its own.</param>
public sealed record BondFragment(string Smiles, int Charge, IReadOnlyList<int> Atoms);

/// <summary>Finds the bonds by which a molecule may fall in two. See docs/methods/bonds.md for which.</summary>
public static class BreakableBonds
{
    /// <summary>Bonds between heavy atoms, then those of hydrogens; of bonds with equal fragments, one.</summary>
    /// <exception cref="RdkitException">The SMILES is no molecule.</exception>
    public static IReadOnlyList<BreakableBond> Of(string smiles)
    {
        var bytes = Encoding.UTF8.GetBytes(smiles);
        var text = Door.Text(
            (Span<byte> buffer, out long needed) =>
                GeometryBindings.BreakableBonds(bytes, bytes.Length, buffer, buffer.Length, out needed)
        );
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static BreakableBond Read(string line)
    {
        var fields = line.Split('\t');
        return new BreakableBond(
            Number(fields[0]),
            Number(fields[1]),
            new BondFragment(fields[2], Number(fields[3]), [.. fields[4].Split(',').Select(Number)]),
            new BondFragment(fields[5], Number(fields[6]), [.. fields[7].Split(',').Select(Number)])
        );
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
