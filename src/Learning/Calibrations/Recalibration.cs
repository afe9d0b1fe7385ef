using System.Collections.Immutable;
using Lichen.Core.Numerics;

namespace Lichen.Learning.Calibrations;

/// <summary>
/// What a model's doubt is worth, learned from labels it had not seen: variances become s^2 = Factor v + Floor, and
/// intervals get the widths that held so far.
/// </summary>
/// <remarks>
/// Widths are conformal quantiles of |y - m| / s: for a label exchangeable with those learned from, an interval holds
/// it with the share stated, whatever the distribution (Vovk, Gammerman and Shafer 2005,
/// <see href="https://doi.org/10.1007/b106715"/>; normalised by the deviation as in Lei et al. 2018,
/// <see href="https://doi.org/10.1080/01621459.2017.1307116"/>). Out-of-fold residuals stand for fresh ones: Barber et al.
/// 2021, <see href="https://doi.org/10.1214/20-AOS1965"/>. A molecule unlike the labelled ones is not exchangeable: see
/// <see cref="Domain"/>.
/// </remarks>
public sealed record Recalibration
{
    /// <param name="factor">Multiplies variances, not negative.</param>
    /// <param name="floor">Added to them, in the unit of the variances, not negative; not both zero.</param>
    /// <param name="scores">|y - m| / s of labels that the model had not seen, in any order.</param>
    /// <param name="check">How stated intervals did on new labels.</param>
    /// <exception cref="FormatException">A number is not finite or has the wrong sign.</exception>
    public Recalibration(double factor, double floor, IEnumerable<double> scores, CoverageCheck check)
    {
        Scores = [.. scores.Order()];
        bool valid = factor >= 0 && floor >= 0 && factor + floor > 0 && double.IsFinite(factor + floor);
        if (!valid || Scores.Any(score => !(score >= 0 && double.IsFinite(score))))
        {
            throw new FormatException($"No calibration has factor {factor}, floor {floor} and such scores.");
        }

        (Factor, Floor, Check) = (factor, floor, check);
    }

    /// <summary>Believes the model as it is.</summary>
    public static Recalibration None { get; } = new(1, 0, [], CoverageCheck.None);

    /// <summary>What the model's variances are multiplied with.</summary>
    public double Factor { get; }

    /// <summary>What is added to them, the unit of the variances.</summary>
    public double Floor { get; }

    /// <summary>|y - m| / s of labels not seen by the model that predicted them, rising.</summary>
    public ImmutableArray<double> Scores { get; }

    /// <summary>How stated intervals did on labels that came since.</summary>
    public CoverageCheck Check { get; }

    /// <summary>The standard deviation to believe.</summary>
    /// <param name="variance">The model's own, not negative.</param>
    public double Deviation(double variance) => Math.Sqrt((Factor * variance) + Floor);

    /// <summary>
    /// Half the width of the interval that holds a share of labels, in units of <see cref="Deviation"/>.
    /// </summary>
    /// <param name="share">Strictly between 0 and 1.</param>
    /// <remarks>
    /// The ceil((n + 1) share)-th smallest score. With so few scores that there is none of that rank, the largest one
    /// or the normal quantile, whichever is wider.
    /// </remarks>
    public double HalfWidth(double share)
    {
        double normal = Normal.Quantile(0.5 + (0.5 * share));
        // A hair less, lest rounding turn (n + 1) share = 18 into rank 19.
        int rank = (int)Math.Ceiling(((Scores.Length + 1) * share) - 1e-9);
        return rank <= Scores.Length ? Scores[Math.Max(0, rank - 1)]
            : Scores.IsEmpty ? normal
            : Math.Max(normal, Scores[^1]);
    }

    /// <summary>Tests a prediction against its new label, then learns from it.</summary>
    /// <param name="mean">The prediction made without the label.</param>
    /// <param name="variance">The model's own variance of it.</param>
    /// <param name="value">The label.</param>
    public Recalibration With(double mean, double variance, double value)
    {
        double score = Math.Abs(value - mean) / Deviation(variance);
        return new Recalibration(
            Factor,
            Floor,
            Scores.Append(score),
            Check.With(score <= HalfWidth(0.5), score <= HalfWidth(0.9))
        );
    }
}

/// <summary>How many new labels were inside the intervals stated for them.</summary>
/// <param name="Labels">Labels that came.</param>
/// <param name="Inside50">Of them, inside the 50 % interval.</param>
/// <param name="Inside90">Of them, inside the 90 % interval.</param>
public sealed record CoverageCheck(int Labels, int Inside50, int Inside90)
{
    public static CoverageCheck None { get; } = new(0, 0, 0);

    internal CoverageCheck With(bool inside50, bool inside90) =>
        new(Labels + 1, Inside50 + (inside50 ? 1 : 0), Inside90 + (inside90 ? 1 : 0));
}
