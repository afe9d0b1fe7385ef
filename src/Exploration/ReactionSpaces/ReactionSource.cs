using System.Collections.Immutable;
using Lichen.Chemistry.Reactions;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>The reaction space of a campaign, and what became of its files.</summary>
/// <param name="Space">The space.</param>
/// <param name="Refused">Rows of the file of building blocks that are none.</param>
/// <param name="Tally">What became of the members made so far.</param>
public sealed record ReactionSource(ReactionSpace Space, ImmutableArray<RefusedBlock> Refused, ReactionTally Tally)
    : IDisposable
{
    /// <summary>Reads building blocks and reactions as a campaign names them.</summary>
    /// <exception cref="SpaceException">A file is missing or wrong, or no reaction finds its reactants.</exception>
    public static ReactionSource Open(CampaignSpec spec, int threads, CancellationToken cancellationToken) =>
        Open(
            SpaceFile.Locate(spec.Space.Reactions!.BuildingBlocks, spec.Folder),
            spec.Space.Reactions.Templates == ReactionLibrary.RobustName
                ? null
                : SpaceFile.Locate(spec.Space.Reactions.Templates, spec.Folder),
            spec.Space,
            threads,
            cancellationToken
        );

    /// <param name="buildingBlocks">File of building blocks.</param>
    /// <param name="templates">File of reactions, or null for the robust ones.</param>
    /// <param name="columns">Names of the columns in the file of building blocks.</param>
    /// <param name="threads">Blocks of rows worked on at once.</param>
    /// <exception cref="SpaceException">A file is missing or wrong, or no reaction finds its reactants.</exception>
    public static ReactionSource Open(
        string buildingBlocks,
        string? templates,
        SpaceSpec columns,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var blocks = BuildingBlockFile.Read(buildingBlocks, columns, threads, cancellationToken);
        var library = LibraryOf(templates);
        var space = ReactionSpace.Of(library, blocks.Kept, threads, cancellationToken);
        if (space.Count > 0)
        {
            return new ReactionSource(space, blocks.Refused, new ReactionTally(library.Templates.Count));
        }

        space.Dispose();
        throw new SpaceException(
            $"{buildingBlocks}: none of {library.Templates.Count} reactions finds all its reactants among "
                + $"{blocks.Kept.Length} building blocks"
        );
    }

    public void Dispose() => Space.Dispose();

    private static ReactionLibrary LibraryOf(string? templates)
    {
        try
        {
            return templates is null ? ReactionLibrary.Robust() : ReactionLibrary.Read(templates);
        }
        catch (InvalidDataException wrong)
        {
            throw new SpaceException(wrong.Message, wrong);
        }
    }
}
