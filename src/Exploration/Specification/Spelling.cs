using System.Collections.Immutable;
using Lichen.Compute.Potentials;
using Lichen.Core;
using Lichen.Core.Calculations;

namespace Lichen.Exploration.Specification;

/// <summary>
/// How methods, basis sets and solvation models are spelt, and which engine has which method. One spelling of a level
/// leads to one key in the archive.
/// </summary>
internal static class Spelling
{
    private static readonly ImmutableArray<string> XtbMethods = ["GFN2-xTB", "GFN1-xTB", "GFN-FF"];

    private static readonly ImmutableArray<string> MopacMethods = ["PM7", "PM6-D3H4X"];

    private static readonly ImmutableArray<string> PotentialMethods = [.. PotentialLevels.Names];

    private static readonly ImmutableArray<string> QuantumMethods =
    [
        "HF",
        "MP2",
        "CCSD(T)",
        "BLYP",
        "BP86",
        "PBE",
        "revPBE",
        "B97-D",
        "TPSS",
        "SCAN",
        "M06-L",
        "B3LYP",
        "PBE0",
        "TPSSh",
        "M06",
        "M06-2X",
        "M05-2X",
        "PW6B95",
        "CAM-B3LYP",
        "LC-VV10",
        "wB97",
        "wB97X",
        "wB97X-D",
        "wB97X-V",
        "wB97M-V",
        "B97M-V",
        "B2PLYP",
        "HSE06",
        "X3LYP",
        "O3LYP",
        "BHandHLYP",
        "RPBE",
        "M05",
        "M06-HF",
    ];

    private static readonly ImmutableArray<string> AllMethods =
    [
        .. XtbMethods,
        .. MopacMethods,
        .. PotentialMethods,
        .. QuantumMethods,
    ];

    private static readonly ImmutableArray<string> BasisSets =
    [
        "STO-3G",
        "3-21G",
        "6-31G",
        "6-31G*",
        "6-31G**",
        "6-31G(d)",
        "6-31G(d,p)",
        "6-31+G*",
        "6-31+G**",
        "6-311G*",
        "6-311G**",
        "6-311+G*",
        "6-311+G**",
        "6-311++G**",
        "def2-SV(P)",
        "def2-SVP",
        "def2-SVPD",
        "def2-TZVP",
        "def2-TZVPD",
        "def2-TZVPP",
        "def2-TZVPPD",
        "def2-QZVP",
        "def2-QZVPD",
        "def2-QZVPP",
        "def2-QZVPPD",
        "cc-pVDZ",
        "cc-pVTZ",
        "cc-pVQZ",
        "aug-cc-pVDZ",
        "aug-cc-pVTZ",
        "aug-cc-pVQZ",
        "jun-cc-pVDZ",
        "jun-cc-pVTZ",
    ];

    private static readonly ImmutableArray<string> SolvationModels = ["ALPB", "GBSA", "PCM", "CPCM", "SMD"];

    /// <summary>The level with known names in their usual spelling; unknown names stay as they are.</summary>
    public static LevelOfTheory Canonical(LevelOfTheory level) =>
        level with
        {
            Method = Method(level.Method),
            Basis = level.Basis is null ? null : Usual(level.Basis, BasisSets),
            GeometryLevel = level.GeometryLevel is null
                ? null
                : string.Join(
                    '/',
                    level
                        .GeometryLevel.Split('/', StringSplitOptions.TrimEntries)
                        .Select(
                            (name, i) =>
                                i > 0 ? Usual(name, BasisSets)
                                : name.Equals(LevelOfTheory.ForceFieldGeometry, StringComparison.OrdinalIgnoreCase)
                                    ? LevelOfTheory.ForceFieldGeometry
                                : Method(name)
                        )
                ),
            Solvation = level.Solvation is not { } solvation
                ? null
                : new Solvation(Usual(solvation.Model, SolvationModels), solvation.Solvent.ToLowerInvariant()),
        };

    /// <summary>The level that a text names, in its usual spelling; the text must be one that parses.</summary>
    public static LevelOfTheory Canonical(string text) => Canonical(LevelOfTheory.Parse(text));

    /// <summary>The engine that has the level's method, or the reason why none is known.</summary>
    /// <param name="property">The objective's property, or null: of two programs the one that gives it is taken.</param>
    public static string? EngineOf(LevelOfTheory level, string? property, out string problem)
    {
        problem = "";
        if (PotentialMethods.Contains(level.Method))
        {
            return PotentialLevels.Engine;
        }

        if (XtbMethods.Contains(level.Method) || MopacMethods.Contains(level.Method))
        {
            if (level.Basis is not null)
            {
                problem = $"{level.Method} has no basis set; write '{level.Method}' without '/{level.Basis}'";
                return null;
            }

            return XtbMethods.Contains(level.Method) ? "xtb" : "mopac";
        }

        var (bare, dispersion) = DispersionSuffix.Split(level.Method);
        if (QuantumMethods.Contains(bare))
        {
            if (level.Basis is null)
            {
                problem = $"{level.Method} needs a basis set, such as '{level.Method}/def2-SVP'";
                return null;
            }

            if (!BasisSets.Contains(level.Basis) && NearestWord.Of(level.Basis, BasisSets) is { } near)
            {
                problem =
                    $"the basis set '{level.Basis}' is not known; did you mean '{near}'? "
                    + "If it is right, name the engine: {level: ..., engine: psi4 or nwchem}";
                return null;
            }

            // NWChem alone has D3 built in and computes excitations.
            return
                dispersion is Dispersion.D3Zero or Dispersion.D3BeckeJohnson
                || property?.StartsWith("lowest_bright", StringComparison.Ordinal) == true
                ? "nwchem"
                : "psi4";
        }

        problem =
            $"no engine is known for the method '{level.Method}'"
            + NearestWord.Suggestion(level.Method, AllMethods)
            + (
                NearestWord.Of(level.Method, AllMethods) is null
                    ? "; name one: {level: ..., engine: xtb, mopac, psi4, nwchem, potential, model, table or command}"
                    : ""
            );
        return null;
    }

    private static string Method(string name)
    {
        var (bare, dispersion) = DispersionSuffix.Split(name.Replace('ω', 'w'));
        return DispersionSuffix.Join(Usual(bare, AllMethods), dispersion);
    }

    private static string Usual(string name, ImmutableArray<string> known) =>
        known.FirstOrDefault(usual => usual.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
}
