using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Models;

namespace Lichen.Learning.StructureModels;

/// <summary>What a model of structures says of itself, as JSON that people and programs read.</summary>
/// <param name="FormatVersion">The layout of card and tensors.</param>
/// <param name="Kind">Always <see cref="KindName"/>.</param>
/// <param name="Property">What it predicts, as the labels' file calls it.</param>
/// <param name="Unit">The unit of labels and predictions; empty where none was given.</param>
/// <param name="Lower">The key of a lower rung's value that every structure needs; empty for none.</param>
/// <param name="Extent">How the property goes with size.</param>
/// <param name="Reason">Why it is taken so, in words.</param>
/// <param name="Scores">Mean log density of labels left out, for each extent tried.</param>
/// <param name="Elements">The elements learned from, in rising atomic number.</param>
/// <param name="Baseline">A weight for each element, then the slope of the lower rung.</param>
/// <param name="Kernels">The kernels.</param>
/// <param name="Noise">Variance of the noise, in squared units of the labels.</param>
/// <param name="Jitter">The most that was added to a pivot; 0 when the covariance was well-conditioned.</param>
/// <param name="LeaveOneOut">How labels are predicted from the others.</param>
/// <param name="Calibration">How its doubt was corrected beyond the knots, which are a tensor.</param>
/// <param name="Domain">How far from its structures it is to be trusted.</param>
/// <param name="Labels">What it learned from.</param>
/// <param name="Seed">Of all that was drawn.</param>
/// <param name="Lichen">The version that made it.</param>
/// <param name="Licence">Of the model; that of its labels decides.</param>
/// <param name="Cost">What training took.</param>
/// <param name="TrainedAt">When, ISO 8601 in UTC.</param>
/// <param name="TensorsSha256">Of all tensors as written; empty before that.</param>
public sealed record StructureCard(
    int FormatVersion,
    string Kind,
    string Property,
    string Unit,
    string Lower,
    StructureExtent Extent,
    string Reason,
    ImmutableArray<ExtentScore> Scores,
    ImmutableArray<string> Elements,
    ImmutableArray<double> Baseline,
    ImmutableArray<KernelCard> Kernels,
    double Noise,
    double Jitter,
    LeaveOneOutCard LeaveOneOut,
    CalibrationCard Calibration,
    Domain Domain,
    LabelsCard Labels,
    ulong Seed,
    string Lichen,
    string Licence,
    CostCard Cost,
    string TrainedAt,
    string TensorsSha256 = ""
)
{
    /// <summary>The version that this release writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What cards call models of structures.</summary>
    public const string KindName = "structures";

    /// <summary>True where a structure needs its value at a lower rung.</summary>
    [JsonIgnore]
    public bool HasLower => Lower.Length > 0;

    /// <summary>The card as JSON on one line.</summary>
    public string ToJson() => CardJson.Write(this);

    /// <summary>Reads a card of the current version.</summary>
    /// <exception cref="ModelFileException">Something is missing, unknown or impossible.</exception>
    internal static StructureCard FromJson(string json) => CardJson.Read<StructureCard>(json, card => card.Checked());

    private StructureCard Checked()
    {
        if (Kind != KindName || Scores.IsDefault || Elements.IsDefaultOrEmpty || Baseline.IsDefault)
        {
            throw new FormatException($"it is of kind '{Kind}', or a list is missing");
        }

        if (
            Kernels.IsDefaultOrEmpty
            || Kernels.Any(kernel => !StructureKernel.Offered.Contains(new(kernel.Representation, kernel.Width)))
            || Kernels.DistinctBy(kernel => (kernel.Representation, kernel.Width)).Count() != Kernels.Length
        )
        {
            throw new FormatException($"its kernels are not some of {string.Join(", ", StructureKernel.Offered)}");
        }

        return Noise > 0 && Kernels.All(kernel => kernel.Variance >= 0) && Kernels.Any(kernel => kernel.Variance > 0)
            ? this
            : throw new FormatException("a variance is negative, or all are zero");
    }
}

/// <summary>A kernel and its weight.</summary>
/// <param name="Representation">fchl19, cmbdf or slatm.</param>
/// <param name="Width">Of its Gaussian.</param>
/// <param name="Variance">What multiplies it, in squared units of the labels.</param>
public sealed record KernelCard(string Representation, double Width, double Variance);

/// <summary>How well a property is predicted when taken to go with size in one way.</summary>
/// <param name="Extent">The way.</param>
/// <param name="LogDensity">Mean log density of labels left out one by one, in nats; higher is better.</param>
public sealed record ExtentScore(StructureExtent Extent, double LogDensity);

/// <summary>How the labels are predicted, each from all others.</summary>
/// <param name="Mae">Mean absolute error, in the unit of the labels.</param>
/// <param name="Rmse">Root mean square error.</param>
/// <param name="LogDensity">Mean log density with calibrated variances, in nats.</param>
public sealed record LeaveOneOutCard(double Mae, double Rmse, double LogDensity);
