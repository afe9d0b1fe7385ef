using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Running;

/// <summary>Makes rungs of the levels that a campaign file names, and refuses what their engines do not give.</summary>
public static class Ladder
{
    /// <exception cref="CampaignException">A level is not offered, or the objective's level does not give the property.</exception>
    public static async Task<ImmutableArray<Rung>> MakeAsync(
        CampaignSpec spec,
        EngineFactory engines,
        CancellationToken cancellationToken
    )
    {
        var rungs = ImmutableArray.CreateBuilder<Rung>();
        var informing = 0;
        foreach (var rungSpec in spec.Ladder)
        {
            var level = LevelOfTheory.Parse(rungSpec.Level);
            var engine = await engines.MakeAsync(spec, rungSpec, cancellationToken).ConfigureAwait(false);
            var offer = engine.Offer(level);
            if (offer.Problem is { } problem)
            {
                throw new CampaignException($"ladder: {engine.Identity.Name} does not offer {level}: {problem}");
            }

            var gives = offer.Properties.Contains(spec.Objective.Property);
            var last = rungs.Count == spec.Ladder.Length - 1;
            if (last && !gives)
            {
                throw new CampaignException(
                    $"objective: {engine.Identity.Name} does not give {spec.Objective.Property} at {level}; "
                        + $"it gives {string.Join(", ", offer.Properties)}"
                );
            }

            int? below = null;
            if (offer.Geometry == GeometryNeed.LowerLevel)
            {
                below =
                    rungs.FirstOrDefault(rung => rung.LevelText == level.GeometryLevelOfTheory?.ToString())?.Index
                    ?? throw new CampaignException(
                        $"ladder: {level} needs a rung {level.GeometryLevel} below it for its geometry"
                    );
            }

            rungs.Add(
                new Rung(
                    rungs.Count,
                    level,
                    level.ToString(),
                    engine,
                    offer,
                    spec.Objective.Property,
                    gives ? informing++ : null,
                    below,
                    CostPriors.For(rungSpec.Engine, level, rungSpec.Table?.CostSeconds)
                )
            );
        }

        return rungs.ToImmutable();
    }
}
