using System.Collections.Immutable;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>The elements that a representation of structures tells apart, in rising atomic number.</summary>
public sealed class ElementSet
{
    private readonly sbyte[] _indices = new sbyte[119];

    /// <param name="atomicNumbers">Each one of <see cref="Supported"/>; order and repeats do not matter.</param>
    /// <exception cref="ArgumentException">There is none, or one that is not supported.</exception>
    public ElementSet(IEnumerable<byte> atomicNumbers)
    {
        AtomicNumbers = [.. atomicNumbers.Distinct().Order()];
        if (AtomicNumbers.IsEmpty)
        {
            throw new ArgumentException("A representation needs at least one element.");
        }

        if (AtomicNumbers.FirstOrDefault(number => !Supported.Contains(number)) is not 0 and var unknown)
        {
            throw new ArgumentException($"{Name(unknown)} is not among the elements learned from: {Names(Supported)}.");
        }

        Array.Fill(_indices, (sbyte)-1);
        for (int i = 0; i < AtomicNumbers.Length; i++)
        {
            _indices[AtomicNumbers[i]] = (sbyte)i;
        }
    }

    /// <summary>H C N O F P S Cl Br I.</summary>
    public static ImmutableArray<byte> Supported { get; } = [1, 6, 7, 8, 9, 15, 16, 17, 35, 53];

    /// <summary>Rising, without repeats.</summary>
    public ImmutableArray<byte> AtomicNumbers { get; }

    public int Count => AtomicNumbers.Length;

    /// <summary>The number of unordered pairs of elements, like ones included.</summary>
    public int PairCount => Count * (Count + 1) / 2;

    /// <summary>The elements that occur in structures.</summary>
    /// <exception cref="ArgumentException">One of them is not supported.</exception>
    public static ElementSet Of(IEnumerable<Geometry> geometries) =>
        new(geometries.SelectMany(geometry => geometry.AtomicNumbers.ToArray().Distinct()).Distinct());

    /// <summary>The first element of a structure that is not in the set, with the set, in words; null where all
    /// are.</summary>
    public string? Missing(Geometry geometry)
    {
        foreach (byte number in geometry.AtomicNumbers)
        {
            if (number >= _indices.Length || _indices[number] < 0)
            {
                return $"{Name(number)} is not among the elements {Names(AtomicNumbers)}";
            }
        }

        return null;
    }

    /// <summary>The place of an element in the set.</summary>
    /// <exception cref="ArgumentException">The element is not in the set.</exception>
    public int IndexOf(byte atomicNumber) =>
        atomicNumber < _indices.Length && _indices[atomicNumber] is >= 0 and var index
            ? index
            : throw new ArgumentException(
                $"{Name(atomicNumber)} is not among the elements of this representation: {Names(AtomicNumbers)}."
            );

    /// <summary>The place of an unordered pair of places p and q: (0,0) (0,1) ... (1,1) (1,2) ...</summary>
    public int PairIndex(int p, int q)
    {
        (p, q) = (Math.Min(p, q), Math.Max(p, q));
        return (p * Count) - (p * (p - 1) / 2) + q - p;
    }

    private static string Name(int number) =>
        number is >= 1 and <= 118 ? Elements.Symbol(number) : $"Atomic number {number}";

    private static string Names(ImmutableArray<byte> numbers) =>
        string.Join(' ', numbers.Select(number => Elements.Symbol(number)));
}
