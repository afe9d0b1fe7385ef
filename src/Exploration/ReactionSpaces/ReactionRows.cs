using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>Members of a reaction space as rows of a file: what reads files of molecules reads these.</summary>
internal static class ReactionRows
{
    private const int BlockSize = 512;

    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="tally">Receives what became of each member.</param>
    public static IEnumerable<SpaceRow> Of(
        ReactionSpace space,
        IEnumerable<long> members,
        int firstRow,
        ReactionTally tally,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var row = firstRow;
        foreach (var block in members.Chunk(BlockSize))
        {
            foreach (var product in space.Make([.. block.Select(space.At)], threads, cancellationToken))
            {
                tally.Add(product);
                yield return Of(space, product, row++);
            }
        }
    }

    public static SpaceRow Of(ReactionSpace space, ReactionProduct product, int row) =>
        new(
            row,
            space.IdOf(product.Member),
            product.Smiles ?? "",
            product.Smiles is null
                ? $"{space.Library.Templates[product.Member.Template].Name} makes no molecule of these reactants"
                : null,
            space.RouteOf(product)
        );
}
