namespace Lichen.Compute.Engines;

/// <summary>Short machine-readable names of what goes wrong. They are written to archives: none is ever renamed.</summary>
public static class FailureCodes
{
    /// <summary>The self-consistent field did not converge. Has a cure.</summary>
    public const string Scf = "scf";

    /// <summary>The geometry did not converge. Has a cure.</summary>
    public const string GeometryNotConverged = "geometry_not_converged";

    /// <summary>The final geometry is another molecule.</summary>
    public const string Connectivity = "connectivity";

    /// <summary>Outside what the engine is made for: element, charge, spin, method, basis.</summary>
    public const string OutsideDomain = "outside_domain";

    /// <summary>No bond of the molecule breaks into two radicals.</summary>
    public const string NoBreakableBond = "no_breakable_bond";

    /// <summary>The program refused its input, in its own words.</summary>
    public const string InputRefused = "input_refused";

    /// <summary>The program found the memory that it was told of too small. May have a cure.</summary>
    public const string ProgramMemory = "program_memory";

    /// <summary>No excitation among those computed is bright. Has a cure.</summary>
    public const string NoBrightState = "no_bright_state";

    public const string ExcitationsNotConverged = "excitations_not_converged";
    public const string ResponseNotConverged = "response_not_converged";
    public const string CorrelationNotConverged = "correlation_not_converged";

    /// <summary>The unrestricted reference is not near a state of pure spin.</summary>
    public const string SpinContamination = "spin_contamination";

    /// <summary>A claimed minimum has imaginary modes. Has a cure.</summary>
    public const string ImaginaryModes = "imaginary_modes";

    /// <summary>A closed shell whose HOMO and LUMO meet: its ground state is another.</summary>
    public const string GapCollapse = "gap_collapse";

    public const string TimeLimit = "time_limit";
    public const string MemoryLimit = "memory_limit";
    public const string Crash = "crash";
    public const string DiskFull = "disk_full";
    public const string EngineMissing = "engine_missing";

    /// <summary>Another version answered than the one that was found at the start.</summary>
    public const string EngineVersion = "engine_version";

    /// <summary>The program ended well and a marker or a number is not there, or not finite.</summary>
    public const string OutputIncomplete = "output_incomplete";

    /// <summary>Ended by a signal from outside, as at a shutdown of the machine.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>
    /// No failure of its own: the value contradicts what other levels say of the candidate. Other settings tell whether
    /// it is the level's.
    /// </summary>
    public const string Contradiction = "contradiction";

    /// <summary>A table holds no value for this candidate.</summary>
    public const string NoValue = "no_value";
}
