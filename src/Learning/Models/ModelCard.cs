using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lichen.Learning.Calibrations;

namespace Lichen.Learning.Models;

/// <summary>
/// What a model file says of itself, as JSON that people and programs read. Numbers in bulk are tensors beside it.
/// </summary>
/// <param name="FormatVersion">The layout of card and tensors; see <see cref="ModelMigration"/>.</param>
/// <param name="Property">What it predicts, as the table of labels calls it.</param>
/// <param name="Unit">The unit of labels and predictions; empty where none was given.</param>
/// <param name="Kind">What predicts.</param>
/// <param name="GaussianProcessShare">
/// The weight of the Gaussian process in the mixture, 0 to 1; the rest is the ensemble's.
/// </param>
/// <param name="Reason">Why this kind, in words.</param>
/// <param name="Scores">Every kind tried with its cross-validated score.</param>
/// <param name="Features">What it sees of a molecule.</param>
/// <param name="Hyperparameters">Of the Gaussian process, by name; empty where there is none.</param>
/// <param name="Calibration">How its doubt was corrected.</param>
/// <param name="Domain">How far from its labels it is to be trusted.</param>
/// <param name="Labels">What it learned from.</param>
/// <param name="Seed">Of all that was drawn.</param>
/// <param name="Versions">Who made it.</param>
/// <param name="Licence">Of the model; that of its labels decides.</param>
/// <param name="Cost">What training took.</param>
/// <param name="TrainedAt">When, ISO 8601 in UTC.</param>
/// <param name="Teacher">Of a student, whom it learned from; null where it is none.</param>
public sealed record ModelCard(
    int FormatVersion,
    string Property,
    string Unit,
    ModelKind Kind,
    double GaussianProcessShare,
    string Reason,
    ImmutableArray<KindScore> Scores,
    FeatureRecipe Features,
    ImmutableSortedDictionary<string, double> Hyperparameters,
    CalibrationCard Calibration,
    Domain Domain,
    LabelsCard Labels,
    ulong Seed,
    VersionsCard Versions,
    string Licence,
    CostCard Cost,
    string TrainedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TeacherCard? Teacher = null
)
{
    /// <summary>The version that this release writes.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The card as JSON on one line.</summary>
    public string ToJson() => CardJson.Write(this);

    /// <summary>Reads a card of the current version.</summary>
    /// <exception cref="ModelFileException">Something is missing, unknown or impossible.</exception>
    internal static ModelCard FromJson(string json) => CardJson.Read<ModelCard>(json, card => card.Checked());

    private ModelCard Checked()
    {
        bool process = Kind is ModelKind.GaussianProcess or ModelKind.Mixture;
        bool shareFits = Kind switch
        {
            ModelKind.GaussianProcess => GaussianProcessShare == 1,
            ModelKind.DeepEnsemble => GaussianProcessShare == 0,
            _ => GaussianProcessShare is > 0 and < 1,
        };
        if (!shareFits || process == Hyperparameters.IsEmpty)
        {
            throw new FormatException($"a {Kind} with share {GaussianProcessShare} contradicts itself");
        }

        if (Scores.IsDefault || Features.Fingerprints.IsDefaultOrEmpty || Features.Descriptors.IsDefault)
        {
            throw new FormatException("a list is missing");
        }

        return this;
    }
}

/// <summary>What a model sees of a molecule; enough to compute it again.</summary>
/// <param name="Fingerprints">Count fingerprints, in the order of the model's tables.</param>
/// <param name="Descriptors">Names of all descriptors computed, in order; the scaling says which are used.</param>
public sealed record FeatureRecipe(ImmutableArray<FingerprintRecipe> Fingerprints, ImmutableArray<string> Descriptors);

/// <summary>A count fingerprint.</summary>
/// <param name="Kind">morgan, atom_pairs or torsions.</param>
/// <param name="Radius">Bonds around each atom for morgan, else 0.</param>
public sealed record FingerprintRecipe(string Kind, int Radius);

/// <summary>See <see cref="Recalibration"/>; the scores are a tensor.</summary>
/// <param name="Factor">What variances are multiplied with.</param>
/// <param name="Floor">What is added to them.</param>
/// <param name="HalfWidth90">Half the 90 % interval in standard deviations, for readers; the scores decide.</param>
/// <param name="Check">How stated intervals did on labels that came after training.</param>
public sealed record CalibrationCard(double Factor, double Floor, double HalfWidth90, CoverageCheck Check);

/// <summary>What a model learned from; values and keys are tensors.</summary>
/// <param name="Count">How many.</param>
/// <param name="Minimum">The least, in the unit of the property.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="KeysSha256">
/// Of the labels' keys, one a line, in hexadecimal: the same keys are the same training set.
/// </param>
public sealed record LabelsCard(int Count, double Minimum, double Maximum, string KeysSha256);

/// <summary>Who made a model.</summary>
public sealed record VersionsCard(string Lichen, string Rdkit);

/// <summary>Whom a student learned from.</summary>
/// <param name="Name">The model or level of theory.</param>
/// <param name="Labels">Labels that it gave.</param>
/// <param name="Distance">Root mean square difference between student and teacher on labels held out.</param>
/// <param name="Deviation">Root mean variance of the teacher's own labels, as it stated them; in the student's doubt.</param>
public sealed record TeacherCard(string Name, int Labels, double Distance, double Deviation);

/// <summary>What training took.</summary>
/// <param name="CoreSeconds">CPU time, measured.</param>
/// <param name="KilowattHours">Energy by the Green Algorithms model.</param>
public sealed record CostCard(double CoreSeconds, double KilowattHours);
