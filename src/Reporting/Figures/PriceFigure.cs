using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Lichen.Reporting.Figures;

/// <summary>What each calculation was expected to cost against what it cost, both axes logarithmic.</summary>
internal static class PriceFigure
{
    public static Figure? Of(CampaignResult result)
    {
        var rows = PriceScore.Priced(result);
        if (rows.IsEmpty)
        {
            return null;
        }

        var plot = FigureStyle.NewPlot("Expected CPU time (core-s)", "Actual CPU time (core-s)");
        foreach (var score in PriceScore.Of(result))
        {
            var index = ParityFigure.RungIndex(result, score.Level);
            Draw(plot, rows.Where(row => row.Level == score.Level && row.Outcome == "computed"), index, open: false);
            Draw(plot, rows.Where(row => row.Level == score.Level && row.Outcome == "failed"), index, open: true);
            plot.Legend.ManualItems.Add(
                new LegendItem
                {
                    LabelText = score.Level,
                    MarkerShape = FigureStyle.ShapeOfRung(index),
                    MarkerFillColor = FigureStyle.OfRung(index),
                    MarkerSize = 7,
                }
            );
        }

        // One range for both, so that the diagonal is that of the frame.
        var logs = rows.SelectMany(row => new[] { row.ExpectedCoreSeconds, row.Cost.Usage.CpuSeconds })
            .Select(Math.Log10)
            .ToArray();
        var margin = Math.Max(0.05 * (logs.Max() - logs.Min()), 0.05);
        var (low, high) = (logs.Min() - margin, logs.Max() + margin);
        var diagonal = plot.Add.Line(low, low, high, high);
        diagonal.Color = FigureStyle.Faint;
        diagonal.LineWidth = 1;
        plot.Axes.SetLimits(low, high, low, high);
        plot.Axes.Bottom.TickGenerator = Ticks(low, high);
        plot.Axes.Left.TickGenerator = Ticks(low, high);
        FigureStyle.ShowLegend(plot, Alignment.UpperLeft);
        return new Figure("prices", "Expected against actual cost", Caption(result, rows), plot, Data(rows));
    }

    private static void Draw(Plot plot, IEnumerable<LedgerRow> rows, int rung, bool open)
    {
        var drawn = rows.ToArray();
        if (drawn.Length == 0)
        {
            return;
        }

        var points = plot.Add.ScatterPoints(
            drawn.Select(row => Math.Log10(row.ExpectedCoreSeconds)).ToArray(),
            drawn.Select(row => Math.Log10(row.Cost.Usage.CpuSeconds)).ToArray()
        );
        points.Color = FigureStyle.OfRung(rung).WithAlpha(open ? 1 : 0.7);
        points.MarkerShape = open ? Opened(FigureStyle.ShapeOfRung(rung)) : FigureStyle.ShapeOfRung(rung);
        points.MarkerSize = drawn.Length > 300 ? 5 : 7;
        points.MarkerLineWidth = 1.5f;
    }

    private static MarkerShape Opened(MarkerShape filled) =>
        filled switch
        {
            MarkerShape.FilledDiamond => MarkerShape.OpenDiamond,
            MarkerShape.FilledTriangleUp => MarkerShape.OpenTriangleUp,
            MarkerShape.FilledSquare => MarkerShape.OpenSquare,
            _ => MarkerShape.OpenCircle,
        };

    // Powers of ten; where fewer than three are in sight, 2 and 5 times them too.
    private static NumericManual Ticks(double low, double high)
    {
        var decades = Enumerable.Range((int)Math.Floor(low), (int)(Math.Ceiling(high) - Math.Floor(low)) + 1).ToArray();
        var whole = decades.Count(decade => decade >= low && decade <= high);
        int[] steps = whole >= 3 ? [1] : [1, 2, 5];
        var ticks = new NumericManual();
        foreach (var tick in decades.SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade))))
        {
            if (Math.Log10(tick) >= low && Math.Log10(tick) <= high)
            {
                ticks.AddMajor(Math.Log10(tick), Quantities.Number(tick, 1));
            }
        }

        return ticks;
    }

    private static string Caption(CampaignResult result, ImmutableArray<LedgerRow> rows)
    {
        var failed = rows.Count(row => row.Outcome == "failed");
        return "Each point is a calculation of this run: what it was expected to cost when it was chosen, and what it cost. "
            + string.Join(" ", PriceScore.Of(result).Where(score => score.Count > 0).Select(Words))
            + (
                failed > 0
                    ? $" {Quantities.Counted(failed, "calculation that failed is", "calculations that failed are")} drawn open and not counted in the ratios."
                    : ""
            );
    }

    private static string Words(PriceScore score) =>
        $"{score.Level}: median of actual over expected {Quantities.Number(score.Median, 2)}, "
        + $"90\u00A0% of the ratios from {Quantities.Number(score.Low, 2)} to {Quantities.Number(score.High, 2)}, "
        + $"N {Quantities.Count(score.Count)}.";

    private static Table Data(ImmutableArray<LedgerRow> rows) =>
        new(
            [
                new("decision", ColumnType.Whole),
                new("id", ColumnType.Text),
                new("level", ColumnType.Text),
                new("outcome", ColumnType.Text),
                new("expected_core_s", ColumnType.Real, "s", "CPU time expected when it was chosen"),
                new("actual_core_s", ColumnType.Real, "s", "CPU time spent"),
            ],
            rows.Select(row =>
                    new object?[]
                    {
                        row.Decision,
                        row.Id,
                        row.Level,
                        row.Outcome,
                        row.ExpectedCoreSeconds,
                        row.Cost.Usage.CpuSeconds,
                    }
                )
                .ToArray()
        );
}
