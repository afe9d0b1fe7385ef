using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// Two-dimensional descriptors in bulk: RDKit's (constitution, connectivity, surface contributions, BCUT), counts of
/// groups that act on frontier orbitals, and Hückel orbitals of the pi system. Defined in docs/methods/descriptors.md.
/// </summary>
public static class Descriptors
{
    /// <summary>Names in the order of the columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
        Door.Text(
                static (Span<byte> text, out long needed) =>
                    BatchBindings.DescriptorNames(text, text.Length, out needed, out _)
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <param name="smiles">The molecules, shape (n).</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    public static DescriptorTable Compute(
        IReadOnlyList<string> smiles,
        int threads,
        CancellationToken cancellationToken = default
    )
    {
        var columns = Names.Count;
        var values = new double[checked(smiles.Count * columns)];
        Blocks.ForEach(
            smiles,
            threads,
            block =>
            {
                var part = values.AsSpan(block.Start * columns, block.Count * columns);
                Door.ThrowIfFailed(BatchBindings.ComputeDescriptors(block.Batch, part, part.Length));
            },
            cancellationToken
        );
        return new DescriptorTable(Names, values);
    }
}
