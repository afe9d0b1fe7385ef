using Lichen.Cli.Views;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary>A model's card as people read it.</summary>
internal static class CardText
{
    /// <summary>What predicts, and why.</summary>
    public static void WriteChoice(TextWriter output, ModelCard card)
    {
        output.WriteLine($"{Name(card.Kind)}: {card.Reason}");
        foreach (var score in card.Scores)
        {
            var share = score.Kind == ModelKind.Mixture ? $" ({Figures.Number(score.GaussianProcessShare, 2)} GP)" : "";
            output.WriteLine(
                $"  {Name(score.Kind) + share, -28} log density {Figures.Number(score.LogDensity, 3)} ± "
                    + Figures.Number(score.StandardError, 2)
            );
        }
    }

    /// <summary>What labels that came after the training found of the doubt.</summary>
    public static string Checked(CoverageCheck check) =>
        $"{Figures.Count(check.Labels)} later labels: {Figures.Percent((double)check.Inside50 / check.Labels)} "
        + $"in their 50 %, {Figures.Percent((double)check.Inside90 / check.Labels)} in their 90 % interval";

    /// <summary>What training took.</summary>
    public static string Cost(CostCard cost) =>
        $"training took {Figures.Number(cost.CoreSeconds, 3)} core-seconds, "
        + $"{Figures.Number(cost.KilowattHours, 2)} kWh (modelled)";

    /// <summary>The whole card.</summary>
    public static void Write(TextWriter output, ModelCard card)
    {
        var unit = card.Unit.Length > 0 ? $" {card.Unit}" : "";
        WriteChoice(output, card);
        var fingerprints = card.Features.Fingerprints.Select(f => f.Radius > 0 ? $"{f.Kind} {f.Radius}" : f.Kind);
        Line("predicts", card.Property + (card.Unit.Length > 0 ? $" in {card.Unit}" : ""));
        Line(
            "learned from",
            $"{Figures.Count(card.Labels.Count)} labels, {Figures.Number(card.Labels.Minimum)} to "
                + $"{Figures.Number(card.Labels.Maximum)}{unit}; keys sha256 {card.Labels.KeysSha256[..16]}"
        );
        if (card.Teacher is { } teacher)
        {
            Line(
                "student of",
                $"{teacher.Name}: {Figures.Count(teacher.Labels)} labels, {Figures.Number(teacher.Distance, 3)}{unit} from it "
                    + $"on labels held out; its own doubt, {Figures.Number(teacher.Deviation, 3)}{unit}, is added"
            );
        }

        Line("sees", $"{string.Join(", ", fingerprints)}, {card.Features.Descriptors.Length} descriptors");
        Line(
            "calibration",
            $"variance x {Figures.Number(card.Calibration.Factor, 3)} + {Figures.Number(card.Calibration.Floor, 3)}; "
                + $"90 % interval ± {Figures.Number(card.Calibration.HalfWidth90, 3)} standard deviations"
        );
        if (card.Calibration.Check is { Labels: > 0 } check)
        {
            Line("checked on", Checked(check));
        }

        Line(
            "domain",
            $"score up to {Figures.Number(card.Domain.Threshold, 3)}: mean distance to {card.Domain.Neighbours} "
                + "nearest labels, relative to a typical label's"
        );
        Line(
            "cost",
            $"{Figures.Number(card.Cost.CoreSeconds, 3)} core-seconds, {Figures.Number(card.Cost.KilowattHours, 2)} kWh"
        );
        Line(
            "made by",
            $"Lichen {card.Versions.Lichen}, RDKit {card.Versions.Rdkit}, seed {card.Seed}, {card.TrainedAt}"
        );
        Line("licence", card.Licence.Length > 0 ? card.Licence : "not stated");
        Line("format", $"version {card.FormatVersion}");

        void Line(string name, string text) => output.WriteLine($"{name, -13} {StyledLine.Printable(text)}");
    }

    private static string Name(ModelKind kind) =>
        kind switch
        {
            ModelKind.GaussianProcess => "Gaussian process",
            ModelKind.DeepEnsemble => "deep ensemble",
            _ => "mixture",
        };
}
