using System.IO.Compression;

namespace Lichen.Chemistry;

/// <summary>
/// How common each Morgan environment of radius 2 or less is among a million molecules that were made: the logarithm of
/// its share, by identifier. Ertl and Schuffenhauer 2009, <see href="https://doi.org/10.1186/1758-2946-1-8"/>; the
/// table comes with RDKit's data.
/// </summary>
internal sealed class FragmentScores
{
    /// <summary>Of an environment that the table lacks.</summary>
    public const double Unknown = -4;

    private const string DebianFolder = "/usr/share/RDKit";

    // Open addressing, linear probing, at most half full: two small arrays instead of a dictionary of 705,292 entries.
    private readonly uint[] _ids;
    private readonly ushort[] _places;
    private readonly double[] _scores;
    private readonly int _shift;

    private FragmentScores(IReadOnlyList<(double Score, List<object> Ids)> groups)
    {
        Count = groups.Sum(group => group.Ids.Count - 1);
        var bits = 4;
        while (1L << bits < 2L * Count)
        {
            bits++;
        }

        _shift = 32 - bits;
        _ids = new uint[1 << bits];
        _places = new ushort[1 << bits];
        _scores = [Unknown, .. groups.Select(group => group.Score)];
        for (var i = 0; i < groups.Count; i++)
        {
            foreach (var id in groups[i].Ids.Skip(1))
            {
                var slot = SlotOf(checked((uint)(long)id));
                _ids[slot] = (uint)(long)id;
                _places[slot] = checked((ushort)(i + 1));
            }
        }
    }

    /// <summary>How many environments the file lists.</summary>
    public int Count { get; }

    /// <summary>The score of an environment, <see cref="Unknown"/> where the table lacks it.</summary>
    public double this[uint id] => _scores[_places[SlotOf(id)]];

    public bool Contains(uint id) => _places[SlotOf(id)] != 0;

    /// <summary>Where RDKit's data has the table: beside the folder <c>Data</c>.</summary>
    public static string DefaultPath =>
        Path.Combine(Path.GetDirectoryName(Rdkit.DataFolder) ?? DebianFolder, "Contrib", "SA_Score", "fpscores.pkl.gz");

    /// <exception cref="FileNotFoundException">RDKit's data files are not installed.</exception>
    /// <exception cref="InvalidDataException">The file is no such table.</exception>
    public static FragmentScores Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is missing: apt-get install rdkit-data", path);
        }

        using var file = File.OpenRead(path);
        using var content = new GZipStream(file, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        content.CopyTo(whole);
        return Read(whole.GetBuffer().AsSpan(0, (int)whole.Length));
    }

    /// <param name="pickle">A list of lists: a score, then the identifiers that share it.</param>
    public static FragmentScores Read(ReadOnlySpan<byte> pickle)
    {
        var groups = new List<(double, List<object>)>();
        foreach (var item in PickledLists.Read(pickle) as List<object> ?? throw new InvalidDataException("No list."))
        {
            if (item is not List<object> group || group is not [double score, ..] || !IsScore(score))
            {
                throw new InvalidDataException($"Group {groups.Count} of the fragment scores begins with no score.");
            }

            if (group.Skip(1).FirstOrDefault(id => id is not (>= 0L and <= uint.MaxValue)) is { } wrong)
            {
                throw new InvalidDataException(
                    $"Group {groups.Count} of the fragment scores has the identifier {wrong}, not 0 to 2^32 - 1."
                );
            }

            groups.Add((score, group));
        }

        return groups.Count is > 0 and < ushort.MaxValue
            ? new FragmentScores(groups)
            : throw new InvalidDataException($"The fragment scores have {groups.Count} groups.");
    }

    private static bool IsScore(double score) => double.IsFinite(score);

    // Multiplicative hashing: Knuth 1998, section 6.4.
    private int SlotOf(uint id)
    {
        var slot = (int)((id * 2654435769u) >> _shift);
        while (_places[slot] != 0 && _ids[slot] != id)
        {
            slot = (slot + 1) & (_ids.Length - 1);
        }

        return slot;
    }
}
