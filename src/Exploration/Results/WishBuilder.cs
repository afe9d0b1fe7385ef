using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>Says in words what a campaign with several wishes wants, and how well each was predicted.</summary>
internal static class WishBuilder
{
    /// <returns>Objectives, then constraints; empty where one property alone is wanted.</returns>
    public static ImmutableArray<WishFacts> Of(CampaignParts parts, Wishes wishes)
    {
        if (wishes.IsOne)
        {
            return [];
        }

        var levels = parts
            .Spec.Objectives.Select(objective => objective.Level)
            .Concat(parts.Spec.Constraints.Select(constraint => constraint.Level))
            .ToList();
        return
        [
            .. wishes.All.Select(
                (wish, i) =>
                    new WishFacts(
                        wish.Property,
                        Property.Declared(wish.Property, parts.UnitOf(wish.Property)).ColumnName,
                        parts.UnitOf(wish.Property),
                        levels[i],
                        wish.Goal.ToString()!,
                        wish.Goal is Maximise,
                        wish.Weight
                    )
                    {
                        Test = wish.Quantity is { } quantity ? TestOf(parts, quantity) : null,
                    }
            ),
        ];
    }

    /// <summary>Every pair of quantities that some molecule tested both of.</summary>
    public static ImmutableArray<ErrorsTogether> Together(CampaignState state) =>
        [
            .. from one in state.Quantities
            from other in state.Quantities
            where one.Quantity.Index < other.Quantity.Index
            let pair = state.Errors.Between(one.Quantity.Index, other.Quantity.Index)
            where pair.Count > 0
            select new ErrorsTogether(
                one.Quantity.Property,
                other.Quantity.Property,
                pair.Count,
                pair.Correlation,
                pair.Nats,
                pair.IsShown
            ),
        ];

    private static WishTest TestOf(CampaignParts parts, int quantity)
    {
        var known = parts.State.Quantities[quantity];
        var calibration = known.CalibrationOf(known.Quantity.Top.Index);
        return new WishTest(
            calibration.Count,
            calibration.Coverage50,
            calibration.Coverage90,
            calibration.MeanAbsoluteError
        );
    }
}
