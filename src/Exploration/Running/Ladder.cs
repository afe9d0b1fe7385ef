using System.Collections.Immutable;
using Lichen.Compute.Engines;
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
            // A table knows levels by their whole names.
            var offer = rungSpec.Engine == "table" ? engine.Offer(level) : EnsembleOffer.Of(level, engine.Offer);
            if (offer.Problem is { } problem)
            {
                throw new CampaignException($"ladder: {engine.Identity.Name} does not offer {level}: {problem}");
            }

            foreach (var (kind, property) in WishesAt(spec, level.ToString()))
            {
                if (!offer.Properties.Contains(property))
                {
                    throw new CampaignException(
                        $"{kind}: {engine.Identity.Name} does not give {property} at {level}; "
                            + $"it gives {string.Join(", ", offer.Properties)}"
                    );
                }
            }

            var gives = offer.Properties.Contains(spec.Objective.Property);

            int? below = null;
            if (offer.Geometry == GeometryNeed.LowerLevel)
            {
                below =
                    rungs.FirstOrDefault(rung => rung.LevelText == level.GeometryLevelOfTheory?.ToString())?.Index
                    ?? throw new CampaignException(
                        $"ladder: {level} needs a rung {level.GeometryLevelOfTheory} below it for its geometry"
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
                {
                    GraphicsWatts = rungSpec.Command?.GraphicsWatts ?? 0,
                }
            );
        }

        return WithFurther(spec, rungs.ToImmutable());
    }

    private static IEnumerable<(string Kind, string Property)> WishesAt(CampaignSpec spec, string level) =>
        spec
            .Objectives.Where(objective => objective.Level == level)
            .Select(objective => ("objective", objective.Property))
            .Concat(
                spec.Constraints.Where(constraint => constraint.Level == level)
                    .Select(constraint => ("constraint", constraint.Property))
            );

    // A calculation that gives several wanted properties is asked for all of them at once.
    private static ImmutableArray<Rung> WithFurther(CampaignSpec spec, ImmutableArray<Rung> rungs)
    {
        var quantities = Quantity.Of(spec, rungs);
        return
        [
            .. rungs
                .Select(rung =>
                    rung with
                    {
                        Further =
                        [
                            .. quantities
                                .Where(quantity =>
                                    quantity.Property != rung.Property
                                    && rung.Index < quantity.Rungs.Length
                                    && quantity.Rungs[rung.Index].ModelIndex is not null
                                )
                                .Select(quantity => quantity.Property)
                                .Distinct(),
                        ],
                    }
                )
                .Select(rung =>
                    DissociationRun.Serves(rung)
                        ? rung with
                        {
                            CostPrior = CostPriors.WithFragments(rung.CostPrior),
                        }
                        : rung
                ),
        ];
    }
}
