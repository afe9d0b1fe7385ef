using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>Each label against the prediction made before it was known.</summary>
internal static class ParityFigure
{
    public static Figure? Of(CampaignResult result)
    {
        var scores = PredictionScore.Of(result);
        if (scores.IsEmpty)
        {
            return null;
        }

        var plot = FigureStyle.NewPlot(
            $"Predicted {PropertyWords.InSentence(result.Spec.Objective.Property)}{PropertyWords.InBrackets(result.Facts.Unit)}",
            $"Computed{PropertyWords.InBrackets(result.Facts.Unit)}"
        );
        var low = double.PositiveInfinity;
        var high = double.NegativeInfinity;
        foreach (var score in scores)
        {
            var rung = RungIndex(result, score.Level);
            var tests = PredictionScore.TestsOf(result, score.Level);
            var xs = tests.Select(test => test.Predicted).ToArray();
            var ys = tests.Select(test => test.Computed).ToArray();
            var deviations = tests.Select(test => test.Deviation).ToArray();
            var bars = new ScottPlot.Plottables.ErrorBar(xs, ys, deviations, deviations, null, null)
            {
                Color = FigureStyle.OfRung(rung).WithAlpha(0.3),
                CapSize = 0,
            };
            plot.Add.Plottable(bars);
            var points = plot.Add.ScatterPoints(xs, ys);
            points.Color = FigureStyle.OfRung(rung).WithAlpha(0.8);
            points.MarkerShape = FigureStyle.ShapeOfRung(rung);
            points.MarkerSize = tests.Length > 300 ? 5 : 7;
            points.LegendText = $"{score.Level}: {Words(score, PropertyWords.Unit(result.Facts.Unit))}";
            low = Math.Min(low, xs.Concat(ys).Min());
            high = Math.Max(high, xs.Concat(ys).Max());
        }

        var margin = Math.Max(0.05 * (high - low), 1e-9);
        var diagonal = plot.Add.Line(low - margin, low - margin, high + margin, high + margin);
        diagonal.Color = FigureStyle.Faint;
        diagonal.LineWidth = 1;
        plot.Axes.SetLimits(low - margin, high + margin, low - margin, high + margin);
        FigureStyle.ShowLegend(plot, Alignment.UpperLeft);
        return new Figure(
            "parity",
            "Predicted against computed",
            Caption(scores, PropertyWords.Unit(result.Facts.Unit)),
            plot,
            Data(result)
        );
    }

    internal static int RungIndex(CampaignResult result, string level) =>
        Math.Max(0, result.Spec.Ladder.Select(rung => rung.Level).ToList().IndexOf(level));

    private static string Words(PredictionScore score, string unit) =>
        $"MAE {Quantities.Number(score.MeanAbsoluteError, 2)} {unit}, N {Quantities.Count(score.Count)}";

    private static string Caption(ImmutableArray<PredictionScore> scores, string unit) =>
        "Each point is a prediction made before its label was computed; bars are one predicted standard deviation. "
        + string.Join(
            " ",
            scores.Select(score =>
                $"{score.Level}: N {Quantities.Count(score.Count)}, MAE {Quantities.Number(score.MeanAbsoluteError, 3)} {unit}, "
                + $"RMSE {Quantities.Number(score.RootMeanSquareError, 3)} {unit}, "
                + $"R² {(score.Determination is { } r2 ? r2.ToString("0.00") : "not defined")}; "
                + $"{Quantities.Percent(score.Coverage50)} of the labels lie in their 50\u00A0% interval, "
                + $"{Quantities.Percent(score.Coverage90)} in their 90\u00A0% interval."
            )
        );

    private static Table Data(CampaignResult result)
    {
        var unit = ColumnNames.UnitSuffix(result.Facts.Unit);
        return new Table(
            [
                new("decision", ColumnType.Whole),
                new("id", ColumnType.Text),
                new("level", ColumnType.Text),
                new("pred" + unit, ColumnType.Real, result.Facts.Unit, "prediction made before the label"),
                new("pred_sd" + unit, ColumnType.Real, result.Facts.Unit, "standard deviation of the prediction"),
                new("computed" + unit, ColumnType.Real, result.Facts.Unit),
            ],
            result
                .Tests.Select(t => new object?[] { t.Decision, t.Id, t.Level, t.Predicted, t.Deviation, t.Computed })
                .ToArray()
        );
    }
}
