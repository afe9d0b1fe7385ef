using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>What building a three-dimensional structure came to.</summary>
public abstract record ConformerOutcome
{
    private ConformerOutcome() { }

    /// <summary>CPU time of the thread that built it, as the operating system measured it.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>The lowest-energy conformer.</summary>
    /// <param name="Geometry">Atoms in the order of <see cref="Topology"/>.</param>
    /// <param name="Topology">Atoms and bonds of the molecule.</param>
    /// <param name="ForceField">"MMFF94", or "UFF" where MMFF94 lacks parameters.</param>
    /// <param name="EnergyKcalPerMole">Energy of the force field in kcal/mol; comparable within one molecule only.</param>
    /// <param name="Embedded">How many conformers were embedded.</param>
    /// <param name="Converged">How many of these the force field brought to a minimum.</param>
    /// <param name="FromRandomCoordinates">Whether the metric matrix failed and random coordinates were used.</param>
    public sealed record Built(
        Geometry Geometry,
        Topology Topology,
        string ForceField,
        double EnergyKcalPerMole,
        int Embedded,
        int Converged,
        bool FromRandomCoordinates
    ) : ConformerOutcome;

    /// <summary>There is no structure, and why.</summary>
    public sealed record Failed(ConformerFailure Failure, string Reason) : ConformerOutcome;
}

/// <summary>Why no conformer came out.</summary>
public enum ConformerFailure
{
    /// <summary>The SMILES is no molecule.</summary>
    Input,

    /// <summary>No coordinates satisfy the distance bounds.</summary>
    Embedding,

    /// <summary>Neither MMFF94 nor UFF has parameters for all atoms.</summary>
    ForceField,

    /// <summary>No conformer reached a minimum.</summary>
    Convergence,

    /// <summary>The limit of CPU time was reached.</summary>
    Time,
}
