using System.Globalization;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary>What is predicted, read as a stream and written with its predictions.</summary>
internal interface IPredictedRows : IDisposable
{
    /// <summary>What stands between the fields that are written.</summary>
    char Separator { get; }

    /// <summary>Writes header and rows; those that cannot be used go to the rejects.</summary>
    PredictedRows Write(TextWriter output, Rejects rejects, RowProgress progress, CancellationToken cancellationToken);
}

/// <summary>How many there were, and how many of them were predicted.</summary>
internal readonly record struct PredictedRows(int Rows, int Predicted);

/// <summary>The fields that a prediction adds to a row: <see cref="PredictVerb.Added"/>.</summary>
internal static class PredictedFields
{
    public static string Of(ModelPredictions predictions, int index, bool inDomain, char separator) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{predictions.Means[index]:R}{separator}{predictions.Deviations[index]:R}{separator}"
        )
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{predictions.DomainScores[index]:0.####}{separator}{(inDomain ? "true" : "false")}"
        );
}
