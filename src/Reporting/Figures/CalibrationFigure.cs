using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>How many labels fall inside their predicted intervals, for intervals of every size.</summary>
internal static class CalibrationFigure
{
    private const int FewestTests = 10;

    /// <summary>Central probability and the two-sided normal quantile of it.</summary>
    private static readonly ImmutableArray<(double Expected, double Z)> Intervals =
    [
        (0.1, 0.1256613),
        (0.2, 0.2533471),
        (0.3, 0.3853205),
        (0.4, 0.5244005),
        (0.5, 0.6744898),
        (0.6, 0.8416212),
        (0.7, 1.0364334),
        (0.8, 1.2815516),
        (0.9, 1.6448536),
        (0.95, 1.9599640),
    ];

    public static Figure? Of(CampaignResult result)
    {
        var scores = PredictionScore.Of(result).Where(score => score.Count >= FewestTests).ToImmutableArray();
        if (scores.IsEmpty)
        {
            return null;
        }

        var plot = FigureStyle.NewPlot("Expected share inside the interval (%)", "Observed share (%)");
        AddBand(plot, scores[^1].Count);
        var rows = new List<object?[]>();
        foreach (var score in scores)
        {
            var tests = PredictionScore.TestsOf(result, score.Level);
            var observed = Intervals.Select(interval => PredictionScore.Inside(tests, interval.Z)).ToArray();
            var rung = ParityFigure.RungIndex(result, score.Level);
            double[] xs = [0, .. Intervals.Select(interval => 100 * interval.Expected)];
            double[] ys = [0, .. observed.Select(share => 100 * share)];
            var line = plot.Add.Scatter(xs, ys);
            line.Color = FigureStyle.OfRung(rung);
            line.LineWidth = 2;
            line.MarkerSize = 7;
            line.MarkerShape = FigureStyle.ShapeOfRung(rung);
            line.LegendText = score.Level;
            rows.AddRange(
                Intervals.Select(
                    (interval, i) => new object?[] { score.Level, tests.Length, interval.Expected, observed[i] }
                )
            );
        }

        plot.Axes.SetLimits(0, 100, 0, 100);
        FigureStyle.ShowLegend(plot, Alignment.UpperLeft);
        var data = new Table(
            [
                new("level", ColumnType.Text),
                new("tests", ColumnType.Whole),
                new("expected_coverage", ColumnType.Real),
                new("observed_coverage", ColumnType.Real),
            ],
            rows
        );
        return new Figure("calibration", "Are the error bars right?", Caption(result, scores), plot, data);
    }

    private static string Caption(CampaignResult result, ImmutableArray<PredictionScore> scores)
    {
        var verdicts = scores.Select(score =>
        {
            var allowed = PredictionScore.Z90 * Math.Sqrt(0.9 * 0.1 / score.Count);
            var verdict = (score.Coverage90 - 0.9) switch
            {
                var d when d < -allowed => "too narrow: the model is over-confident",
                var d when d > allowed => "too wide: the model is cautious",
                _ => "as wide as they should be, within chance",
            };
            return $"At {score.Level} the 90\u00A0% intervals hold {Quantities.Percent(score.Coverage90)} of {score.Count} labels: {verdict}.{Since(result, score.Level)}";
        });
        return "On the line, intervals hold what they promise; below it they are too narrow. The grey band is where chance alone "
            + $"puts nine points in ten, for {scores[^1].Count} labels at {scores[^1].Level}. "
            + string.Join(" ", verdicts);
    }

    // What the campaign did about it.
    private static string Since(CampaignResult result, string level)
    {
        var rung = result.Rungs.First(rung => rung.Level == level);
        var drawn =
            rung.DrawnToTest == 0
                ? ""
                : $" {Quantities.Counted(rung.DrawnToTest, "label was", "labels were")} drawn at random to test them.";
        return rung.IntervalScale switch
        {
            > 1.05 => $" By now they are widened by a factor of {Quantities.Number(rung.IntervalScale, 2)}.{drawn}",
            < 0.95 => $" By now they are narrowed by a factor of {Quantities.Number(rung.IntervalScale, 2)}.{drawn}",
            _ => drawn,
        };
    }

    /// <summary>The diagonal, and around it the central 90 % of the binomial spread for so many tests.</summary>
    private static void AddBand(Plot plot, int tests)
    {
        var xs = Enumerable.Range(0, 101).Select(percent => (double)percent).ToArray();
        var spread = xs.Select(x => 100 * PredictionScore.Z90 * Math.Sqrt(x / 100 * (1 - (x / 100)) / tests)).ToArray();
        var band = plot.Add.FillY(
            xs,
            [.. xs.Select((x, i) => Math.Max(0, x - spread[i]))],
            [.. xs.Select((x, i) => Math.Min(100, x + spread[i]))]
        );
        band.FillColor = FigureStyle.Rule;
        band.LineWidth = 0;
        band.MarkerSize = 0;
        var diagonal = plot.Add.Line(0, 0, 100, 100);
        diagonal.Color = FigureStyle.Faint;
        diagonal.LineWidth = 1;
    }
}
