using System.Collections.Immutable;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>How large a reaction space is.</summary>
/// <param name="BuildingBlocks">Building blocks kept.</param>
/// <param name="RefusedBlocks">Rows of their file that are none.</param>
/// <param name="IdleBlocks">Building blocks that take part in no reaction.</param>
/// <param name="Combinations">Members of the space, exact.</param>
/// <param name="Drawn">Members made to see what becomes of them.</param>
/// <param name="Distinct">Different molecules among those made.</param>
/// <param name="Reactions">In the order of the library.</param>
public sealed record SpaceCount(
    int BuildingBlocks,
    int RefusedBlocks,
    int IdleBlocks,
    long Combinations,
    int Drawn,
    int Distinct,
    ImmutableArray<ReactionCount> Reactions
)
{
    /// <summary>Members made that gave a molecule.</summary>
    public int Made => Reactions.Sum(reaction => reaction.Made);

    /// <summary>Counts a space, and makes some of its members.</summary>
    /// <param name="sample">Members drawn uniformly; 0 makes none.</param>
    public static SpaceCount Of(ReactionSource source, int sample, ulong seed, CancellationToken cancellationToken)
    {
        var space = source.Space;
        var tally = new ReactionTally(space.Counts.Length);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        var drawn = 0;
        foreach (
            var row in ReactionRows.Of(
                space,
                space.Draw(sample, seed),
                1,
                tally,
                Environment.ProcessorCount,
                cancellationToken
            )
        )
        {
            drawn++;
            if (row.Problem is null)
            {
                distinct.Add(row.Smiles);
            }
        }

        return new SpaceCount(
            space.Blocks.Length,
            source.Refused.Length,
            space.IdleBlocks,
            space.Count,
            drawn,
            distinct.Count,
            [.. Enumerable.Range(0, space.Counts.Length).Select(template => CountOf(space, tally, template))]
        );
    }

    private static ReactionCount CountOf(ReactionSpace space, ReactionTally tally, int template)
    {
        var reaction = space.Library.Templates[template];
        return new ReactionCount(
            reaction.Name,
            [
                .. reaction.Groups.Select(
                    (group, place) => new ReactantCount(group, space.BlocksAt(template, place).Length)
                ),
            ],
            space.Counts[template],
            tally.MadeOf(template),
            tally.EmptyOf(template),
            tally.AmbiguousOf(template)
        );
    }
}

/// <summary>The part of one reaction.</summary>
/// <param name="Combinations">Members of the space, exact; 0 where a place finds no building block.</param>
/// <param name="Made">Of those made, how many gave a molecule.</param>
/// <param name="Empty">Of those made, how many gave none.</param>
/// <param name="Ambiguous">Of those that gave a molecule, how many could give several.</param>
public sealed record ReactionCount(
    string Name,
    ImmutableArray<ReactantCount> Reactants,
    long Combinations,
    int Made,
    int Empty,
    int Ambiguous
);

/// <summary>One place of a reaction.</summary>
/// <param name="Group">What a molecule must have, in words.</param>
/// <param name="Matching">Building blocks that have it.</param>
public sealed record ReactantCount(string Group, int Matching);
