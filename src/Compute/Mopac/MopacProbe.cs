using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Mopac;

/// <summary>How MOPAC is asked for its version.</summary>
internal static partial class MopacProbe
{
    public static readonly ProgramQuestion Question = new(
        "mopac",
        "mopac",
        "LGPL-3.0-or-later",
        "apt-get install mopac",
        ["--version"],
        ImmutableSortedDictionary<string, string>.Empty,
        output => VersionLine().Match(output) is { Success: true } version ? (version.Groups[1].Value, []) : null
    );

    [GeneratedRegex(@"MOPAC version (\S+)")]
    private static partial Regex VersionLine();
}
