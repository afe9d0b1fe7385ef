using Lichen.Compute.Potentials;
using Lichen.Core.Calculations;
using Lichen.Exploration.Choosing;

namespace Lichen.Exploration.Running;

/// <summary>What is assumed about the cost of a level before anything was computed on this machine.</summary>
/// <remarks>
/// Orders of magnitude measured on one core of a 2.4 GHz server (docs/methods/choosing.md); a handful of outcomes overrules
/// them.
/// </remarks>
public static class CostPriors
{
    // Conformers that are single points before one is optimised or a quarter of them are, where none was counted yet.
    private const double UsualConformers = 10;

    public static CostPrior For(string engine, LevelOfTheory level, double? declaredSeconds)
    {
        var one = OfOne(engine, level, declaredSeconds);
        if (
            declaredSeconds is not null
            || level.Ensemble is not { } ensemble
            || (ensemble.Weights == ConformerWeights.Lowest && level.GeometryLevelOfTheory is not null)
        )
        {
            return one;
        }

        var count = Math.Min(ensemble.Count ?? UsualConformers, UsualConformers);
        var optimised = ensemble.Weights == ConformerWeights.Lowest ? 1 : Math.Ceiling(count / 4);
        var single = OfOne(engine, level with { GeometryLevel = LevelOfTheory.ForceFieldGeometry }, null);
        var seconds = level.Optimises
            ? (count * single.CoreSecondsAt20Atoms) + (optimised * one.CoreSecondsAt20Atoms)
            : (level.GeometryLevelOfTheory is null ? count : optimised) * one.CoreSecondsAt20Atoms;
        return one with { CoreSecondsAt20Atoms = seconds, Scatter = 1 };
    }

    /// <summary>The price over that of a double-zeta basis, roughly.</summary>
    private static double OfBasis(LevelOfTheory level) =>
        level.Basis?.ToUpperInvariant() switch
        {
            "STO-3G" => 0.12,
            "3-21G" => 0.3,
            { } basis when basis.Contains("QZ", StringComparison.Ordinal) => 25,
            { } basis
                when basis.Contains("TZ", StringComparison.Ordinal)
                    || basis.StartsWith("6-311", StringComparison.Ordinal) => 5,
            _ => 1,
        };

    /// <summary>The molecule with the single points and optima of what its bonds leave (docs/methods/bonds.md).</summary>
    public static CostPrior WithFragments(CostPrior molecule) =>
        molecule with
        {
            CoreSecondsAt20Atoms = 6 * molecule.CoreSecondsAt20Atoms,
            Scatter = 1,
        };

    private static CostPrior OfOne(string engine, LevelOfTheory level, double? declaredSeconds) =>
        (engine, level.Method) switch
        {
            _ when declaredSeconds is { } seconds => new CostPrior(Math.Max(seconds, 1e-3), 0, 0.3),
            ("xtb", "GFN-FF") => new CostPrior(0.1, 1.5, 0.7),
            ("xtb", _) when level.Optimises => new CostPrior(0.3, 1.8, 0.7),
            ("xtb", _) => new CostPrior(0.08, 1.2, 0.7),
            ("rdkit", _) => new CostPrior(0.03, 1.5, 0.7),
            ("mopac", _) when level.Optimises => new CostPrior(0.4, 1.8, 0.7),
            ("mopac", _) => new CostPrior(0.05, 1.5, 0.7),
            (PotentialLevels.Engine, _) when level.Optimises => new CostPrior(0.08, 1.3, 0.7),
            (PotentialLevels.Engine, _) => new CostPrior(0.003, 1, 0.7),
            (ModelEngine.Name, _) => new CostPrior(0.003, 0.5, 0.7),
            (_, "CCSD(T)") => new CostPrior(600 * OfBasis(level), 5, 1),
            // A dozen steps of an energy and a slope each.
            ("psi4", _) when level.Optimises => new CostPrior(600 * OfBasis(level), 2.7, 1),
            ("psi4", _) => new CostPrior(45 * OfBasis(level), 2.7, 0.7),
            ("nwchem", _) => new CostPrior(90 * OfBasis(level), 3, 1),
            _ => new CostPrior(0.5, 0, 1),
        };
}
