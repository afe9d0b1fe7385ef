using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Psi4;

/// <summary>How Psi4 is asked for its version, its density functionals and its folder of basis sets.</summary>
internal static partial class Psi4Probe
{
    public const string BasisFolder = "basis-folder:";

    /// <summary>Stands before the path of the library that is Psi4: what is started is a script.</summary>
    public const string CoreLibrary = "core-library:";

    /// <summary>Stands before a functional of which Psi4 can compute polarizabilities.</summary>
    public const string Response = "response:";

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
        def responds(parts):
            pieces = [key for kind in ('x_functionals', 'c_functionals', 'xc_functionals') for key in parts.get(kind, {})]
            return not any('MGGA' in piece for piece in pieces) and parts.get('dispersion', {}).get('type') != 'nl'
        print('lichen-functionals', ' '.join(sorted(names)))
        print('lichen-core', core.__file__)
        print('lichen-response', ' '.join(sorted(name for name in names if responds(functionals[name]))))
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
            ? (
                match.Groups[1].Value,
                [
                    BasisFolder + match.Groups[2].Value,
                    CoreLibrary + match.Groups[4].Value,
                    .. match.Groups[3].Value.Trim().Split(' '),
                    .. match.Groups[5].Value.Trim().Split(' ').Select(name => Response + name),
                ]
            )
            : null;
    }

    [GeneratedRegex(
        @"^lichen-version (\S+)\nlichen-basis (.+)\nlichen-functionals (.+)\nlichen-core (.+)\nlichen-response (.+)$",
        RegexOptions.Multiline
    )]
    private static partial Regex Answer();
}
