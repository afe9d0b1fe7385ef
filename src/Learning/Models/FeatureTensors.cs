using System.Collections.Immutable;

namespace Lichen.Learning.Models;

/// <summary>Features as tensors.</summary>
internal static class FeatureTensors
{
    /// <summary>Scaled descriptors, shape (n, d).</summary>
    public static Tensor OfDescriptors(DescriptorMatrix descriptors, int rows)
    {
        var values = new double[rows * descriptors.Columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < descriptors.Columns; column++)
            {
                values[(row * descriptors.Columns) + column] = descriptors[row, column];
            }
        }

        return Tensor.Of<double>(values, rows, descriptors.Columns);
    }

    /// <summary>A count fingerprint in compressed sparse rows: offsets, features and counts.</summary>
    public static void Add(ImmutableSortedDictionary<string, Tensor>.Builder tensors, string name, CountRows counts)
    {
        var offsets = new int[counts.Rows + 1];
        var features = new List<uint>();
        var numbers = new List<ushort>();
        for (int row = 0; row < counts.Rows; row++)
        {
            features.AddRange(counts.FeaturesOf(row));
            numbers.AddRange(counts.CountsOf(row));
            offsets[row + 1] = features.Count;
        }

        tensors[$"{name}.offsets"] = Tensor.Of<int>(offsets);
        tensors[$"{name}.features"] = Tensor.Of<uint>(features.ToArray());
        tensors[$"{name}.counts"] = Tensor.Of<ushort>(numbers.ToArray());
    }

    /// <summary>The reverse of <see cref="Add"/>.</summary>
    /// <exception cref="FormatException">The offsets are not those of rows.</exception>
    public static CountRows Counts(TensorReader tensors, string name, int rows)
    {
        int[] offsets = tensors.Values<int>($"{name}.offsets", rows + 1).ToArray();
        uint[] features = tensors.Values<uint>($"{name}.features", -1).ToArray();
        ushort[] counts = tensors.Values<ushort>($"{name}.counts", features.Length).ToArray();
        bool rising = offsets.Zip(offsets.Skip(1)).All(pair => pair.First <= pair.Second);
        return rising && offsets[0] == 0 && offsets[^1] == features.Length
            ? new CountRows(offsets, features, counts)
            : throw new FormatException($"the offsets of '{name}' do not rise from 0 to {features.Length}");
    }
}
