using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Core.Calculations;

/// <summary>What a calculation gave: properties with their provenance, or a typed failure; always with its cost.</summary>
/// <param name="Usage">What the work took, whether it succeeded or not.</param>
/// <param name="Provenance">Program, version and settings that made it.</param>
public abstract record Outcome(ResourceUsage Usage, Provenance Provenance);

/// <summary>A calculation that is believed: converged, finite, complete and still the same molecule.</summary>
/// <param name="Values">Values by property name, each in the property's own unit.</param>
/// <param name="Geometry">The geometry the values belong to, or null where the engine has none.</param>
public sealed record Computed(
    ImmutableSortedDictionary<string, double> Values,
    Geometry? Geometry,
    ResourceUsage Usage,
    Provenance Provenance
) : Outcome(Usage, Provenance);

/// <summary>A calculation that gave nothing to believe, with what to do next.</summary>
/// <param name="Kind">What to do next.</param>
/// <param name="Code">Short machine-readable name of what went wrong, such as "scf" or "time_limit".</param>
/// <param name="Reason">The same in words, with the program's own message where it has one.</param>
public sealed record Failed(FailureKind Kind, string Code, string Reason, ResourceUsage Usage, Provenance Provenance)
    : Outcome(Usage, Provenance);

/// <summary>Says what to do after a failure.</summary>
public enum FailureKind
{
    /// <summary>Never again: the input itself cannot be computed here.</summary>
    Input,

    /// <summary>Other settings may help.</summary>
    Convergence,

    /// <summary>More time or memory may help.</summary>
    Resources,

    /// <summary>The same again may help, a bounded number of times.</summary>
    Transient,
}

/// <summary>What made a number: enough to make it again.</summary>
/// <param name="Program">Program as its authors write it, such as xtb.</param>
/// <param name="Version">Version that the program reports.</param>
/// <param name="Settings">Everything that may change a number, in words: method line, thresholds, cures.</param>
/// <param name="InputHash">SHA-256 of the program's input in hexadecimal, or empty where there is none.</param>
public sealed record Provenance(string Program, string Version, string Settings, string InputHash);
