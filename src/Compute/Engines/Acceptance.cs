using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Engines;

/// <summary>What every result must pass before it is believed, whatever program gave it.</summary>
internal static class Acceptance
{
    /// <summary>
    /// A closed shell with a gap below this, in eV, is not believed. Four times kT at the 300 K at which tight-binding
    /// programs occupy their orbitals: below it the occupations are no longer those of a closed shell.
    /// </summary>
    public const double SmallestGap = 0.1;

    /// <summary>Says why the values are not believed: missing, not finite, or of another molecule; null when they are.</summary>
    public static Failure? Problem(
        string program,
        CalculationRequest request,
        ImmutableSortedDictionary<string, double> values,
        Geometry? final
    )
    {
        foreach (var (name, value) in values)
        {
            if (!double.IsFinite(value) || (value < 0 && IsDeviation(name, values)))
            {
                return Incomplete($"{program} gave {value} for {name}");
            }
        }

        if (request.Wanted.FirstOrDefault(property => !values.ContainsKey(property.Name)) is { } missing)
        {
            return missing.Name == "dipole_moment" && request.Candidate.Charge != 0
                ? new(
                    FailureKind.Input,
                    FailureCodes.OutsideDomain,
                    "the dipole moment of an ion depends on the origin, so it is not a property of the molecule"
                )
                : Incomplete($"{program} ended well and its output holds no {missing.Name}");
        }

        if (final is null)
        {
            return null;
        }

        if (request.Start is { } start && !start.AtomicNumbers.SequenceEqual(final.AtomicNumbers))
        {
            return Incomplete($"the final geometry of {program} has other atoms, or another order, than the start");
        }

        return Connectivity.Problem(final, request.Bonds) is { } change ? Changed(program, change) : null;
    }

    /// <summary>
    /// A geometry that did not converge because the molecule came apart: no other optimiser would bring it back. Any other
    /// failure is returned as it is.
    /// </summary>
    /// <param name="last">The last geometry of the optimisation, or null.</param>
    public static Failure? Apart(string program, CalculationRequest request, Failure? failure, Geometry? last) =>
        failure?.Code == FailureCodes.GeometryNotConverged
        && last is not null
        && last.AtomCount == request.Start!.AtomCount
        && Connectivity.Problem(last, request.Bonds) is { } change
            ? Changed(program, change)
            : failure;

    /// <summary>The values without a dipole moment of an ion, which depends on the origin.</summary>
    public static ImmutableSortedDictionary<string, double> OfMolecule(
        Candidate candidate,
        ImmutableSortedDictionary<string, double> values
    ) => candidate.Charge == 0 ? values : values.Remove("dipole_moment");

    /// <summary>Says which property a level does not give, and what it does; null when it gives all that is wanted.</summary>
    public static string? NotGiven(string program, CalculationRequest request, EngineOffer offer) =>
        request.Wanted.FirstOrDefault(property => !offer.Properties.Contains(property.Name)) is { } missing
            ? $"{program} gives no {missing.Name} at {request.Level}; it gives {string.Join(", ", offer.Properties)}"
            : null;

    /// <summary>
    /// Says that a closed shell has next to no gap, or a negative one; null when it has a gap or is none. Of a user's own
    /// program this is not asked: what its gap means is its author's to say.
    /// </summary>
    public static Failure? GapCollapse(
        string program,
        CalculationRequest request,
        ImmutableSortedDictionary<string, double> values
    ) =>
        request.Candidate.Multiplicity == 1 && values.TryGetValue("homo_lumo_gap", out var gap) && gap < SmallestGap
            ? new(
                FailureKind.Input,
                FailureCodes.GapCollapse,
                FormattableString.Invariant(
                    $"{program} found a gap of {gap:F3} eV for a closed shell, below {SmallestGap} eV: its ground state is another, perhaps open, shell"
                )
            )
            : null;

    /// <summary>Whether a name is that of the deviation of another value that was given.</summary>
    private static bool IsDeviation(string name, ImmutableSortedDictionary<string, double> values) =>
        Property.OfDeviation(name) is { } property && values.ContainsKey(property);

    private static Failure Changed(string program, string change) =>
        new(FailureKind.Input, FailureCodes.Connectivity, $"the molecule changed in {program}: {change}");

    private static Failure Incomplete(string reason) =>
        new(FailureKind.Transient, FailureCodes.OutputIncomplete, reason);
}
