using System.Diagnostics;
using System.Globalization;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Storage;

/// <summary>How enumerations and times are written in our files.</summary>
internal static class Words
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Of(CostBasis basis) =>
        basis switch
        {
            CostBasis.Measured => "measured",
            CostBasis.Modelled => "modelled",
            CostBasis.Assumed => "assumed",
            _ => throw new UnreachableException(),
        };

    public static CostBasis Basis(string word) =>
        word switch
        {
            "measured" => CostBasis.Measured,
            "modelled" => CostBasis.Modelled,
            "assumed" => CostBasis.Assumed,
            _ => throw new FormatException($"'{word}' is no basis of a cost."),
        };

    public static string Of(FailureKind kind) =>
        kind switch
        {
            FailureKind.Input => "input",
            FailureKind.Convergence => "convergence",
            FailureKind.Resources => "resources",
            FailureKind.Transient => "transient",
            _ => throw new UnreachableException(),
        };

    public static FailureKind Kind(string word) =>
        word switch
        {
            "input" => FailureKind.Input,
            "convergence" => FailureKind.Convergence,
            "resources" => FailureKind.Resources,
            "transient" => FailureKind.Transient,
            _ => throw new FormatException($"'{word}' is no kind of failure."),
        };

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(
            text,
            TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
}
