using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// How hard a molecule looks to make, from 1 (easy) to 10 (hard): how common its fragments are, less penalties for
/// size, stereocentres, spiro and bridgehead atoms and large rings. Safe to use from several threads.
/// </summary>
/// <remarks>
/// Equal, to the last bit, to the reference that comes with RDKit (sascorer.py 1.1): it differs from the paper in the
/// penalty of large rings and in a term for symmetry. Source: Ertl and Schuffenhauer 2009,
/// <see href="https://doi.org/10.1186/1758-2946-1-8"/>. See docs/methods/synthetic-accessibility.md.
/// </remarks>
public sealed class SyntheticAccessibility
{
    private const int Radius = 2;

    // Of ring systems taken alone: at 2, one in six drug-like molecules would have a rare one.
    private const int RareRadius = 1;

    private readonly FragmentScores _fragments;

    private SyntheticAccessibility(FragmentScores fragments) => _fragments = fragments;

    /// <summary>Reads the fragment table of RDKit's data; no code in it is run.</summary>
    /// <exception cref="FileNotFoundException">RDKit's data files are not installed.</exception>
    /// <exception cref="InvalidDataException">The table is broken.</exception>
    public static SyntheticAccessibility Load() => new(FragmentScores.Load(FragmentScores.DefaultPath));

    /// <summary>The score of each molecule, shape (n), 1 to 10; NaN where a row is no molecule.</summary>
    /// <param name="smiles">The molecules, shape (n).</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    public double[] Scores(IReadOnlyList<string> smiles, int threads, CancellationToken cancellationToken = default)
    {
        var scores = new double[smiles.Count];
        Blocks.ForEach(
            smiles,
            threads,
            block => Score(block.Batch, scores.AsSpan(block.Start, block.Count)),
            cancellationToken
        );
        return scores;
    }

    /// <summary>The scores of molecules in hand.</summary>
    internal void Score(BatchHandle batch, Span<double> scores)
    {
        var complexity = Complexity.Of(batch, scores.Length);
        var features = SparseRows.Morgan(batch, scores.Length, Radius);
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] =
                complexity[row].Atoms == 0
                    ? double.NaN
                    : Score(complexity[row], features.IdsOf(row), features.CountsOf(row));
        }
    }

    /// <summary>
    /// How many ring systems of each row have, taken alone, an environment that the fragment table lacks: nobody made it
    /// among the million molecules behind the table.
    /// </summary>
    internal double[] RareRingSystems(BatchHandle batch, int rows)
    {
        var systems = RingSystems.Of(batch, rows);
        string[] distinct = [.. systems.SelectMany(row => row).Distinct()];
        var features = CountFingerprints.Morgan(distinct, RareRadius, threads: 1);
        var rare = new HashSet<string>(
            distinct.Where((_, system) => IsRare(features.IdsOf(system))),
            StringComparer.Ordinal
        );
        return [.. systems.Select(row => (double)row.Count(rare.Contains))];
    }

    private bool IsRare(ReadOnlySpan<uint> environments)
    {
        foreach (var environment in environments)
        {
            if (!_fragments.Contains(environment))
            {
                return true;
            }
        }

        return false;
    }

    // The order of the operations is the reference's: another one would differ in the last digits.
    private double Score(in Complexity complexity, ReadOnlySpan<uint> ids, ReadOnlySpan<ushort> counts)
    {
        var sum = 0.0;
        var total = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            total += counts[i];
            sum += _fragments[ids[i]] * counts[i];
        }

        var atoms = complexity.Atoms;
        var stereocentres = complexity.AssignedStereocentres + complexity.UnassignedStereocentres;
        var penalties =
            0.0
            - (Math.Pow(atoms, 1.005) - atoms)
            - Math.Log10(stereocentres + 1)
            - Math.Log10(complexity.SpiroAtoms + 1)
            - Math.Log10(complexity.BridgeheadAtoms + 1)
            - (complexity.Macrocycles > 0 ? Math.Log10(2) : 0.0);
        var symmetry = atoms > ids.Length ? Math.Log((double)atoms / ids.Length) * 0.5 : 0.0;
        var raw = (sum / total) + penalties + symmetry;

        const double least = -4.0;
        const double most = 2.5;
        var score = 11.0 - ((raw - least + 1) / (most - least) * 9.0);
        if (score > 8.0)
        {
            score = 8.0 + Math.Log(score + 1.0 - 9.0);
        }

        return Math.Clamp(score, 1.0, 10.0);
    }
}
