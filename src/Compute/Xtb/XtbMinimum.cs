using System.Diagnostics;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Xtb;

/// <summary>Whether an optimised geometry is a minimum, and its Gibbs energy, from second derivatives.</summary>
/// <remarks>
/// Rigid rotor and harmonic oscillator, with the entropy of modes around 50 1/cm going over to that of a free rotor.
/// xtb takes modes between 0 and 20i 1/cm, which are noise of the numerical derivatives, as real ones.
/// Source: Grimme 2012, <see href="https://doi.org/10.1002/chem.201200497"/>.
/// </remarks>
internal static class XtbMinimum
{
    public const string Gibbs = "gibbs_energy";
    public const string ImaginaryModes = "imaginary_modes";

    /// <summary>The geometry that xtb leaves beside a saddle point, displaced along its imaginary modes.</summary>
    public const string DisplacedFile = "xtbhess.xyz";

    /// <summary>How often the cure starts again from a displaced geometry.</summary>
    public const int MostDisplacements = 2;

    private const string Energy = "total_energy";

    public static bool IsWanted(CalculationRequest request) =>
        request.Wanted.Any(property => property.Name is Gibbs or ImaginaryModes);

    /// <summary>A claimed minimum that is none; null when it is one, or when nothing was claimed.</summary>
    public static Failure? Problem(XtbOutput read) =>
        read.Values.TryGetValue(ImaginaryModes, out var modes) && modes > 0
            ? new(
                FailureKind.Convergence,
                FailureCodes.NotAMinimum,
                FormattableString.Invariant(
                    $"xtb: the optimised geometry has {modes} imaginary mode(s), the lowest at {-read.LowestVibration:F0}i 1/cm"
                )
            )
            : null;

    /// <summary>Joins optimisation and second derivatives; the cost of both is in the outcome, also where the second fails.</summary>
    public static Outcome Join(Computed optimised, Outcome derivatives)
    {
        var usage = optimised.Usage.Then(derivatives.Usage);
        return derivatives switch
        {
            Computed found => optimised with
            {
                Usage = usage,
                // The thermal part alone is taken over: the two total energies differ by the rounding of coordinates.
                Values = optimised
                    .Values.SetItem(Gibbs, optimised.Values[Energy] + (found.Values[Gibbs] - found.Values[Energy]))
                    .SetItem(ImaginaryModes, found.Values[ImaginaryModes]),
                Provenance = optimised.Provenance with
                {
                    Settings = $"{optimised.Provenance.Settings}; second derivatives by a run at the optimum, 298.15 K",
                },
            },
            Failed failed => failed with { Usage = usage, Provenance = optimised.Provenance },
            _ => throw new UnreachableException(),
        };
    }
}
