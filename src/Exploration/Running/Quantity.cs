using System.Collections.Immutable;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Running;

/// <summary>A property at a level that objectives or constraints ask for: what one model predicts.</summary>
/// <param name="Index">Place among the campaign's quantities; 0 is the leading objective's.</param>
/// <param name="Property">Name of the property.</param>
/// <param name="Rungs">The ladder up to its level; a rung has a model index where it gives this property.</param>
public sealed record Quantity(int Index, string Property, ImmutableArray<Rung> Rungs)
{
    /// <summary>The rung at which it counts.</summary>
    public Rung Top => Rungs[^1];

    /// <summary>The model's index of a rung of the campaign's ladder, or null where the rung says nothing of this quantity.</summary>
    public int? ModelIndexAt(int rung) => rung < Rungs.Length ? Rungs[rung].ModelIndex : null;

    /// <summary>The quantities of a campaign, the leading objective's first; what the structure tells is none.</summary>
    /// <param name="rungs">The whole ladder, indexed for the leading objective.</param>
    public static ImmutableArray<Quantity> Of(CampaignSpec spec, ImmutableArray<Rung> rungs)
    {
        var wanted = spec
            .Objectives.Select(objective => (objective.Property, objective.Level))
            .Concat(spec.Constraints.Select(constraint => (constraint.Property, constraint.Level)))
            .Where(wish => wish.Level != Core.Objectives.Objective.Structure)
            .Distinct();
        return
        [
            .. wanted.Select((wish, index) => new Quantity(index, wish.Property, Ladder(wish.Property, wish.Level))),
        ];

        ImmutableArray<Rung> Ladder(string property, string level)
        {
            var informing = 0;
            return
            [
                .. rungs
                    .Take(rungs.First(rung => rung.LevelText == level).Index + 1)
                    .Select(rung =>
                        rung with
                        {
                            Property = property,
                            ModelIndex = rung.Offer.Properties.Contains(property) ? informing++ : null,
                        }
                    ),
            ];
        }
    }
}
