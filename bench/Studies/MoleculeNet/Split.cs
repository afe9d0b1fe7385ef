namespace Lichen.Studies.MoleculeNet;

/// <summary>Four fifths to train on, one fifth to test on.</summary>
/// <param name="Kind">How the test set was chosen.</param>
/// <param name="Seed">Of the choice.</param>
/// <param name="Train">Rows of the training set.</param>
/// <param name="Test">Rows of the test set.</param>
internal sealed record Split(SplitKind Kind, int Seed, int[] Train, int[] Test)
{
    private const double TestShare = 0.2;

    public static Split Of(Table table, SplitKind kind, int seed) =>
        kind == SplitKind.Random ? AtRandom(table, seed) : ByScaffold(table, seed);

    private static Split AtRandom(Table table, int seed)
    {
        int[] order = [.. Enumerable.Range(0, table.Values.Length)];
        new Random(seed).Shuffle(order);
        var test = (int)Math.Round(TestShare * order.Length);
        return new Split(SplitKind.Random, seed, [.. order[test..].Order()], [.. order[..test].Order()]);
    }

    /// <summary>
    /// No scaffold is in both sets. Scaffolds that would fill more than half of the test set go to training, as do all
    /// molecules without rings; the others come in random order, into the test set as long as they fit.
    /// </summary>
    private static Split ByScaffold(Table table, int seed)
    {
        var room = (int)Math.Round(TestShare * table.Values.Length);
        int[][] groups =
        [
            .. Enumerable
                .Range(0, table.Values.Length)
                .GroupBy(row => table.Scaffolds[row])
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.ToArray()),
        ];
        new Random(seed).Shuffle(groups);
        List<int> train = [],
            test = [];
        foreach (var group in groups)
        {
            var fits = 2 * group.Length <= room && test.Count + group.Length <= room;
            (fits ? test : train).AddRange(group);
        }

        return new Split(SplitKind.Scaffold, seed, [.. train.Order()], [.. test.Order()]);
    }
}

internal enum SplitKind
{
    Random,
    Scaffold,
}
