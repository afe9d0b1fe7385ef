using System.Text.RegularExpressions;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Psi4;

/// <summary>Other options for a second attempt. They lead to the same solution by another way.</summary>
/// <param name="Options">Entries of Psi4's options, each ended by a comma.</param>
/// <param name="Words">The same in words, for the provenance.</param>
/// <param name="MemoryShare">Share of the memory limit to plan with.</param>
internal sealed record Psi4Cure(string Options, string Words, double MemoryShare = Psi4.UsualMemoryShare);

/// <summary>What Psi4's messages mean, and what helps.</summary>
internal static partial class Psi4Failures
{
    /// <summary>The failure that the text tells of; null when it tells of none.</summary>
    /// <param name="text">Psi4's output file with its standard error behind it.</param>
    public static Failure? Find(string text)
    {
        if (
            text.Contains("Could not converge SCF iterations", StringComparison.Ordinal)
            || text.Contains("SCFConvergenceError", StringComparison.Ordinal)
        )
        {
            return new(FailureKind.Convergence, FailureCodes.Scf, "psi4: could not converge SCF iterations");
        }

        if (
            text.Contains("CCSD iterations did not converge", StringComparison.Ordinal)
            || text.Contains("Could not converge CCSD", StringComparison.OrdinalIgnoreCase)
        )
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.CorrelationNotConverged,
                "psi4: the coupled-cluster equations did not converge"
            );
        }

        if (
            text.Contains("OptimizationConvergenceError", StringComparison.Ordinal)
            || text.Contains("Could not converge geometry optimization", StringComparison.Ordinal)
            || text.Contains("Optimization failed to complete", StringComparison.Ordinal)
            || text.Contains("Optimizer: Optimization failed", StringComparison.Ordinal)
        )
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.GeometryNotConverged,
                "psi4: the optimisation did not converge"
            );
        }

        if (
            text.Contains("MemoryError", StringComparison.Ordinal)
            || text.Contains("std::bad_alloc", StringComparison.Ordinal)
        )
        {
            return new(FailureKind.Resources, FailureCodes.MemoryLimit, "psi4: not enough memory");
        }

        if (Error().Matches(text).LastOrDefault() is not { } error)
        {
            return null;
        }

        var (name, words) = (error.Groups[1].Value, error.Groups[2].Value.Trim());
        var reason = $"psi4: {(words.Length <= 300 ? words : words[..300])}";
        return name is "ValidationError" or "BasisSetNotFound" or "MoleculeFormatError" or "TooManyElectrons"
            ? new(FailureKind.Input, FailureCodes.InputRefused, reason)
            : new(FailureKind.Transient, FailureCodes.Crash, $"{reason} ({name})");
    }

    /// <summary>
    /// Options that help against a failure, or null when nothing is known to: a second-order search after a damped
    /// start, with more iterations. Level and thresholds stay as they are.
    /// </summary>
    public static Psi4Cure? CureFor(string? code) =>
        code switch
        {
            FailureCodes.Scf => new(
                "'soscf': True, 'damping_percentage': 20.0, 'maxiter': 300,",
                "SCF second-order after damping by 20 %, 300 iterations"
            ),
            FailureCodes.GeometryNotConverged => new(
                "'opt_coordinates': 'cartesian', 'geom_maxiter': 300,",
                "optimised in Cartesian coordinates, 300 steps"
            ),
            FailureCodes.Contradiction => new(
                "'guess': 'gwh', 'soscf': True, 'damping_percentage': 20.0, 'maxiter': 300,",
                "SCF second-order after damping by 20 % from the guess GWH, 300 iterations"
            ),
            // It takes somewhat more than it plans with, so planning with less is what helps.
            FailureCodes.MemoryLimit => new("", "planned with 0.4 of the memory", 0.4),
            _ => null,
        };

    [GeneratedRegex(@"^(?:[a-z_][\w.]*\.)?(\w+(?:Error|NotFound|Exception|Electrons)): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
