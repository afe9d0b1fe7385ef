using Lichen.Exploration.Routes;

namespace Lichen.Exploration.Running;

/// <summary>What the session knows of routes: those by birth, and whose are asked for at the end.</summary>
public sealed partial class CampaignSession
{
    // As the report lists them.
    private IReadOnlyList<int> Listed()
    {
        var result = Result();
        var most = Math.Max(result.Molecules.Count(molecule => molecule.Layer == 1), result.Spec.Hits);
        return
        [
            .. result
                .Molecules.Where(molecule => molecule.Counts && molecule.Value is not null)
                .Take(most)
                .Select(molecule => State.IndexOf(molecule.Candidate.Row)),
        ];
    }

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
            [.. member.Blocks.Select(block => RouteTree.Bought(space.Blocks[block].Smiles, space.Blocks[block].Id, null))],
            null,
            null,
            null
        );
    }
}
