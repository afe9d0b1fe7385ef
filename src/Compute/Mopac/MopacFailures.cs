using System.Text.RegularExpressions;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Mopac;

/// <summary>Other settings for a second attempt. They lead to the same solution by another way.</summary>
/// <param name="Keywords">What is added to the line of keywords.</param>
/// <param name="Words">The same in words, for the provenance.</param>
internal sealed record MopacCure(string Keywords, string Words);

/// <summary>What MOPAC's messages mean, and what helps.</summary>
/// <remarks>MOPAC 22 ends with exit code 0 and "JOB ENDED NORMALLY" whatever happened, so only its words tell.</remarks>
internal static partial class MopacFailures
{
    private static readonly (string Words, FailureKind Kind, string Code)[] Known =
    [
        // Also where the job goes on after it: numbers follow, and "SCF FIELD WAS ACHIEVED" above them.
        ("UNABLE TO ACHIEVE SELF-CONSISTENCE", FailureKind.Convergence, FailureCodes.Scf),
        ("FAILED TO ACHIEVE SCF", FailureKind.Convergence, FailureCodes.Scf),
        ("EXCESS NUMBER OF OPTIMIZATION CYCLES", FailureKind.Convergence, FailureCodes.GeometryNotConverged),
        ("CALCULATION IS TERMINATED TO AVOID ZERO DIVIDE", FailureKind.Convergence, FailureCodes.GeometryNotConverged),
        // MOPAC is given no time limit; BFGS says this when its cycles are used up.
        ("- - - TIME UP - - -", FailureKind.Convergence, FailureCodes.GeometryNotConverged),
        ("NOT ENOUGH TIME FOR ANOTHER CYCLE", FailureKind.Resources, FailureCodes.TimeLimit),
    ];

    /// <summary>The failure that the output tells of; null when it tells of none.</summary>
    public static Failure? Find(string output)
    {
        foreach (var (words, kind, code) in Known)
        {
            if (output.Contains(words, StringComparison.Ordinal))
            {
                return new(kind, code, $"mopac: {words.Trim(' ', '-').ToLowerInvariant()}");
            }
        }

        // What is left of the closing box of messages is about the input: keywords, elements, atoms too near.
        return
            Message().Match(output) is { Success: true } message
            && message.Groups[1].Value.Trim() is not "JOB ENDED NORMALLY" and var said
            ? new(FailureKind.Input, FailureCodes.InputRefused, $"mopac: {said}")
            : null;
    }

    /// <summary>
    /// Settings that help against a failure, or null when nothing is known to. Convergers and optimisers change the way
    /// and not the solution.
    /// </summary>
    public static MopacCure? CureFor(string? code) =>
        code switch
        {
            FailureCodes.Scf or FailureCodes.Contradiction => new(
                "SHIFT=20 PULAY ITRY=2000",
                "level shift 20 eV, Pulay's converger, 2000 iterations"
            ),
            FailureCodes.GeometryNotConverged => new("BFGS CYCLES=5000", "optimiser BFGS, 5000 cycles"),
            _ => null,
        };

    [GeneratedRegex(
        @"Error and normal termination messages reported in this calculation[ *]*\n[ *]*\n \*(.+)\*\s*$",
        RegexOptions.Multiline
    )]
    private static partial Regex Message();
}
