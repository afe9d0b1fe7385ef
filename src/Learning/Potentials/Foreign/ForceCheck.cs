using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Forces of a potential beside central differences of its energy, at one structure.</summary>
/// <param name="Difference">The largest difference of a component, in hartree per bohr.</param>
/// <param name="Largest">The largest component, in hartree per bohr.</param>
/// <param name="Noise">What rounding of energies can make of a difference, in hartree per bohr.</param>
public sealed record ForceCheck(double Difference, double Largest, double Noise)
{
    // Slopes that a mapping gets wrong are off by their sign or by a unit, never by so little.
    private const double Share = 0.01;

    // Hartree per bohr: at a minimum there is no largest force to compare with.
    private const double Least = 1e-5;

    /// <summary>True when forces are minus the slope of the energy.</summary>
    public bool Holds => Difference <= (Share * Largest) + Noise + Least;

    /// <param name="potential">The potential.</param>
    /// <param name="geometry">The structure.</param>
    /// <exception cref="PotentialException">The structure is outside the potential's domain.</exception>
    public static ForceCheck Of(IPotential potential, Geometry geometry)
    {
        double rounding = potential is ForeignPotential { IsSingle: true } ? 6e-8 : 1.2e-16;
        PotentialResult here = potential.Evaluate([geometry], forces: true)[0];
        // Where rounding and the fourth derivative of the slope are alike.
        double step = rounding > 1e-12 ? 0.04 : 0.005;
        double[] place = geometry.Bohr.ToArray();
        double difference = 0;
        for (int k = 0; k < place.Length; k++)
        {
            Geometry[] moved =
            [
                .. new[] { -2, -1, 1, 2 }.Select(times =>
                {
                    double[] there = [.. place];
                    there[k] += times * step;
                    return Geometry.FromBohr(geometry.AtomicNumbers, there);
                }),
            ];
            double[] e = [.. potential.Evaluate(moved, forces: false).Select(result => result.Hartree)];
            double slope = ((8 * (e[2] - e[1])) - (e[3] - e[0])) / (12 * step);
            double off = Math.Abs(here.Forces![k] + slope);
            // Not the greater of two: what is not a number must not be passed over.
            difference = off <= difference ? difference : off;
        }

        return new ForceCheck(difference, here.Forces!.Max(Math.Abs), 4 * rounding * Math.Abs(here.Hartree) / step);
    }
}
