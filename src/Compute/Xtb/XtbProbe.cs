using System.Collections.Immutable;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Xtb;

/// <summary>How xtb is asked for its version.</summary>
internal static class XtbProbe
{
    public static readonly ProgramQuestion Question = new(
        "xtb",
        "xtb",
        "LGPL-3.0-or-later",
        "apt-get install xtb",
        ["--version"],
        ImmutableSortedDictionary<string, string>.Empty,
        output => XtbOutput.Read(output, "").Version is { } version ? (version, []) : null
    );
}
