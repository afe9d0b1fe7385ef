using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>What embedding an ensemble of conformers came to.</summary>
public abstract record EnsembleOutcome
{
    private EnsembleOutcome() { }

    /// <summary>CPU time of the thread that built it.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Distinct conformers.</summary>
    /// <param name="Conformers">At least one, the lowest in energy of the force field first.</param>
    /// <param name="ForceField">"MMFF94", or "UFF" where MMFF94 lacks parameters.</param>
    /// <param name="Embedded">How many were embedded.</param>
    /// <param name="Converged">How many of these the force field brought to a minimum.</param>
    /// <param name="IsChiral">Whether a configuration is written, so that a mirror image is another molecule.</param>
    public sealed record Built(
        IReadOnlyList<Conformer> Conformers,
        string ForceField,
        int Embedded,
        int Converged,
        bool IsChiral
    ) : EnsembleOutcome;

    /// <summary>There is no structure, and why.</summary>
    public sealed record Failed(ConformerFailure Failure, string Reason) : EnsembleOutcome;
}

/// <summary>One conformer of an ensemble.</summary>
/// <param name="Geometry">Atoms in the order of <see cref="Topology"/>.</param>
/// <param name="EnergyKcalPerMole">Its energy in kcal/mol, comparable within the ensemble only.</param>
/// <param name="Degeneracy">2 where it stands for its mirror image too, else 1.</param>
public sealed record Conformer(Geometry Geometry, double EnergyKcalPerMole, int Degeneracy);
