using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Molecules;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Labelled structures; entry i of every part is structure i.</summary>
public sealed record StructureSet
{
    /// <summary>The fewest labels that a model can be trained and checked on.</summary>
    public const int Fewest = 20;

    /// <summary>The most: a process keeps several squares of their number in memory, and time grows with the
    /// cube.</summary>
    public const int Most = 10_000;

    /// <param name="geometries">The structures, each without <see cref="StructureCheck.Problem"/>.</param>
    /// <param name="values">Their labels, finite.</param>
    /// <param name="lower">Their values at a lower rung, finite; empty for none.</param>
    /// <exception cref="ArgumentException">The parts do not fit together, or are too few or too many.</exception>
    public StructureSet(
        ImmutableArray<Geometry> geometries,
        ImmutableArray<double> values,
        ImmutableArray<double> lower
    )
    {
        bool fits = values.Length == geometries.Length && (lower.IsEmpty || lower.Length == values.Length);
        if (!fits || values.Length is < Fewest or > Most)
        {
            throw new ArgumentException(
                $"{geometries.Length} structures, {values.Length} labels and {lower.Length} values of a lower rung: "
                    + $"they do not fit together, or are not {Fewest} to {Most}."
            );
        }

        if (values.Concat(lower).Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException("A label is not finite.");
        }

        (Geometries, Values, Lower) = (geometries, values, lower);
    }

    public ImmutableArray<Geometry> Geometries { get; }

    public ImmutableArray<double> Values { get; }

    public ImmutableArray<double> Lower { get; }

    public int Count => Values.Length;

    public bool HasLower => !Lower.IsEmpty;

    public double? LowerOf(int structure) => HasLower ? Lower[structure] : null;

    /// <summary>Some of the structures.</summary>
    public StructureSet Of(IReadOnlyList<int> structures) =>
        new(
            [.. structures.Select(m => Geometries[m])],
            [.. structures.Select(m => Values[m])],
            HasLower ? [.. structures.Select(m => Lower[m])] : []
        );

    /// <summary>An upper bound of the memory that training takes, in bytes.</summary>
    /// <remarks>Five matrices of kernel, factor and inverse; SLATM vectors without an empty column.</remarks>
    public static long MemoryBytes(ImmutableArray<Geometry> geometries)
    {
        long count = geometries.Length;
        return sizeof(double) * ((5 * count * count) + (count * new Slatm(ElementSet.Of(geometries)).Length));
    }

    /// <summary>
    /// What identifies a structure: SHA-256 of its elements and places as they stand, to a ten-thousandth of an angstrom. Another
    /// order or a turned one is another key.
    /// </summary>
    public static string KeyOf(Geometry geometry)
    {
        double[] angstrom = geometry.ToAngstrom();
        var text = new StringBuilder();
        for (int i = 0; i < geometry.AtomCount; i++)
        {
            text.Append(Elements.Symbol(geometry.AtomicNumbers[i]));
            for (int d = 0; d < 3; d++)
            {
                // Adding zero takes the sign from a zero that was rounded to.
                double place = Math.Round(angstrom[(3 * i) + d], 4) + 0.0;
                text.Append(' ').Append(place.ToString("0.0000", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
