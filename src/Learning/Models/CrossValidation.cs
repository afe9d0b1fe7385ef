using System.Collections.Immutable;

namespace Lichen.Learning.Models;

/// <summary>Predictions of labels by models that have not seen them.</summary>
internal static class CrossValidation
{
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

    /// <summary>Predicts each part by a model of the others.</summary>
    /// <param name="features">The labelled molecules.</param>
    /// <param name="values">Their labels, shape (n).</param>
    /// <param name="folds">The parts.</param>
    /// <param name="predict">Trains on features and labels, and predicts the molecules held out; gets the part's number.</param>
    public static Predictions Predict(
        Features features,
        double[] values,
        ImmutableArray<int[]> folds,
        Func<Features, double[], Features, int, Predictions> predict
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
        }

        return all;
    }
}
