using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Labelled structures as tensors: atoms one after another, where each structure begins, labels.</summary>
internal static class StructureTensors
{
    public static void Add(ImmutableSortedDictionary<string, Tensor>.Builder tensors, StructureSet set)
    {
        var starts = new int[set.Count + 1];
        for (int m = 0; m < set.Count; m++)
        {
            starts[m + 1] = starts[m] + set.Geometries[m].AtomCount;
        }

        tensors["structures.starts"] = Tensor.Of<int>(starts);
        tensors["structures.atomic_numbers"] = Tensor.Of<byte>([
            .. set.Geometries.SelectMany(geometry => geometry.AtomicNumbers.ToArray()),
        ]);
        tensors["structures.bohr"] = Tensor.Of<double>(
            [.. set.Geometries.SelectMany(geometry => geometry.Bohr.ToArray())],
            starts[^1],
            3
        );
        tensors["labels.values"] = Tensor.Of(set.Values.AsSpan());
        if (set.HasLower)
        {
            tensors["labels.lower"] = Tensor.Of(set.Lower.AsSpan());
        }
    }

    /// <summary>The reverse of <see cref="Add"/>.</summary>
    /// <exception cref="FormatException">A structure is none that could have been learned from.</exception>
    public static StructureSet Read(TensorReader tensors, bool hasLower, ElementSet elements)
    {
        ImmutableArray<double> values = [.. tensors.Values<double>("labels.values", -1)];
        ReadOnlySpan<int> starts = tensors.Values<int>("structures.starts", values.Length + 1);
        ReadOnlySpan<byte> numbers = tensors.Values<byte>("structures.atomic_numbers", starts[^1]);
        ReadOnlySpan<double> bohr = tensors.Values<double>("structures.bohr", starts[^1], 3);
        var geometries = ImmutableArray.CreateBuilder<Geometry>(values.Length);
        for (int m = 0; m < values.Length; m++)
        {
            if (starts[0] != 0 || starts[m + 1] <= starts[m] || starts[m + 1] > numbers.Length)
            {
                throw new FormatException($"structure {m + 1} does not begin where the one before ends");
            }

            var geometry = Geometry.FromBohr(
                numbers[starts[m]..starts[m + 1]],
                bohr[(3 * starts[m])..(3 * starts[m + 1])]
            );
            if (StructureCheck.Problem(geometry, elements) is { } problem)
            {
                throw new FormatException($"structure {m + 1}: {problem}");
            }

            geometries.Add(geometry);
        }

        return new StructureSet(
            geometries.MoveToImmutable(),
            values,
            hasLower ? [.. tensors.Values<double>("labels.lower", values.Length)] : []
        );
    }
}
