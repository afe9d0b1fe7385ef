namespace Lichen.Learning.Calibrations;

/// <summary>
/// How far a molecule is from what a model was trained on: its mean distance to the nearest training molecules,
/// relative to that of a typical training molecule to its own nearest ones. A score of 1 is typical.
/// </summary>
/// <param name="Neighbours">How many nearest molecules count, at least 1.</param>
/// <param name="Typical">Median over the training set of the mean distance to the nearest others; positive.</param>
/// <param name="Threshold">Molecules with a larger score are flagged; positive.</param>
/// <remarks>
/// Distances are 1 - similarity, each training molecule without itself. The threshold is the score that
/// <see cref="InsideShare"/> of the training set do not exceed. Distance to the nearest training molecules is the
/// oldest and among the best of domain measures: Sheridan et al. 2004, <see href="https://doi.org/10.1021/ci049782w"/>.
/// </remarks>
public sealed record Domain(int Neighbours, double Typical, double Threshold)
{
    /// <summary>The nearest molecules that count, where a training set has so many.</summary>
    public const int UsualNeighbours = 3;

    /// <summary>The share of the training set inside the domain, each judged without itself.</summary>
    public const double InsideShare = 0.95;

    public int Neighbours { get; } =
        Neighbours > 0 ? Neighbours : throw new FormatException($"A domain of {Neighbours} neighbours says nothing.");

    public double Typical { get; } = Positive(Typical, nameof(Typical));

    public double Threshold { get; } = Positive(Threshold, nameof(Threshold));

    /// <summary>Learns from a training set.</summary>
    /// <param name="distances">
    /// For each training molecule the mean distance to its nearest others, from <see cref="MeanNearest"/>, shape (n).
    /// </param>
    /// <param name="neighbours">How many nearest ones they are the mean of.</param>
    public static Domain Learn(ReadOnlySpan<double> distances, int neighbours)
    {
        double[] sorted = distances.ToArray();
        Array.Sort(sorted);
        // A training set of which most occur more than once has a median of 0.
        double typical =
            sorted.Length == 0 ? 1
            : sorted[sorted.Length / 2] > 0 ? sorted[sorted.Length / 2]
            : sorted.Average() is > 0 and var mean ? mean
            : 1;
        double threshold =
            sorted.Length == 0 ? 1 : sorted[(int)Math.Ceiling(InsideShare * sorted.Length) - 1] / typical;
        return new Domain(neighbours, typical, threshold > 0 ? threshold : 1);
    }

    /// <summary>The mean of the smallest distances.</summary>
    /// <param name="distances">To each training molecule, none negative, shape (n).</param>
    /// <param name="neighbours">How many; all, where there are fewer.</param>
    /// <param name="self">A training molecule's own place, left out; -1 for a molecule from outside.</param>
    /// <returns>0 or more; 1, the largest distance, where there is no other molecule at all.</returns>
    public static double MeanNearest(ReadOnlySpan<double> distances, int neighbours, int self = -1)
    {
        Span<double> nearest = neighbours <= 16 ? stackalloc double[neighbours] : new double[neighbours];
        int found = 0;
        for (int i = 0; i < distances.Length; i++)
        {
            double distance = distances[i];
            if (i == self || (found == neighbours && !(distance < nearest[found - 1])))
            {
                continue;
            }

            int place = found < neighbours ? found++ : found - 1;
            for (; place > 0 && nearest[place - 1] > distance; place--)
            {
                nearest[place] = nearest[place - 1];
            }

            nearest[place] = distance;
        }

        double sum = 0;
        for (int i = 0; i < found; i++)
        {
            sum += nearest[i];
        }

        return found == 0 ? 1 : sum / found;
    }

    /// <summary>The score of a molecule whose mean distance to its nearest training molecules is known.</summary>
    public double Score(double meanNearest) => meanNearest / Typical;

    /// <summary>True where the score is not beyond the threshold.</summary>
    public bool Holds(double score) => score <= Threshold;

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new FormatException($"A domain's {name} cannot be {value}.");
}
