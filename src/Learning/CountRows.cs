namespace Lichen.Learning;

/// <summary>
/// The count fingerprints of a pool, one sparse row per candidate, with the min-max (Tanimoto on counts)
/// similarity between them: s(x, y) = sum_i min(x_i, y_i) / sum_i max(x_i, y_i), in 0..1.
/// </summary>
/// <remarks>
/// Two empty rows are identical, s = 1. The similarity is positive semi-definite:
/// Ralaivola, Swamidass, Saigo and Baldi 2005, <see href="https://doi.org/10.1016/j.neunet.2005.07.009"/>.
/// </remarks>
public sealed class CountRows
{
    private readonly int[] _rowOffsets;
    private readonly uint[] _featureIds;
    private readonly ushort[] _counts;
    private readonly int[] _totals;

    // The same entries by feature: a row's minima with all others touch only the features it has.
    private readonly int[] _entryFeatures;
    private readonly int[] _featureOffsets;
    private readonly int[] _featureRows;
    private readonly ushort[] _featureCounts;

    /// <summary>Takes rows in compressed sparse form; the arrays are kept, not copied.</summary>
    /// <param name="rowOffsets">Where each row starts, shape (n + 1), first 0, never falling.</param>
    /// <param name="featureIds">Features of each row, strictly rising within a row.</param>
    /// <param name="counts">How often each occurs, shape as <paramref name="featureIds"/>.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together, or a row is not rising.</exception>
    public CountRows(int[] rowOffsets, uint[] featureIds, ushort[] counts)
    {
        if (rowOffsets.Length == 0 || rowOffsets[0] != 0 || rowOffsets[^1] != featureIds.Length)
        {
            throw new ArgumentException($"Row offsets must go from 0 to the {featureIds.Length} entries.");
        }

        if (counts.Length != featureIds.Length)
        {
            throw new ArgumentException($"{featureIds.Length} features but {counts.Length} counts.");
        }

        (_rowOffsets, _featureIds, _counts) = (rowOffsets, featureIds, counts);
        _totals = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int entry = rowOffsets[row]; entry < rowOffsets[row + 1]; entry++)
            {
                if (entry > rowOffsets[row] && featureIds[entry] <= featureIds[entry - 1])
                {
                    throw new ArgumentException($"The features of row {row} do not rise strictly.");
                }

                _totals[row] = checked(_totals[row] + counts[entry]);
            }
        }

        (_entryFeatures, _featureOffsets) = NumberFeatures(featureIds);
        _featureRows = new int[featureIds.Length];
        _featureCounts = new ushort[featureIds.Length];
        int[] next = [.. _featureOffsets];
        for (int row = 0; row < Rows; row++)
        {
            for (int entry = rowOffsets[row]; entry < rowOffsets[row + 1]; entry++)
            {
                int place = next[_entryFeatures[entry]]++;
                _featureRows[place] = row;
                _featureCounts[place] = counts[entry];
            }
        }
    }

    /// <summary>The number of candidates.</summary>
    public int Rows => _rowOffsets.Length - 1;

    /// <summary>The rows named, in that order; a row may be named more than once.</summary>
    public CountRows Select(ReadOnlySpan<int> rows)
    {
        var offsets = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + _rowOffsets[rows[i] + 1] - _rowOffsets[rows[i]];
        }

        var features = new uint[offsets[^1]];
        var counts = new ushort[offsets[^1]];
        for (int i = 0; i < rows.Length; i++)
        {
            Range entries = _rowOffsets[rows[i]].._rowOffsets[rows[i] + 1];
            _featureIds.AsSpan(entries).CopyTo(features.AsSpan(offsets[i]));
            _counts.AsSpan(entries).CopyTo(counts.AsSpan(offsets[i]));
        }

        return new CountRows(offsets, features, counts);
    }

    /// <summary>These rows, then more.</summary>
    public CountRows With(CountRows more) =>
        new(
            [.. _rowOffsets, .. more._rowOffsets.Skip(1).Select(offset => checked(_rowOffsets[^1] + offset))],
            [.. _featureIds, .. more._featureIds],
            [.. _counts, .. more._counts]
        );

    /// <summary>Computes the similarity of one row to every row.</summary>
    /// <param name="row">The row compared.</param>
    /// <param name="shared">Scratch, shape at least (n).</param>
    /// <param name="similarities">Receives the similarities, shape at least (n); what is beyond n is left alone.</param>
    /// <remarks>Sums are of integers, hence exact and symmetric: s(x, y) and s(y, x) are the same bits.</remarks>
    public void Similarities(int row, Span<int> shared, Span<double> similarities)
    {
        shared[..Rows].Clear();
        for (int entry = _rowOffsets[row]; entry < _rowOffsets[row + 1]; entry++)
        {
            int count = _counts[entry];
            int feature = _entryFeatures[entry];
            int end = _featureOffsets[feature + 1];
            for (int place = _featureOffsets[feature]; place < end; place++)
            {
                shared[_featureRows[place]] += Math.Min(count, _featureCounts[place]);
            }
        }

        int total = _totals[row];
        for (int other = 0; other < Rows; other++)
        {
            int union = total + _totals[other] - shared[other];
            similarities[other] = union == 0 ? 1.0 : (double)shared[other] / union;
        }
    }

    /// <summary>All similarities, shape (n, stride) by rows; what is beyond n in a row is 0.</summary>
    internal double[] SimilarityMatrix(int stride)
    {
        var matrix = new double[Rows * stride];
        var scratch = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Similarities(row, scratch, matrix.AsSpan(row * stride, stride));
        }

        return matrix;
    }

    /// <summary>The features of a row, rising.</summary>
    internal ReadOnlySpan<uint> FeaturesOf(int row) => _featureIds.AsSpan(_rowOffsets[row].._rowOffsets[row + 1]);

    /// <summary>How often each feature of a row occurs.</summary>
    internal ReadOnlySpan<ushort> CountsOf(int row) => _counts.AsSpan(_rowOffsets[row].._rowOffsets[row + 1]);

    /// <summary>The sum of the counts of a row.</summary>
    internal int TotalOf(int row) => _totals[row];

    private static (int[] EntryFeatures, int[] FeatureOffsets) NumberFeatures(uint[] featureIds)
    {
        var numbers = new Dictionary<uint, int>();
        var entryFeatures = new int[featureIds.Length];
        var sizes = new List<int>();
        for (int entry = 0; entry < featureIds.Length; entry++)
        {
            if (!numbers.TryGetValue(featureIds[entry], out int number))
            {
                number = sizes.Count;
                numbers.Add(featureIds[entry], number);
                sizes.Add(0);
            }

            entryFeatures[entry] = number;
            sizes[number]++;
        }

        var offsets = new int[sizes.Count + 1];
        for (int feature = 0; feature < sizes.Count; feature++)
        {
            offsets[feature + 1] = offsets[feature] + sizes[feature];
        }

        return (entryFeatures, offsets);
    }
}
