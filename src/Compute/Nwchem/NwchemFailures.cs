using System.Text.RegularExpressions;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Nwchem;

/// <summary>What NWChem's messages mean.</summary>
internal static partial class NwchemFailures
{
    private static readonly (Regex Words, FailureKind Kind, string Code, string Reason)[] Known =
    [
        (
            new(
                @"out of memory|insufficient memory|not enough memory|MA_push_get|push_get failed|ga_create failed|failed to allocate|Memory_Defaults",
                RegexOptions.IgnoreCase
            ),
            FailureKind.Resources,
            FailureCodes.ProgramMemory,
            "not enough memory"
        ),
        (
            new("dft energy failed|scf energy failed|Calculation failed to converge"),
            FailureKind.Convergence,
            FailureCodes.Scf,
            "the self-consistent field did not converge"
        ),
        (
            new("tddft_davidson: exceeded maxiter|tddft energy failed"),
            FailureKind.Convergence,
            FailureCodes.ExcitationsNotConverged,
            "the excitations did not converge"
        ),
        (
            new("cphf did not converge|CPHF failed", RegexOptions.IgnoreCase),
            FailureKind.Convergence,
            FailureCodes.ResponseNotConverged,
            "the response to the field did not converge"
        ),
        (
            new(
                @"ccsd(?:\(t\))?: .*not converged|CCSD.*convergence failure|ccsd\(t\) energy failed",
                RegexOptions.IgnoreCase
            ),
            FailureKind.Convergence,
            FailureCodes.CorrelationNotConverged,
            "the coupled-cluster equations did not converge"
        ),
        (
            new(
                "xc_input: invalid format|failed opening basis file|There is an error in the (?:input file|specified basis set)"
            ),
            FailureKind.Input,
            FailureCodes.InputRefused,
            "refused the input"
        ),
    ];

    /// <summary>The failure that the text tells of; null when it tells of none.</summary>
    /// <param name="text">Standard output with standard error behind it.</param>
    public static Failure? Find(string text)
    {
        foreach (var (words, kind, code, reason) in Known)
        {
            if (words.IsMatch(text))
            {
                return new(kind, code, $"nwchem: {reason}{Own(text)}");
            }
        }

        return Message().Match(text) is { Success: true } message
            ? new(FailureKind.Transient, FailureCodes.Crash, $"nwchem: {message.Groups[1].Value.Trim()}")
            : null;
    }

    // The program names its own reason in the line that ends it.
    private static string Own(string text) =>
        Message().Match(text) is { Success: true } message ? $" ({message.Groups[1].Value.Trim()})" : "";

    [GeneratedRegex(@"ARMCI Error: \d+:(.+?):?\s*$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
