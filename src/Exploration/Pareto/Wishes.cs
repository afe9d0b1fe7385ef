using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Pareto;

/// <summary>A wish with the place where its values are found.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Goal">The wish.</param>
/// <param name="Weight">How much it counts beside the others where one order is needed.</param>
/// <param name="Quantity">Index of the quantity that gives its values; null where the structure does.</param>
/// <param name="OfStructure">The value of every candidate where the structure gives it; empty otherwise.</param>
public sealed record Wish(string Property, Goal Goal, double Weight, int? Quantity, ImmutableArray<double> OfStructure)
{
    /// <summary>A value that the user calls just not good enough, or null.</summary>
    public double? Reference { get; init; }

    /// <summary>A value that the user calls the best, or null.</summary>
    public double? Ideal { get; init; }
}

/// <summary>All that is wanted: objectives, and what a molecule must have to count.</summary>
public sealed record Wishes(ImmutableArray<Wish> Objectives, ImmutableArray<Wish> Constraints)
{
    /// <summary>One property alone is wanted.</summary>
    public bool IsOne => Objectives.Length == 1 && Constraints.IsEmpty;

    /// <summary>Objectives, then constraints.</summary>
    public ImmutableArray<Wish> All => [.. Objectives, .. Constraints];

    /// <summary>A single objective.</summary>
    public static Wishes Of(string property, Goal goal) => new([new Wish(property, goal, 1, 0, [])], []);

    /// <param name="quantities">See <see cref="Quantity.Of"/>.</param>
    /// <param name="structure">The values of a property that follows from the structure, one per candidate.</param>
    public static Wishes Of(
        CampaignSpec spec,
        ImmutableArray<Quantity> quantities,
        Func<string, ImmutableArray<double>> structure
    )
    {
        return new Wishes(
            [
                .. spec.Objectives.Select(wish =>
                    Found(wish.Property, wish.Level, wish.Goal, wish.Weight) with
                    {
                        Reference = wish.Reference,
                        Ideal = wish.Ideal,
                    }
                ),
            ],
            [.. spec.Constraints.Select(wish => Found(wish.Property, wish.Level, wish.Range, 1))]
        );

        Wish Found(string property, string level, Goal goal, double weight) =>
            level == Objective.Structure
                ? new Wish(property, goal, weight, null, structure(property))
                : new Wish(
                    property,
                    goal,
                    weight,
                    quantities.First(q => q.Property == property && q.Top.LevelText == level).Index,
                    []
                );
    }
}
