using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Nwchem;

/// <summary>How NWChem is asked for its version and its library of basis sets.</summary>
internal static partial class NwchemProbe
{
    public const string BasisFolder = "basis-folder:";

    // NWChem has no question for it: asked for a set that does not exist, it names the file that it looked for.
    private const string NoSuchSet = "lichen-probe";

    private const string Input = $"""
        start probe
        geometry
        He 0 0 0
        end
        basis
        * library {NoSuchSet}
        end
        task scf energy

        """;

    public static readonly ProgramQuestion Question = new(
        "nwchem",
        "nwchem",
        "ECL-2.0",
        "apt-get install nwchem",
        ["probe.nw"],
        ImmutableSortedDictionary<string, string>.Empty.Add("probe.nw", Input),
        Read
    );

    private static (string, IReadOnlyList<string>)? Read(string output)
    {
        var folder = Library().Match(output);
        return NwchemOutput.VersionOf(output) is { } version && folder.Success
            ? (version, [BasisFolder + folder.Groups[1].Value])
            : null;
    }

    [GeneratedRegex($@"^\s*(/.+?)/*{NoSuchSet}\s*$", RegexOptions.Multiline)]
    private static partial Regex Library();
}
