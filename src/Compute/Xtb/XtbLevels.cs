using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Xtb;

/// <summary>What xtb gives at which level, and for what it is made.</summary>
internal static class XtbLevels
{
    public const string Gfn2 = "GFN2-xTB";
    public const string Gfn1 = "GFN1-xTB";
    public const string GfnFf = "GFN-FF";
    public const int HeaviestElement = 86;

    private const string ProgramReference =
        "C. Bannwarth et al., WIREs Comput. Mol. Sci. 2021, 11, e01493, https://doi.org/10.1002/wcms.1493";
    private const string SolvationReference =
        "S. Ehlert, M. Stahn, S. Spicher, S. Grimme, J. Chem. Theory Comput. 2021, 17, 4250, https://doi.org/10.1021/acs.jctc.1c00471";

    // Each was tried with each method: all are parametrised. xtb 6.5.1's help spells hexadecane otherwise, and wrongly.
    private static readonly string[] Solvents =
    [
        "acetone",
        "acetonitrile",
        "aniline",
        "benzaldehyde",
        "benzene",
        "ch2cl2",
        "chcl3",
        "cs2",
        "dioxane",
        "dmf",
        "dmso",
        "ether",
        "ethylacetate",
        "furane",
        "hexadecane",
        "hexane",
        "methanol",
        "nitromethane",
        "octanol",
        "woctanol",
        "phenol",
        "toluene",
        "thf",
        "water",
    ];

    private static readonly ImmutableDictionary<string, (string[] Properties, string Reference)> Methods =
        new Dictionary<string, (string[], string)>
        {
            // The polarizability is that of the D4 dispersion model, which GFN2-xTB alone carries.
            [Gfn2] = (
                [
                    "homo_lumo_gap",
                    "homo_energy",
                    "lumo_energy",
                    "dipole_moment",
                    "isotropic_polarizability",
                    "total_energy",
                ],
                "GFN2-xTB: C. Bannwarth, S. Ehlert, S. Grimme, J. Chem. Theory Comput. 2019, 15, 1652, https://doi.org/10.1021/acs.jctc.8b01176"
            ),
            [Gfn1] = (
                ["homo_lumo_gap", "homo_energy", "lumo_energy", "dipole_moment", "total_energy"],
                "GFN1-xTB: S. Grimme, C. Bannwarth, P. Shushkov, J. Chem. Theory Comput. 2017, 13, 1989, https://doi.org/10.1021/acs.jctc.7b00118"
            ),
            // A force field has no orbitals.
            [GfnFf] = (
                ["total_energy"],
                "GFN-FF: S. Spicher, S. Grimme, Angew. Chem. Int. Ed. 2020, 59, 15665, https://doi.org/10.1002/anie.202004239"
            ),
        }.ToImmutableDictionary();

    /// <summary>The methods, from the cheapest to the dearest.</summary>
    public static IReadOnlyList<string> Names { get; } = [GfnFf, Gfn1, Gfn2];

    public static IReadOnlyList<string> ProgramCitations { get; } = [ProgramReference];

    public static EngineOffer Offer(LevelOfTheory level)
    {
        if (!Methods.TryGetValue(level.Method, out var method))
        {
            var near = Methods.Keys.FirstOrDefault(name =>
                name.Equals(level.Method, StringComparison.OrdinalIgnoreCase)
            );
            return EngineOffer.None(
                $"xtb has no method '{level.Method}'"
                    + (near is null ? $"; it has {Gfn2}, {Gfn1} and {GfnFf}" : $"; write {near}")
            );
        }

        if (level.Basis is not null)
        {
            return EngineOffer.None($"{level.Method} has a basis of its own; write '{level with { Basis = null }}'");
        }

        if (level.Solvation is { } solvation)
        {
            if (solvation.Model != "ALPB")
            {
                return EngineOffer.None(
                    $"xtb solvates by ALPB here, not by '{solvation.Model}'; write ALPB({solvation.Solvent})"
                );
            }

            if (!Solvents.Contains(solvation.Solvent))
            {
                return EngineOffer.None(
                    $"ALPB has no solvent '{solvation.Solvent}'; it has {string.Join(", ", Solvents)}"
                );
            }
        }

        var geometry = level.GeometryLevel is null or LevelOfTheory.ForceFieldGeometry
            ? GeometryNeed.ForceField
            : GeometryNeed.LowerLevel;
        string[] references = level.Solvation is null
            ? [method.Reference]
            : [method.Reference, $"ALPB: {SolvationReference}"];
        return new EngineOffer([.. method.Properties, .. Further(level)], geometry, null, references);
    }

    /// <summary>What takes further runs: ions in the gas phase, the gas phase beside a solvent, second derivatives at an optimum.</summary>
    private static IEnumerable<string> Further(LevelOfTheory level)
    {
        yield return XtbFurther.LargestCharge;
        yield return XtbFurther.SmallestCharge;
        // The ions of a force field are other topologies, not other electronic states.
        if (level.Method != GfnFf)
        {
            // On the geometry of another level the fragments would have none.
            if (level.GeometryLevel is null or LevelOfTheory.ForceFieldGeometry)
            {
                yield return Property.WeakestBondEnergy.Name;
            }

            // An ion that has just been made is not in equilibrium with its solvent, as ALPB would have it.
            if (level.Solvation is null)
            {
                yield return VerticalDifferences.Ionization;
                yield return VerticalDifferences.Affinity;
            }
        }

        if (level.Solvation is not null)
        {
            yield return XtbFurther.Solvation;
        }

        if (level.Optimises)
        {
            yield return XtbFurther.Gibbs;
            yield return XtbFurther.Imaginary;
        }
    }
}
