using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Potentials.Training;

/// <summary>The energy that an atom of each element adds to any molecule, by least squares over labelled ones.</summary>
public static class DressedAtoms
{
    // Keeps elements that are absent, or always come together, from having any energy: hartree per atom.
    private const double Ridge = 1e-6;

    /// <summary>Fits.</summary>
    /// <param name="labels">Molecules of the elements.</param>
    /// <param name="atomicNumbers">The elements.</param>
    /// <returns>Hartree by element, shape (elements); of elements that no molecule has, zero.</returns>
    public static ImmutableArray<double> Fit(IReadOnlyList<StructureLabel> labels, ImmutableArray<byte> atomicNumbers)
    {
        int size = atomicNumbers.Length;
        var factor = new Cholesky(size);
        var matrix = new double[size * factor.Stride];
        var right = new double[size];
        foreach (StructureLabel label in labels)
        {
            var counts = new double[size];
            foreach (byte number in label.Geometry.AtomicNumbers)
            {
                counts[atomicNumbers.IndexOf(number)]++;
            }

            for (int p = 0; p < size; p++)
            {
                right[p] += counts[p] * label.Hartree;
                for (int q = 0; q < size; q++)
                {
                    matrix[(p * factor.Stride) + q] += counts[p] * counts[q];
                }
            }
        }

        var noise = new double[size];
        Array.Fill(noise, Ridge);
        factor.Factor(matrix, noise);
        factor.Solve(right);
        factor.SolveTransposed(right);
        return [.. right];
    }
}
