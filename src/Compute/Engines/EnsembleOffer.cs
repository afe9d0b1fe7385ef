using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Engines;

/// <summary>What engines give at levels over conformers and at other temperatures, told from what they give of one conformer.</summary>
public static class EnsembleOffer
{
    /// <summary>The property that orders and weighs conformers: the first of these that a level gives.</summary>
    private static readonly Property[] Energies = [Property.TotalEnergy, Property.HeatOfFormation];

    /// <summary>The energy by which a level orders conformers, or null where it gives none.</summary>
    public static Property? EnergyOf(IReadOnlyList<string> properties) =>
        Energies.FirstOrDefault(energy => properties.Contains(energy.Name));

    /// <summary>What an engine is asked for, one conformer at a time.</summary>
    public static LevelOfTheory Asked(LevelOfTheory level) =>
        level.OfOneConformer with
        {
            Temperature = level is { Ensemble: null } or { Optimises: true }
                ? level.Temperature
                : LevelOfTheory.RoomTemperature,
        };

    /// <param name="ofOne">What the engine offers of one conformer at a level.</param>
    public static EngineOffer Of(LevelOfTheory level, Func<LevelOfTheory, EngineOffer> ofOne)
    {
        var offer = ofOne(level.OfOneConformer);
        if (offer.Problem is not null)
        {
            return offer;
        }

        if (Problem(level, offer.Geometry, offer.Properties) is { } problem)
        {
            return EngineOffer.None(problem);
        }

        if (level.Ensemble is not { } ensemble)
        {
            return offer;
        }

        // The mean of a number of modes is the number of nothing; the fragments of a bond are of one conformer each.
        return offer with
        {
            Properties =
            [
                .. offer.Properties.Where(name =>
                    name != Property.WeakestBondEnergy.Name
                    && (ensemble.Weights != ConformerWeights.Boltzmann || name != Property.ImaginaryModes.Name)
                ),
            ],
        };
    }

    /// <summary>Why a level asks for conformers or a temperature in vain, with the nearest valid choice; null when it does not.</summary>
    /// <param name="properties">What the engine gives of one conformer.</param>
    public static string? Problem(LevelOfTheory level, GeometryNeed geometry, IReadOnlyList<string> properties)
    {
        if (level.Ensemble is not null && geometry == GeometryNeed.None)
        {
            return $"{level.Method} takes no geometry, so it has no conformers; write '{level.OfOneConformer}'";
        }

        if (level.Ensemble is not null && EnergyOf(properties) is null)
        {
            return $"'{level.OfOneConformer}' gives no energy to order conformers by; write '{level.OfOneConformer}', "
                + "whose geometry is the conformer of lowest force-field energy, or give total_energy";
        }

        return
            level.Temperature != LevelOfTheory.RoomTemperature
            && level.Ensemble is not { Weights: ConformerWeights.Boltzmann }
            && !properties.Contains(Property.GibbsEnergy.Name)
            ? $"nothing at '{level with { Temperature = LevelOfTheory.RoomTemperature }}' depends on temperature: it counts "
                + $"for Boltzmann weights, as in '{level with { Ensemble = Weighed(level) }}', and for gibbs_energy, which "
                + "GFN2-xTB gives at its own optimum; otherwise leave it out: "
                + $"'{level with { Temperature = LevelOfTheory.RoomTemperature }}'"
            : null;
    }

    private static ConformerEnsemble Weighed(LevelOfTheory level) =>
        (level.Ensemble ?? new ConformerEnsemble(default, null, ConformerEnsemble.UsualWindow)) with
        {
            Weights = ConformerWeights.Boltzmann,
        };
}
