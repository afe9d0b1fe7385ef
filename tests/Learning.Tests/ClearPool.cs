namespace Lichen.Learning.Tests;

/// <summary>A made-up pool, seeded, with its similarities written out plainly.</summary>
internal sealed class ClearPool
{
    private readonly Dictionary<uint, ushort>[][] _counts;
    private readonly double[] _descriptors;
    private readonly double[] _outcomes;

    public ClearPool(int rows, int columns, int seed, int fingerprints = 1, int outcomes = 0)
    {
        var random = new Random(seed);
        Columns = columns;
        _descriptors = [.. Enumerable.Range(0, rows * columns).Select(_ => Normal(random))];
        _counts = [.. Enumerable.Range(0, fingerprints).Select(_ => Counts(rows, random))];
        _outcomes = [.. Enumerable.Range(0, rows * outcomes).Select(_ => Normal(random))];
        Outcomes = outcomes;
        Features = new Features(
            _counts.Select(Rows),
            new DescriptorMatrix(rows, columns, _descriptors),
            new DescriptorMatrix(outcomes == 0 ? 0 : rows, outcomes, _outcomes)
        );
    }

    public int Columns { get; }

    public int Outcomes { get; }

    public Features Features { get; }

    public double MinMax(int fingerprint, int one, int other)
    {
        uint[] ids = [.. _counts[fingerprint][one].Keys.Union(_counts[fingerprint][other].Keys)];
        double shared = ids.Sum(i => Math.Min(Count(fingerprint, one, i), Count(fingerprint, other, i)));
        double either = ids.Sum(i => Math.Max(Count(fingerprint, one, i), Count(fingerprint, other, i)));
        return either == 0 ? 1 : shared / either;
    }

    public double SquaredDistance(int one, int other, IReadOnlyList<double> relevances) =>
        Enumerable
            .Range(0, Columns)
            .Sum(c =>
            {
                double difference = _descriptors[(one * Columns) + c] - _descriptors[(other * Columns) + c];
                return Math.Pow((relevances.Count == 0 ? 1 : relevances[c]) * difference, 2);
            });

    public double SquaredOutcomeDistance(int one, int other) =>
        Enumerable
            .Range(0, Outcomes)
            .Sum(c => Math.Pow(_outcomes[(one * Outcomes) + c] - _outcomes[(other * Outcomes) + c], 2));

    public static CountRows Rows(IReadOnlyList<Dictionary<uint, ushort>> rows)
    {
        int[] offsets = [0, .. rows.Select((_, i) => rows.Take(i + 1).Sum(r => r.Count))];
        return new CountRows(
            offsets,
            [.. rows.SelectMany(r => r.Keys.Order())],
            [.. rows.SelectMany(r => r.OrderBy(e => e.Key).Select(e => e.Value))]
        );
    }

    /// <summary>A standard normal number.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Dictionary<uint, ushort>[] Counts(int rows, Random random)
    {
        var counts = new Dictionary<uint, ushort>[rows];
        for (int row = 0; row < rows; row++)
        {
            counts[row] = [];
            int features = random.Next(3, 15);
            for (int i = 0; i < features; i++)
            {
                // Squaring makes some features common, as in molecules.
                double share = random.NextDouble();
                counts[row][(uint)(share * share * 40) * 7919u] = (ushort)random.Next(1, 5);
            }
        }

        return counts;
    }

    private int Count(int fingerprint, int row, uint id) =>
        _counts[fingerprint][row].TryGetValue(id, out ushort count) ? count : 0;
}
