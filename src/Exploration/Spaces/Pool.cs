using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Molecules;
using Lichen.Exploration.ReactionSpaces;

namespace Lichen.Exploration.Spaces;

/// <summary>The candidates that the rules kept, in the order of the file.</summary>
public sealed class Pool(ImmutableArray<Candidate> candidates)
{
    public ImmutableArray<Candidate> Candidates { get; } = candidates;

    /// <summary>SHA-256 over row and SMILES of every candidate, in lower-case hexadecimal: two runs that share it search the same pool.</summary>
    public string Digest { get; } = DigestOf(candidates);

    public int Count => Candidates.Length;

    /// <summary>Index of the candidate that stands in a row of the user's file.</summary>
    public IReadOnlyDictionary<int, int> IndexOfRow { get; } =
        candidates.Index().ToDictionary(pair => pair.Item.Row, pair => pair.Index);

    /// <summary>Size of a candidate with the median number of atoms, the median one by electrons among them.</summary>
    public MoleculeSize TypicalSize { get; } = TypicalOf(candidates);

    /// <summary>The same pool with more candidates at its end, which have rows of their own.</summary>
    public Pool With(IEnumerable<Candidate> more) => new([.. Candidates, .. more]);

    public Candidate this[int index] => Candidates[index];

    private static MoleculeSize TypicalOf(ImmutableArray<Candidate> candidates)
    {
        var sizes = candidates
            .Select(MoleculeSize.Of)
            .OrderBy(size => size.Atoms)
            .ThenBy(size => size.Electrons)
            .ToArray();
        return sizes.Length == 0 ? default : sizes[sizes.Length / 2];
    }

    private static string DigestOf(ImmutableArray<Candidate> candidates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> row = stackalloc byte[8];
        foreach (var candidate in candidates)
        {
            // Row and length before the text: no two different pools give the same bytes.
            var smiles = Encoding.UTF8.GetBytes(candidate.Smiles);
            BinaryPrimitives.WriteInt32LittleEndian(row, candidate.Row);
            BinaryPrimitives.WriteInt32LittleEndian(row[4..], smiles.Length);
            hash.AppendData(row);
            hash.AppendData(smiles);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A pool and what became of all rows on the way to it.</summary>
public sealed record PoolReading(Pool Pool, RejectsSummary Rejects)
{
    /// <summary>The reaction space that the pool was drawn from, or null for molecules of a file.</summary>
    public ReactionSource? Reactions { get; init; }
}
