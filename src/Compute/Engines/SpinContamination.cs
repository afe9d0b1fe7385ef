using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Engines;

/// <summary>How far an unrestricted state is from one of pure spin.</summary>
/// <remarks>Unrestricted states mix in higher spins; energies of states that are off by more than a tenth are not believed.</remarks>
internal static class SpinContamination
{
    // A tenth of s(s+1), the bound that users of unrestricted methods go by; 0.075 for a doublet.
    private const double Bound = 0.1;

    /// <summary>s(s+1) of a multiplicity.</summary>
    private static double Exact(int multiplicity) => (multiplicity - 1) / 2.0 * ((multiplicity + 1) / 2.0);

    /// <summary>The values with the contamination beside them, where the state is unrestricted.</summary>
    public static ImmutableSortedDictionary<string, double> Add(
        ImmutableSortedDictionary<string, double> values,
        Candidate candidate,
        double? spinSquared
    ) =>
        spinSquared is { } found
            ? values.SetItem(Core.Properties.Property.SpinContamination.Name, found - Exact(candidate.Multiplicity))
            : values;

    /// <summary>Says that a state is contaminated; null when it is not, or restricted.</summary>
    /// <param name="spinSquared">Expectation value of S^2, or null for a restricted state.</param>
    public static Failure? Problem(string program, Candidate candidate, double? spinSquared)
    {
        var exact = Exact(candidate.Multiplicity);
        return spinSquared is { } found && Math.Abs(found - exact) > Bound * Math.Max(exact, 0.75)
            ? new(
                FailureKind.Input,
                FailureCodes.SpinContamination,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{program}: <S^2> is {found:F3} where multiplicity {candidate.Multiplicity} has {exact:F3}; "
                        + $"an unrestricted reference does not describe this state"
                )
            )
            : null;
    }
}
