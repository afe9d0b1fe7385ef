using Lichen.Core.Molecules;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Potentials;

/// <summary>Harmonic vibrations at a minimum, by central differences of forces.</summary>
public static class Vibrations
{
    /// <summary>A mode counts as imaginary below this, in 1/cm: nearer to zero are the noise of single precision and
    /// the remainder of forces at a converged geometry.</summary>
    public const double Imaginary = -50;

    // Bohr: of the differences, rounding (5e-6 / 0.04) and curvature of the forces are then alike.
    private const double Step = 0.02;

    // Square root of hartree per (bohr^2 dalton) in 1/cm: E_h / (h c) x sqrt(m_e / dalton), CODATA 2018.
    private const double Wavenumber = 219474.63136320 / 42.695236;

    /// <summary>Wavenumbers of all vibrations in 1/cm, rising; imaginary ones negative.</summary>
    /// <param name="potential">The potential.</param>
    /// <param name="geometry">A converged geometry, shape (n, 3), of elements up to xenon.</param>
    /// <param name="go">Asked before each atom is moved; when it says no, the result is null.</param>
    /// <param name="cancellationToken">Checked as often.</param>
    /// <returns>3n - 6 numbers; 3n - 5 of a molecule in line.</returns>
    /// <exception cref="PotentialException">An element is heavier.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static double[]? Wavenumbers(
        IPotential potential,
        Geometry geometry,
        Func<bool> go,
        CancellationToken cancellationToken
    )
    {
        int size = 3 * geometry.AtomCount;
        double[] roots = [.. geometry.AtomicNumbers.ToArray().Select(number => Math.Sqrt(AtomicWeights.Of(number)))];
        double[] place = geometry.Bohr.ToArray();
        var moved = new List<PotentialResult>();
        foreach (int[] atom in Enumerable.Range(0, 2 * size).Chunk(6))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!go())
            {
                return null;
            }

            moved.AddRange(
                potential.Evaluate(
                    [.. atom.Select(k => Moved(geometry, place, k / 2, k % 2 == 0 ? Step : -Step))],
                    forces: true
                )
            );
        }

        var hessian = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double slope = (moved[(2 * i) + 1].Forces![j] - moved[2 * i].Forces![j]) / (2 * Step);
                slope /= roots[i / 3] * roots[j / 3];

                // Half to each side of the diagonal.
                hessian[i, j] += slope / 2;
                hessian[j, i] += slope / 2;
            }
        }

        List<double[]> free = Rigid(place, roots);
        foreach (double[] motion in free)
        {
            Project(hessian, motion);
        }

        // Rigid motions are now exactly zero: those nearest to it are left out.
        double[] values = [.. Jacobi.Decompose(hessian).Values.OrderBy(Math.Abs).Skip(free.Count).Order()];
        return [.. values.Select(value => Math.CopySign(Wavenumber * Math.Sqrt(Math.Abs(value)), value))];
    }

    private static Geometry Moved(Geometry geometry, double[] place, int coordinate, double by)
    {
        double[] moved = [.. place];
        moved[coordinate] += by;
        return Geometry.FromBohr(geometry.AtomicNumbers, moved);
    }

    /// <summary>Orthonormal translations and rotations in mass-weighted coordinates.</summary>
    private static List<double[]> Rigid(double[] place, double[] roots)
    {
        int size = place.Length;
        double mass = roots.Sum(root => root * root);
        var centre = new double[3];
        for (int i = 0; i < size; i++)
        {
            centre[i % 3] += roots[i / 3] * roots[i / 3] * place[i] / mass;
        }

        var motions = new List<double[]>();
        for (int axis = 0; axis < 6; axis++)
        {
            var motion = new double[size];
            for (int i = 0; i < size; i += 3)
            {
                if (axis < 3)
                {
                    motion[i + axis] = roots[i / 3];
                    continue;
                }

                int a = (axis + 1) % 3,
                    b = (axis + 2) % 3;
                motion[i + a] = roots[i / 3] * (place[i + b] - centre[b]);
                motion[i + b] = -roots[i / 3] * (place[i + a] - centre[a]);
            }

            double before = Math.Sqrt(Sums.Dot(motion, motion));
            foreach (double[] earlier in motions)
            {
                Sums.Add(motion, -Sums.Dot(earlier, motion), earlier, 0);
            }

            // About its own axis a line does not turn.
            double after = Math.Sqrt(Sums.Dot(motion, motion));
            if (after > 1e-4 * before && after > 1e-4)
            {
                motions.Add([.. motion.Select(value => value / after)]);
            }
        }

        return motions;
    }

    /// <summary>H := (1 - m m^T) H (1 - m m^T).</summary>
    private static void Project(double[,] hessian, double[] motion)
    {
        int size = motion.Length;
        var along = new double[size];
        double both = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                along[i] += hessian[i, j] * motion[j];
            }

            both += motion[i] * along[i];
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                hessian[i, j] += (both * motion[i] * motion[j]) - (along[i] * motion[j]) - (motion[i] * along[j]);
            }
        }
    }
}
