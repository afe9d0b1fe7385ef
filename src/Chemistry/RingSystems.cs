using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// Ring systems: rings that share atoms, with what is doubly bonded to them, apart from the rest of the molecule.
/// </summary>
internal static class RingSystems
{
    /// <summary>The systems of each row as canonical SMILES without configurations; a system found twice is there twice.</summary>
    public static string[][] Of(BatchHandle batch, int rows)
    {
        var offsets = new long[rows + 1];
        var status = BatchBindings.RingSystems(batch, [], 0, out var needed, offsets);
        if (status != Status.Buffer)
        {
            Door.ThrowIfFailed(status);
        }

        var text = new byte[needed];
        if (needed > 0)
        {
            Door.ThrowIfFailed(BatchBindings.RingSystems(batch, text, needed, out _, offsets));
        }

        return
        [
            .. Enumerable
                .Range(0, rows)
                .Select(row => Encoding.UTF8.GetString(text.AsSpan((int)offsets[row]..(int)offsets[row + 1])))
                .Select(systems => systems.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        ];
    }
}
