using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>What a fingerprint counts. Stereochemistry is ignored by all.</summary>
/// <remarks>
/// Morgan: Rogers and Hahn 2010, <see href="https://doi.org/10.1021/ci100050t"/>. Atom pairs: Carhart, Smith and
/// Venkataraghavan 1985, <see href="https://doi.org/10.1021/ci00046a002"/>. Topological torsions: Nilakantan, Bauman,
/// Dixon and Venkataraghavan 1987, <see href="https://doi.org/10.1021/ci00054a008"/>. Identifiers are RDKit's own.
/// </remarks>
public readonly record struct FingerprintKind
{
    private FingerprintKind(FingerprintFamily family, int radius = 0, int bits = 0)
    {
        Native = new FingerprintRequest(family, radius, bits);
    }

    /// <summary>All pairs of atoms at 1 to 30 bonds: both atoms' element, pi electrons and branches, and the bonds.</summary>
    public static FingerprintKind AtomPairs { get; } = new(FingerprintFamily.AtomPairs);

    /// <summary>
    /// All paths of four heavy atoms. RDKit's 36-bit identifiers are hashed to 32 bits: the upper half of the
    /// identifier times 0x9E3779B97F4A7C15.
    /// </summary>
    /// <remarks>A ring of three counts from its first atom, so that spellings of it may differ: use canonical ones.</remarks>
    public static FingerprintKind TopologicalTorsions { get; } = new(FingerprintFamily.TopologicalTorsions);

    internal FingerprintRequest Native { get; }

    /// <summary>Counts of the environments of every atom up to a number of bonds.</summary>
    /// <param name="radius">Bonds around each atom, 0 to 16; 2 corresponds to ECFP4.</param>
    public static FingerprintKind Morgan(int radius) => new(FingerprintFamily.Morgan, Checked(radius));

    /// <summary>Which environments occur, folded: the feature is the environment modulo the number of bits.</summary>
    /// <param name="radius">Bonds around each atom, 0 to 16.</param>
    /// <param name="bits">Length of the folded fingerprint, positive; 2,048 is usual.</param>
    public static FingerprintKind MorganBits(int radius, int bits = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bits);
        return new FingerprintKind(FingerprintFamily.MorganBits, Checked(radius), bits);
    }

    private static int Checked(int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, 16);
        return radius;
    }
}
