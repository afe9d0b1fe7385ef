namespace Lichen.Learning.Potentials;

/// <summary>What an ensemble gives for one structure.</summary>
/// <param name="MemberHartree">Total energy of every member, in hartree, shape (members).</param>
/// <param name="AtomDeviationHartree">Standard deviation over the members of each atom's own energy, in hartree, shape
/// (atoms); zero with one member.</param>
/// <param name="Forces">Minus the slope of the mean energy, in hartree per bohr, shape (atoms, 3), row-major; null when
/// only energies were asked for.</param>
public sealed record PotentialResult(double[] MemberHartree, double[] AtomDeviationHartree, double[]? Forces)
{
    /// <summary>The energy: the mean over the members, in hartree.</summary>
    public double Hartree { get; } = MemberHartree.Sum() / MemberHartree.Length;

    /// <summary>Standard deviation of the members' energies in hartree, none negative; zero with one member.</summary>
    /// <remarks>
    /// Grows with the root of the number of atoms where their errors are independent: compare molecules of several
    /// sizes by this over the root of the number of atoms, as Smith et al. 2018 do,
    /// <see href="https://doi.org/10.1063/1.5023802"/>.
    /// </remarks>
    public double DeviationHartree =>
        MemberHartree.Length < 2
            ? 0
            : Math.Sqrt(MemberHartree.Sum(e => (e - Hartree) * (e - Hartree)) / (MemberHartree.Length - 1));

    /// <summary>The longest force on an atom, in hartree per bohr.</summary>
    /// <exception cref="InvalidOperationException">Forces were not asked for.</exception>
    public double LargestForce()
    {
        double[] forces = Forces ?? throw new InvalidOperationException("Only energies were asked for.");
        double largest = 0;
        for (int i = 0; i < forces.Length; i += 3)
        {
            double square = (forces[i] * forces[i]) + (forces[i + 1] * forces[i + 1]) + (forces[i + 2] * forces[i + 2]);
            // Not the greater of two: a force that is not a number must not be passed over.
            largest = square <= largest ? largest : square;
        }

        return Math.Sqrt(largest);
    }
}
