using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>What was spent, by rung and on Lichen's own work, beside what brute force would have cost.</summary>
internal static class LedgerFigure
{
    private readonly record struct Part(string Bar, string Name, double CoreSeconds, Color Colour);

    public static Figure? Of(CampaignResult result)
    {
        var parts = Parts(result);
        if (parts.Sum(part => part.CoreSeconds) <= 0)
        {
            return null;
        }

        var brute = result.Avoided.Expected.CoreSeconds;
        var scale = TimeScale.For(Math.Max(brute, parts.Sum(part => part.CoreSeconds)));
        var plot = FigureStyle.NewPlot($"CPU time ({scale.Name})", "");
        var spent = parts.Sum(part => part.CoreSeconds) / scale.Seconds;
        var zoom = ZoomFor(spent, brute / scale.Seconds);
        Stack(plot, parts, scale, row: zoom > 1 ? 3 : 2, zoom: 1);
        if (zoom > 1)
        {
            Stack(plot, parts, scale, row: 2, zoom);
        }

        if (brute > 0)
        {
            AddBar(plot, 1, 0, brute / scale.Seconds, FigureStyle.Rule, outline: 1).LegendText =
                $"Brute force, predicted: {Quantities.CoreTime(brute)}";
            var interval = new ScottPlot.Plottables.ErrorBar(
                [brute / scale.Seconds],
                [1],
                [(result.Avoided.High.CoreSeconds - brute) / scale.Seconds],
                [(brute - result.Avoided.Low.CoreSeconds) / scale.Seconds],
                null,
                null
            )
            {
                Color = FigureStyle.Ink,
                LineWidth = 1.5f,
                CapSize = 5,
            };
            plot.Add.Plottable(interval);
        }

        string[] names = zoom > 1 ? ["This campaign", $"the same, × {zoom}"] : ["This campaign"];
        FigureStyle.NameRows(plot, [.. names, brute > 0 ? "Brute force" : ""]);
        var reach = Math.Max(spent, result.Avoided.High.CoreSeconds / scale.Seconds);
        // Room on top for the legend.
        plot.Axes.SetLimits(0, 1.05 * Math.Max(reach, brute / scale.Seconds), 0.4, zoom > 1 ? 6 : 4.3);
        FigureStyle.ShowLegend(plot, Alignment.UpperRight);
        return new Figure("ledger", "What it cost, and what it did not", Caption(result), plot, Data(result, parts));
    }

    /// <summary>How often the campaign's bar is enlarged beside itself: 1 when its parts can be told apart as they are.</summary>
    private static int ZoomFor(double spent, double brute)
    {
        int[] steps = [1000, 500, 200, 100, 50, 20, 10, 5];
        return spent > 0.15 * brute ? 1 : steps.FirstOrDefault(step => step * spent <= 0.95 * brute, 1);
    }

    private static void Stack(Plot plot, ImmutableArray<Part> parts, TimeScale scale, double row, int zoom)
    {
        var start = 0.0;
        foreach (var part in parts)
        {
            var end = start + (zoom * part.CoreSeconds / scale.Seconds);
            var bar = AddBar(plot, row, start, end, part.Colour, outline: 0);
            if (zoom == 1)
            {
                bar.LegendText = $"{part.Name}: {Quantities.CoreTime(part.CoreSeconds)}";
            }

            start = end;
        }
    }

    private static ScottPlot.Plottables.BarPlot AddBar(
        Plot plot,
        double row,
        double from,
        double to,
        Color fill,
        float outline
    ) =>
        plot.Add.Bars(
            new Bar[]
            {
                new()
                {
                    Position = row,
                    ValueBase = from,
                    Value = to,
                    FillColor = fill,
                    LineColor = FigureStyle.Faint,
                    LineWidth = outline,
                    Size = 0.62,
                    Orientation = Orientation.Horizontal,
                },
            }
        );

    private static ImmutableArray<Part> Parts(CampaignResult result)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        foreach (var rung in result.Rungs)
        {
            var colour = FigureStyle.OfRung(ParityFigure.RungIndex(result, rung.Level));
            var failed = result
                .Failures.Where(failure => failure.Level == rung.Level)
                .Sum(failure => failure.CoreSeconds);
            parts.Add(new("campaign", rung.Level, Math.Max(0, rung.Cost.Usage.CpuSeconds - failed), colour));
            if (failed > 0)
            {
                parts.Add(new("campaign", $"{rung.Level}, failed", failed, colour.WithAlpha(0.45)));
            }
        }

        var interrupted = CampaignAnswer.Interrupted(result);
        if (interrupted.Usage.CpuSeconds > 0)
        {
            parts.Add(new("campaign", "Interrupted", interrupted.Usage.CpuSeconds, FigureStyle.Faint));
        }

        parts.Add(new("campaign", "Lichen's own work", result.OwnWork.Usage.CpuSeconds, FigureStyle.Ink));
        return parts.ToImmutable();
    }

    private static string Caption(CampaignResult result)
    {
        var answer = CampaignAnswer.Of(result);
        var own = result.OwnWork.Usage.CpuSeconds;
        var chemistry = result.Chemistry.Usage.CpuSeconds;
        var text =
            $"Chemistry took {Quantities.CoreTime(chemistry)}, choosing what to compute {Quantities.CoreTime(own)} more.";
        return answer.ShareOfBruteForce is { } share
            ? text
                + $" Together that is {Quantities.Percent(share)} of the {Quantities.CoreTime(result.Avoided.Expected.CoreSeconds)} "
                + $"that all {Quantities.Count(result.Avoided.Candidates)} candidates at {result.Spec.Objective.Level} are predicted to cost "
                + $"(90\u00A0% interval {Quantities.CoreTime(result.Avoided.Low.CoreSeconds)} to {Quantities.CoreTime(result.Avoided.High.CoreSeconds)}, black bar)."
            : text;
    }

    private static Table Data(CampaignResult result, ImmutableArray<Part> parts)
    {
        var rows = parts.Select(part => new object?[] { part.Bar, part.Name, part.CoreSeconds, null, null }).ToList();
        rows.Add([
            "brute force",
            "predicted",
            result.Avoided.Expected.CoreSeconds,
            result.Avoided.Low.CoreSeconds,
            result.Avoided.High.CoreSeconds,
        ]);
        return new Table(
            [
                new("bar", ColumnType.Text),
                new("part", ColumnType.Text),
                new("core_seconds", ColumnType.Real, "s"),
                new("core_seconds_low", ColumnType.Real, "s", "5 % quantile"),
                new("core_seconds_high", ColumnType.Real, "s", "95 % quantile"),
            ],
            rows
        );
    }
}
