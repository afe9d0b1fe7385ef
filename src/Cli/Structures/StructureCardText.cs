using Lichen.Cli.Models;
using Lichen.Cli.Views;
using Lichen.Learning.StructureModels;

namespace Lichen.Cli.Structures;

/// <summary>The card of a model of structures as people read it.</summary>
internal static class StructureCardText
{
    /// <summary>What predicts, and why.</summary>
    public static void WriteChoice(TextWriter output, StructureCard card)
    {
        var unit = Unit(card);
        output.WriteLine($"Gaussian process over structures, {Word(card.Extent)}: {card.Reason}");
        output.WriteLine(
            $"  labels left out one by one: MAE {Figures.Number(card.LeaveOneOut.Mae)}{unit}, "
                + $"RMSE {Figures.Number(card.LeaveOneOut.Rmse)}{unit}, "
                + $"log density {Figures.Number(card.LeaveOneOut.LogDensity, 3)}"
        );
    }

    /// <summary>The whole card.</summary>
    public static void Write(TextWriter output, StructureCard card)
    {
        var unit = Unit(card);
        WriteChoice(output, card);
        Line("predicts", card.Property + (card.Unit.Length > 0 ? $" in {card.Unit}" : ""));
        Line(
            "learned from",
            $"{Figures.Count(card.Labels.Count)} labels, {Figures.Number(card.Labels.Minimum)} to "
                + $"{Figures.Number(card.Labels.Maximum)}{unit}; keys sha256 {card.Labels.KeysSha256[..16]}"
        );
        Line("elements", string.Join(' ', card.Elements));
        if (card.HasLower)
        {
            Line("lower rung", $"{card.Lower}, slope {Figures.Number(card.Baseline[^1])}: every structure needs it");
        }

        var total = card.Kernels.Sum(kernel => kernel.Variance);
        Line(
            "kernels",
            string.Join(
                ", ",
                card.Kernels.Select(kernel =>
                    $"{kernel.Representation} of width {Figures.Number(kernel.Width)} "
                    + $"({Figures.Percent(kernel.Variance / total)} of the weight)"
                )
            )
        );
        Line("noise", $"{Figures.Number(Math.Sqrt(card.Noise), 3)}{unit}; jitter {Figures.Number(card.Jitter, 2)}");
        Line(
            "calibration",
            $"variances by labels left out, x {Figures.Number(card.Calibration.Factor, 3)}; 90 % interval ± {Figures.Number(card.Calibration.HalfWidth90, 3)} "
                + "standard deviations"
        );
        if (card.Calibration.Check is { Labels: > 0 } check)
        {
            Line("checked on", CardText.Checked(check));
        }

        Line(
            "domain",
            $"score up to {Figures.Number(card.Domain.Threshold, 3)}: mean distance to {card.Domain.Neighbours} "
                + "nearest structures, relative to a typical one's"
        );
        Line(
            "cost",
            $"{Figures.Number(card.Cost.CoreSeconds, 3)} core-seconds, {Figures.Number(card.Cost.KilowattHours, 2)} kWh"
        );
        Line("made by", $"Lichen {card.Lichen}, seed {card.Seed}, {card.TrainedAt}");
        Line("licence", card.Licence.Length > 0 ? card.Licence : "not stated");
        Line("format", $"version {card.FormatVersion} of models of structures");

        void Line(string name, string text) => output.WriteLine($"{name, -13} {StyledLine.Printable(text)}");
    }

    private static string Unit(StructureCard card) => card.Unit.Length > 0 ? StyledLine.Printable($" {card.Unit}") : "";

    private static string Word(StructureExtent extent) =>
        extent == StructureExtent.Extensive ? "extensive" : "intensive";
}
