namespace Lichen.Core.Molecules;

/// <summary>Single-bond covalent radii of the elements 1 to 96, in angstrom.</summary>
/// <remarks>
/// Source: Cordero et al. 2008, table 2, <see href="https://doi.org/10.1039/b801115j"/>; carbon as sp3, and manganese,
/// iron and cobalt in low spin.
/// </remarks>
public static class CovalentRadii
{
    private static readonly double[] Angstrom =
    [
        0.31, 0.28,
        1.28, 0.96, 0.84, 0.76, 0.71, 0.66, 0.57, 0.58,
        1.66, 1.41, 1.21, 1.11, 1.07, 1.05, 1.02, 1.06,
        2.03, 1.76, 1.70, 1.60, 1.53, 1.39, 1.39, 1.32, 1.26, 1.24, 1.32, 1.22, 1.22, 1.20, 1.19, 1.20, 1.20, 1.16,
        2.20, 1.95, 1.90, 1.75, 1.64, 1.54, 1.47, 1.46, 1.42, 1.39, 1.45, 1.44, 1.42, 1.39, 1.39, 1.38, 1.39, 1.40,
        2.44, 2.15,
        2.07, 2.04, 2.03, 2.01, 1.99, 1.98, 1.98, 1.96, 1.94, 1.92, 1.92, 1.89, 1.90, 1.87, 1.87,
        1.75, 1.70, 1.62, 1.51, 1.44, 1.41, 1.36, 1.36, 1.32, 1.45, 1.46, 1.48, 1.40, 1.50, 1.50,
        2.60, 2.21,
        2.15, 2.06, 2.00, 1.96, 1.90, 1.87, 1.80, 1.69,
    ];

    /// <exception cref="ArgumentOutOfRangeException">The element has no radius in the source.</exception>
    public static double Of(int atomicNumber)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atomicNumber, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atomicNumber, Angstrom.Length);
        return Angstrom[atomicNumber - 1];
    }
}
