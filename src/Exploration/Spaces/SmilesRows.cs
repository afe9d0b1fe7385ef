namespace Lichen.Exploration.Spaces;

/// <summary>Reads .smi: a SMILES, then tab or space, then the name. Lines that begin with # are comments.</summary>
internal static class SmilesRows
{
    private static readonly char[] Blank = [' ', '\t'];

    public static IEnumerable<SpaceRow> Read(TextReader reader)
    {
        var row = 0;
        var first = true;
        while (reader.ReadLine() is { } line)
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var end = text.IndexOfAny(Blank);
            var smiles = end < 0 ? text : text[..end];
            var header = first && IsHeader(smiles);
            first = false;
            if (header)
            {
                continue;
            }

            row++;
            yield return new SpaceRow(row, SpaceRow.IdOr(end < 0 ? null : Name(text[end..]), row), smiles, null);
        }
    }

    // "smiles" alone would parse as five aromatic atoms and a mistake: no molecule begins so.
    private static bool IsHeader(string word) => word.Contains("smiles", StringComparison.OrdinalIgnoreCase);

    // Extended SMILES put |...| between the SMILES and the name; columns after a tab are not part of the name.
    private static string Name(string rest)
    {
        var name = rest.Trim();
        if (name.StartsWith('|') && name.IndexOf('|', 1) is > 0 and var close)
        {
            name = name[(close + 1)..].Trim();
        }

        var tab = name.IndexOf('\t', StringComparison.Ordinal);
        return tab < 0 ? name : name[..tab];
    }
}
