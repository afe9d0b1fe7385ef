namespace Lichen.Core;

/// <summary>Finds the word that a user most likely meant.</summary>
public static class NearestWord
{
    /// <summary>" did you mean 'x'?" after a semicolon, or nothing when no word is near.</summary>
    public static string Suggestion(string found, IEnumerable<string> words) =>
        Of(found, words) is { } word ? $"; did you mean '{word}'?" : "";

    /// <summary>
    /// The word at the least edit distance, at most a third of its length; else the only one of which the found is a part, as gap
    /// is of homo_lumo_gap; null when none is so near.
    /// </summary>
    public static string? Of(string found, IEnumerable<string> words)
    {
        if (found.Length > 100)
        {
            return null;
        }

        string? best = null;
        var least = int.MaxValue;
        foreach (var word in words)
        {
            var distance = Distance(Folded(found), Folded(word));
            if (distance < least && distance <= Math.Max(1, Math.Max(word.Length, found.Length) / 3))
            {
                best = word;
                least = distance;
            }
        }

        return best
            ?? (
                words.Where(word => Folded(word).Split('_').Contains(Folded(found))).ToArray() is [var only]
                    ? only
                    : null
            );
    }

    /// <summary>Number of letters to insert, delete, replace or swap with their neighbour.</summary>
    /// <remarks>
    /// Optimal string alignment: no part is edited twice. Damerau 1964, <see href="https://doi.org/10.1145/363958.363994"/>.
    /// </remarks>
    public static int Distance(string a, string b)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++)
        {
            rows[i] = new int[b.Length + 1];
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0][j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            int[] now = rows[i % 3],
                before = rows[(i - 1) % 3],
                twoBefore = rows[(i + 1) % 3];
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                now[j] = Math.Min(replaced, 1 + Math.Min(before[j], now[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    now[j] = Math.Min(now[j], twoBefore[j - 2] + 1);
                }
            }
        }

        return rows[a.Length % 3][b.Length];
    }

    private static string Folded(string word) => word.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
}
