using System.Collections.Immutable;

namespace Lichen.Learning.Models;

/// <summary>Predictions of labels by models that have not seen them.</summary>
internal static class CrossValidation
{
    private const int ClusterSize = 8;

    /// <summary>Cuts molecules into parts of as equal size as can be, at random.</summary>
    public static ImmutableArray<int[]> Cut(int count, int folds, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(order);
        return
        [
            .. Enumerable
                .Range(0, folds)
                .Select(fold => order.Where((_, place) => place % folds == fold).Order().ToArray()),
        ];
    }

    /// <summary>
    /// Cuts molecules into parts that are unlike each other: small clusters stay whole, as a new chemical series would.
    /// </summary>
    /// <remarks>
    /// One molecule in <see cref="ClusterSize"/>, drawn at random, leads a cluster; each other joins the leader most
    /// similar to it, and clusters in random order join the smallest part.
    /// </remarks>
    public static ImmutableArray<int[]> CutApart(CountRows counts, int folds, ulong seed)
    {
        int[] leaders = [.. Enumerable.Range(0, counts.Rows)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(leaders);
        leaders = leaders[..Math.Clamp(counts.Rows / ClusterSize, folds, counts.Rows)];
        var most = new double[counts.Rows];
        Array.Fill(most, -1);
        var clusters = new int[counts.Rows];
        var similarities = new double[counts.Rows];
        var shared = new int[counts.Rows];
        for (int leader = 0; leader < leaders.Length; leader++)
        {
            counts.Similarities(leaders[leader], shared, similarities);
            for (int row = 0; row < counts.Rows; row++)
            {
                if (similarities[row] > most[row])
                {
                    (most[row], clusters[row]) = (similarities[row], leader);
                }
            }
        }

        List<int>[] parts = [.. Enumerable.Range(0, folds).Select(_ => new List<int>())];
        foreach (
            IGrouping<int, int> cluster in Enumerable
                .Range(0, counts.Rows)
                .GroupBy(row => clusters[row])
                .OrderBy(g => g.Key)
        )
        {
            parts.MinBy(part => part.Count)!.AddRange(cluster);
        }

        return [.. parts.Where(part => part.Count > 0).Select(part => part.Order().ToArray())];
    }

    /// <summary>Predicts each part by a model of the others.</summary>
    /// <param name="features">The labelled molecules.</param>
    /// <param name="values">Their labels, shape (n).</param>
    /// <param name="folds">The parts.</param>
    /// <param name="predict">
    /// Trains on features and labels, and predicts the molecules held out; gets the part's number.
    /// </param>
    /// <param name="hopeless">
    /// Asked once, with the molecules held out so far and their predictions: true ends it. May be null.
    /// </param>
    /// <param name="screenedFolds">After how many parts that is.</param>
    /// <returns>Predictions of all molecules; null where it was ended.</returns>
    public static Predictions? Predict(
        Features features,
        double[] values,
        ImmutableArray<int[]> folds,
        Func<Features, double[], Features, int, Predictions> predict,
        Func<int[], Predictions, bool>? hopeless,
        int screenedFolds = 1
    )
    {
        Predictions all = Predictions.Empty(values.Length);
        for (int fold = 0; fold < folds.Length; fold++)
        {
            int[] held = folds[fold];
            int[] rest = [.. Enumerable.Range(0, values.Length).Except(held)];
            Predictions part = predict(
                features.Select(rest),
                [.. rest.Select(i => values[i])],
                features.Select(held),
                fold
            );
            for (int i = 0; i < held.Length; i++)
            {
                all.Means[held[i]] = part.Means[i];
                all.Variances[held[i]] = part.Variances[i];
            }

            if (fold + 1 != screenedFolds || hopeless is null)
            {
                continue;
            }

            int[] seen = [.. folds.Take(screenedFolds).SelectMany(rows => rows)];
            if (hopeless(seen, all.Select(seen)))
            {
                return null;
            }
        }

        return all;
    }
}
