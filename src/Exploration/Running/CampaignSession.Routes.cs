using Lichen.Exploration.Routes;

namespace Lichen.Exploration.Running;

/// <summary>What the session knows of routes: those by birth, and whose are asked for at the end.</summary>
public sealed partial class CampaignSession
{
    private readonly Dictionary<int, RouteTree> _blocks = [];

    private IReadOnlyList<int> Listed() => [.. Result().Hits.Select(molecule => State.IndexOf(molecule.Candidate.Row))];

    private RouteTree? BirthOf(int candidate)
    {
        if (Preparation.Space.Reactions is not { Space: var space })
        {
            return null;
        }

        var member = space.At(_members[candidate]);
        return new RouteTree(
            Preparation.Pool[candidate].Smiles,
            space.Library.Templates[member.Template].Name,
            [.. member.Blocks.Select(Block)],
            null,
            null,
            null
        );

        // Few blocks make many products, and each price class is guessed from a parsed molecule.
        RouteTree Block(int block)
        {
            if (!_blocks.TryGetValue(block, out var bought))
            {
                bought = RouteTree.Bought(space.Blocks[block].Smiles, space.Blocks[block].Id, null);
                _blocks.Add(block, bought);
            }

            return bought;
        }
    }
}
