namespace Lichen.Learning.Models;

/// <summary>Normal distributions of labels, one per molecule.</summary>
/// <param name="Means">In the unit of the property, shape (n).</param>
/// <param name="Variances">In that unit squared, shape (n), none negative.</param>
internal sealed record Predictions(double[] Means, double[] Variances)
{
    public int Count => Means.Length;

    public static Predictions Empty(int count) => new(new double[count], new double[count]);

    /// <summary>The molecules named, in that order.</summary>
    public Predictions Select(int[] rows) =>
        new([.. rows.Select(row => Means[row])], [.. rows.Select(row => Variances[row])]);

    /// <summary>Mean and variance of the mixture of two distributions for each molecule.</summary>
    /// <param name="one">With weight <paramref name="share"/>.</param>
    /// <param name="other">With the rest of the weight.</param>
    /// <param name="share">0 to 1.</param>
    public static Predictions Mix(Predictions one, Predictions other, double share)
    {
        Predictions mixed = Empty(one.Count);
        for (int i = 0; i < one.Count; i++)
        {
            double mean = (share * one.Means[i]) + ((1 - share) * other.Means[i]);
            double apart = one.Means[i] - other.Means[i];
            mixed.Means[i] = mean;
            // The variance of a mixture: its members' own, and their distance.
            mixed.Variances[i] =
                (share * one.Variances[i]) + ((1 - share) * other.Variances[i]) + (share * (1 - share) * apart * apart);
        }

        return mixed;
    }
}
