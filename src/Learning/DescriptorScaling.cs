using System.Collections.Immutable;

namespace Lichen.Learning;

/// <summary>
/// How raw descriptors become numbers of order one: columns that say nothing are dropped, the rest are centred
/// on the median, divided by a robust spread, and clamped to -<see cref="Limit"/>..<see cref="Limit"/>.
/// </summary>
/// <param name="Columns">The raw columns kept, rising.</param>
/// <param name="Centers">The median of each kept column over the pool it was made from.</param>
/// <param name="Spreads">The spread of each kept column, positive: see <see cref="FromPool"/>.</param>
/// <param name="RawColumns">The number of raw columns.</param>
public sealed record DescriptorScaling(
    ImmutableArray<int> Columns,
    ImmutableArray<double> Centers,
    ImmutableArray<double> Spreads,
    int RawColumns
)
{
    /// <summary>Scaled values are clamped to this: one wild molecule must not be far from all others.</summary>
    public const double Limit = 5;

    // A column that many molecules lack would mostly say "lacking".
    private const double LargestUndefinedShare = 0.05;

    /// <summary>Learns the scaling from a pool.</summary>
    /// <param name="values">Raw descriptors, shape (n, columns) by rows; not finite means undefined.</param>
    /// <param name="columns">The number of raw columns.</param>
    /// <remarks>
    /// The spread is the inter-quartile range over 1.349 (the standard deviation, were the column normal).
    /// Where the quartiles coincide (rare groups), the standard deviation serves. Columns that are constant, or
    /// undefined for more than 5 % of the pool, are dropped.
    /// </remarks>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public static DescriptorScaling FromPool(ReadOnlySpan<double> values, int columns)
    {
        int rows = RowsOf(values, columns);
        var kept = ImmutableArray.CreateBuilder<int>();
        var centers = ImmutableArray.CreateBuilder<double>();
        var spreads = ImmutableArray.CreateBuilder<double>();
        var column = new double[rows];
        for (int c = 0; c < columns; c++)
        {
            int defined = 0;
            for (int row = 0; row < rows; row++)
            {
                double value = values[(row * columns) + c];
                if (double.IsFinite(value))
                {
                    column[defined++] = value;
                }
            }

            if (defined == 0 || rows - defined > LargestUndefinedShare * rows)
            {
                continue;
            }

            Span<double> sorted = column.AsSpan(0, defined);
            sorted.Sort();
            double spread = Spread(sorted);
            if (spread > 0 && double.IsFinite(spread))
            {
                kept.Add(c);
                centers.Add(Quantile(sorted, 0.5));
                spreads.Add(spread);
            }
        }

        return new DescriptorScaling(
            kept.DrainToImmutable(),
            centers.DrainToImmutable(),
            spreads.DrainToImmutable(),
            columns
        );
    }

    /// <summary>Scales raw descriptors; an undefined value takes the pool's median.</summary>
    /// <param name="values">Raw descriptors, shape (n, <see cref="RawColumns"/>) by rows.</param>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public DescriptorMatrix Apply(ReadOnlySpan<double> values)
    {
        int rows = RowsOf(values, RawColumns);
        var scaled = new double[rows * Columns.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int c = 0; c < Columns.Length; c++)
            {
                double value = values[(row * RawColumns) + Columns[c]];
                scaled[(row * Columns.Length) + c] = double.IsFinite(value)
                    ? Math.Clamp((value - Centers[c]) / Spreads[c], -Limit, Limit)
                    : 0.0;
            }
        }

        return new DescriptorMatrix(rows, Columns.Length, scaled);
    }

    private static int RowsOf(ReadOnlySpan<double> values, int columns)
    {
        if (columns == 0 ? values.Length != 0 : values.Length % columns != 0)
        {
            throw new ArgumentException($"{values.Length} values are not rows of {columns} columns.");
        }

        return columns == 0 ? 0 : values.Length / columns;
    }

    private static double Spread(ReadOnlySpan<double> sorted)
    {
        double range = sorted[^1] - sorted[0];
        // Noise in the last digits of a constant is not information.
        if (!(range > 1e-9 * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]))))
        {
            return 0;
        }

        double lower = Quantile(sorted, 0.25);
        double upper = Quantile(sorted, 0.75);
        if (upper - lower > 1e-9 * Math.Max(Math.Abs(lower), Math.Abs(upper)))
        {
            return (upper - lower) / 1.349;
        }

        double mean = 0;
        foreach (double value in sorted)
        {
            mean += value / sorted.Length;
        }

        double variance = 0;
        foreach (double value in sorted)
        {
            variance += (value - mean) * (value - mean) / sorted.Length;
        }

        return Math.Sqrt(variance);
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double fraction)
    {
        double place = fraction * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
