using System.Runtime.InteropServices;
using System.Text;
using Lichen.Chemistry.Reactions;

namespace Lichen.Chemistry.Native;

/// <summary>Owns what combinations of reactants gave, behind the door.</summary>
internal sealed partial class ProductsHandle : SafeHandle
{
    public ProductsHandle()
        : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <param name="combinations">How many were run.</param>
    internal ReactionOutcome[] Outcomes(int combinations)
    {
        var offsets = new long[combinations + 1];
        var invalid = new int[combinations];
        var status = Read(this, [], 0, out var needed, offsets, invalid);
        var text = new byte[needed];
        if (status != Status.Buffer)
        {
            Door.ThrowIfFailed(status);
        }
        else
        {
            Door.ThrowIfFailed(Read(this, text, needed, out _, offsets, invalid));
        }

        var outcomes = new ReactionOutcome[combinations];
        for (var i = 0; i < combinations; i++)
        {
            var sets = Encoding.UTF8.GetString(text.AsSpan((int)offsets[i]..(int)offsets[i + 1]));
            outcomes[i] = new ReactionOutcome(
                sets.Length == 0 ? [] : [.. sets.Split('\n').Select(set => set.Split(' '))],
                Math.Max(invalid[i], 0),
                invalid[i] >= 0
            );
        }

        return outcomes;
    }

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    [LibraryImport(Door.Library, EntryPoint = "lr_products_read")]
    private static partial Status Read(
        ProductsHandle products,
        Span<byte> text,
        long capacity,
        out long needed,
        Span<long> offsets,
        Span<int> invalid
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_products_free")]
    private static partial void Free(nint products);
}
