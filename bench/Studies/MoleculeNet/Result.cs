using System.Globalization;

namespace Lichen.Studies.MoleculeNet;

/// <summary>One split, learned and tested once.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Split">How it was split.</param>
/// <param name="Seed">Of the split and of the training.</param>
/// <param name="Train">Labels learned from.</param>
/// <param name="Test">Labels tested on.</param>
/// <param name="Kind">What the labels chose.</param>
/// <param name="Share">Weight of the Gaussian process in it.</param>
/// <param name="Error">Root mean square error of Lichen.</param>
/// <param name="ForestError">That of the random forest looking at a third of the features per split.</param>
/// <param name="Coverage">Share of test labels in their calibrated 90 % interval.</param>
/// <param name="RawCoverage">The same without calibration.</param>
/// <param name="Ence">Expected normalised calibration error.</param>
/// <param name="OutOfDomain">Share of test molecules flagged.</param>
/// <param name="Seconds">CPU time of training.</param>
internal sealed record Result(
    string Table,
    SplitKind Split,
    int Seed,
    int Train,
    int Test,
    string Kind,
    double Share,
    double Error,
    double ForestError,
    double Coverage,
    double RawCoverage,
    double Ence,
    double OutOfDomain,
    double Seconds
)
{
    public const string Header =
        "table,split,seed,train,test,kind,gp_share,rmse,rmse_forest,coverage_90,coverage_90_uncalibrated,ence,"
        + "out_of_domain,train_core_seconds";

    public string ToCsv() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Table},{Split},{Seed},{Train},{Test},{Kind},{Share},{Error:0.####},{ForestError:0.####},"
                + $"{Coverage:0.####},{RawCoverage:0.####},{Ence:0.####},{OutOfDomain:0.####},{Seconds:0.#}"
        );

    public static Result FromCsv(string line)
    {
        var fields = line.Split(',');
        double[] numbers =
        [
            .. fields.Select(field =>
                double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : double.NaN
            ),
        ];
        return new Result(
            fields[0],
            Enum.Parse<SplitKind>(fields[1]),
            (int)numbers[2],
            (int)numbers[3],
            (int)numbers[4],
            fields[5],
            numbers[6],
            numbers[7],
            numbers[8],
            numbers[9],
            numbers[10],
            numbers[11],
            numbers[12],
            numbers[13]
        );
    }
}
