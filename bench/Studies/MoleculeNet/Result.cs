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
/// <param name="ForestAllError">That of one looking at all of them.</param>
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
    double ForestAllError,
    double Coverage,
    double RawCoverage,
    double Ence,
    double OutOfDomain,
    double Seconds
);
