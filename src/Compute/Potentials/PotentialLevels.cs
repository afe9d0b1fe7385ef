using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Potentials;

/// <summary>What machine-learned potentials give, whichever model it is.</summary>
public static class PotentialLevels
{
    /// <summary>Name of the engine, as campaign files write it.</summary>
    public const string Engine = "potential";

    /// <summary>Potentials known by name, from the least to the most trusted.</summary>
    public static IReadOnlyList<string> Names { get; } = ["lichen-base", "lichen-base-b3lyp", "ANI-2x", "ANI-1ccx"];

    /// <summary>What a known potential gives beyond energies, at any geometry.</summary>
    public static IReadOnlyList<string> Further(string method) =>
        method switch
        {
            "lichen-base" =>
            [
                Property.HomoLumoGap.Name,
                Property.DipoleMoment.Name,
                Property.LargestPartialCharge.Name,
                Property.SmallestPartialCharge.Name,
            ],
            // The labels that it was lifted by have no charges.
            "lichen-base-b3lyp" => [Property.HomoLumoGap.Name, Property.DipoleMoment.Name],
            _ => [],
        };

    /// <summary>What a level offers, were its potential installed.</summary>
    public static EngineOffer Offer(LevelOfTheory level) => Offer(level, Further(level.Method));

    /// <summary>What a level offers of a potential that gives further properties beyond energies.</summary>
    public static EngineOffer Offer(LevelOfTheory level, IEnumerable<string> further)
    {
        if (level.Basis is not null)
        {
            return EngineOffer.None($"{level.Method} has no basis set; write '{level with { Basis = null }}'");
        }

        if (level.Solvation is not null)
        {
            return EngineOffer.None(
                $"{level.Method} is of the gas phase; write '{level with { Solvation = null }}', or take "
                    + $"'{new LevelOfTheory("GFN2-xTB", null, level.Optimises ? level.Method : level.GeometryLevel, level.Solvation)}'"
            );
        }

        string[] atOptimum = level.Optimises ? [Property.ImaginaryModes.Name] : [];
        return new EngineOffer(
            [Property.TotalEnergy.Name, Property.EnsembleDeviation.Name, .. further, .. atOptimum],
            level.GeometryLevel is null or LevelOfTheory.ForceFieldGeometry
                ? GeometryNeed.ForceField
                : GeometryNeed.LowerLevel,
            null,
            []
        );
    }
}
