using System.Text.RegularExpressions;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Xtb;

/// <summary>Other settings for a second attempt. They lead to the same solution by another way.</summary>
/// <param name="Control">Text of xtb's control file, or null where none is needed.</param>
/// <param name="Words">The same in words, for the provenance.</param>
internal sealed record XtbCure(string? Control, string Words);

/// <summary>What xtb's messages mean, and what helps.</summary>
internal static partial class XtbFailures
{
    /// <summary>The failure that the text tells of; null when it tells of none.</summary>
    public static Failure? Find(string output, string errors)
    {
        if (output.Contains("Self consistent charge iterator did not converge", StringComparison.Ordinal))
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.Scf,
                "xtb: self consistent charge iterator did not converge"
            );
        }

        if (output.Contains("FAILED TO CONVERGE GEOMETRY OPTIMIZATION", StringComparison.Ordinal))
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.GeometryNotConverged,
                "xtb: failed to converge geometry optimization"
            );
        }

        if (errors.Contains("SIGSEGV", StringComparison.Ordinal))
        {
            return new(FailureKind.Transient, FailureCodes.Crash, "xtb: segmentation fault");
        }

        // xtb prints the chain of causes from the outermost, -3-, to the innermost, -1-.
        return Cause().Match(output) is { Success: true } cause
            ? new(FailureKind.Input, FailureCodes.InputRefused, $"xtb: {cause.Groups[1].Value.Trim()}")
            : null;
    }

    /// <summary>
    /// Settings that help against a failure, or null when nothing is known to. A colder mixing and more iterations find
    /// the same self-consistent charges; another optimiser ends in the same kind of minimum, to the same thresholds. A
    /// higher electronic temperature would converge too, to another energy, so it is no cure.
    /// </summary>
    public static XtbCure? CureFor(string? code) =>
        code switch
        {
            FailureCodes.Scf => new(
                "$scc\n   maxiterations=1000\n   broydamp=0.1\n$end\n",
                "SCC with damping 0.1, 1000 iterations"
            ),
            FailureCodes.GeometryNotConverged => new(
                "$opt\n   engine=lbfgs\n   maxcycle=2000\n$end\n",
                "optimiser L-BFGS, 2000 cycles"
            ),
            FailureCodes.Contradiction => new(
                "$scc\n   maxiterations=1000\n   broydamp=0.1\n$end\n$opt\n   engine=lbfgs\n   maxcycle=2000\n$end\n",
                "SCC with damping 0.1, optimiser L-BFGS"
            ),
            FailureCodes.ImaginaryModes => new(
                null,
                "optimised again, to xtb's level tight, from the geometry moved along an imaginary mode"
            ),
            _ => null,
        };

    [GeneratedRegex(@"^-1- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Cause();
}
