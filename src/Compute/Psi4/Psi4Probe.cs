using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Psi4;

/// <summary>How Psi4 is asked for its version, its density functionals and its folder of basis sets.</summary>
internal static partial class Psi4Probe
{
    public const string BasisFolder = "basis-folder:";

    // Double hybrids are left out (their orbital energies are those of another functional than their energy), and so
    // are dispersion corrections that a further program would have to compute.
    private const string Script = """
        import os
        from psi4.driver.procrouting.dft import functionals
        names = [name for name, parts in functionals.items()
                 if 'c_mp2' not in parts and not name.endswith('3c')
                 and parts.get('dispersion', {}).get('type', 'd2') in ('d2', 'nl')]
        print('lichen-version', psi4.__version__)
        print('lichen-basis', os.path.join(core.get_datadir(), 'basis'))
        print('lichen-functionals', ' '.join(sorted(names)))
        """;

    public static readonly ProgramQuestion Question = new(
        "psi4",
        "psi4",
        "LGPL-3.0-only",
        "apt-get install psi4",
        ["-i", "probe.dat", "-o", "probe.out"],
        ImmutableSortedDictionary<string, string>.Empty.Add("probe.dat", Script),
        Read
    );

    private static (string, IReadOnlyList<string>)? Read(string output)
    {
        var match = Answer().Match(output);
        return match.Success
            ? (match.Groups[1].Value, [BasisFolder + match.Groups[2].Value, .. match.Groups[3].Value.Trim().Split(' ')])
            : null;
    }

    [GeneratedRegex(@"^lichen-version (\S+)\nlichen-basis (.+)\nlichen-functionals (.+)$", RegexOptions.Multiline)]
    private static partial Regex Answer();
}
