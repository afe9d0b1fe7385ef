using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>
/// cMBDF: forty numbers per atom, whatever the elements, from Gaussians on distances and angles and their derivatives,
/// convolved with decaying and periodic functions and weighted by nuclear charges.
/// </summary>
/// <remarks>
/// Two-body: sqrt(Z_i Z_j) f(r_ij) int g_n(r) d^m chi(r_ij - r) dr, three-body: cbrt(Z_i Z_j Z_k) f f f / (r_ij r_ik
/// r_jk)^2 int_0^pi cos(n t) d^m chi(t_jik - t) dt, each integral divided by its largest magnitude, m = 0 to 4; the
/// three-body terms of m = 0 also have the cosines of the other two angles. f is a cosine cutoff.
/// Source: Khan and von Lilienfeld 2024, <see href="https://doi.org/10.48550/arXiv.2409.20471"/>; MBDF: Khan, Heinen
/// and von Lilienfeld 2023, <see href="https://doi.org/10.1063/5.0152215"/>.
/// </remarks>
public static class Cmbdf
{
    /// <summary>Nothing beyond this distance is seen, in angstrom.</summary>
    public const double CutoffAngstrom = 10;

    /// <summary>Length of the vector of an atom.</summary>
    public const int Length = ConvolutionTables.RadialCount + ConvolutionTables.AngularCount;

    /// <summary>Describes each atom of a structure.</summary>
    /// <param name="geometry">Any number of atoms.</param>
    /// <param name="rows">Receives the vectors, shape (atoms, Length), in the order of the atoms.</param>
    /// <exception cref="ArgumentException">An element is not supported, or the rows do not fit.</exception>
    public static void Describe(Geometry geometry, Span<double> rows)
    {
        int atoms = geometry.AtomCount;
        if (rows.Length != atoms * Length)
        {
            throw new ArgumentException($"{atoms} atoms need {atoms} x {Length} numbers, got {rows.Length}.");
        }

        rows.Clear();
        if (atoms == 0)
        {
            return;
        }

        _ = ElementSet.Of([geometry]);
        var near = new Surroundings(geometry, new int[atoms], 1, CutoffAngstrom);
        ReadOnlySpan<byte> numbers = geometry.AtomicNumbers;
        for (int i = 0; i < atoms; i++)
        {
            near.Centre(i);
            Span<double> row = rows.Slice(i * Length, Length);
            for (int j = 0; j < near.Count; j++)
            {
                double charges = numbers[i] * (double)numbers[near.Atoms[j]];
                double decay = Decay(near.R[j]);
                ConvolutionTables.AddRadial(near.R[j], Math.Sqrt(charges) * decay, row);
                for (int k = j + 1; k < near.Count; k++)
                {
                    double weight = Math.Cbrt(charges * numbers[near.Atoms[k]]) * decay * Decay(near.R[k]);
                    AddAngle(near, j, k, weight, row[ConvolutionTables.RadialCount..]);
                }
            }
        }
    }

    private static void AddAngle(Surroundings near, int j, int k, double weight, Span<double> terms)
    {
        double rj = near.R[j],
            rk = near.R[k];
        double dx = near.X[k] - near.X[j],
            dy = near.Y[k] - near.Y[j],
            dz = near.Z[k] - near.Z[j];
        double third = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        if (third >= CutoffAngstrom)
        {
            return;
        }

        double dot = (near.X[j] * near.X[k]) + (near.Y[j] * near.Y[k]) + (near.Z[j] * near.Z[k]);
        double angle = Math.Acos(Math.Clamp(dot / (rj * rk), -1, 1));
        double others = ((rj * rj) - dot) * ((rk * rk) - dot) / (rj * rk * third * third);
        double product = rj * rk * third;
        weight *= Decay(third) / (product * product);
        ConvolutionTables.AddAngular(angle, weight, others, terms);
    }

    private static double Decay(double r) => 0.5 * (Math.Cos(Math.PI * r / CutoffAngstrom) + 1);
}
