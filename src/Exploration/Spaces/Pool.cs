using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Molecules;

namespace Lichen.Exploration.Spaces;

/// <summary>The candidates that the rules let through, in the order of the user's file.</summary>
public sealed class Pool
{
    private Pool(ImmutableArray<Candidate> candidates)
    {
        Candidates = candidates;
        IndexOfRow = candidates.Select((candidate, index) => (candidate.Row, index)).ToDictionary(pair => pair.Row, pair => pair.index);
        TypicalAtoms = candidates.IsEmpty ? 0 : candidates.Select(candidate => candidate.Atoms).Order().ElementAt(candidates.Length / 2);
        Digest = DigestOf(candidates);
    }

    public ImmutableArray<Candidate> Candidates { get; }

    public int Count => Candidates.Length;

    /// <summary>Index of the candidate that stands in a row of the user's file.</summary>
    public IReadOnlyDictionary<int, int> IndexOfRow { get; }

    /// <summary>Median number of atoms, hydrogens included; 0 for an empty pool.</summary>
    public int TypicalAtoms { get; }

    /// <summary>SHA-256 over rows and SMILES, by which a journal knows its pool again.</summary>
    public string Digest { get; }

    public Candidate this[int index] => Candidates[index];

    /// <exception cref="ArgumentException">Two candidates come from one row.</exception>
    public static Pool Of(ImmutableArray<Candidate> candidates) => new(candidates);

    private static string DigestOf(ImmutableArray<Candidate> candidates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var candidate in candidates)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{candidate.Row}\t{candidate.Smiles}\t{candidate.Charge}\t{candidate.Multiplicity}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
