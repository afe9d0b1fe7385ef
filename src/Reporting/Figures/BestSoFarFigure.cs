using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>The best value found against what it cost, beside what picking at random would have been expected to find.</summary>
internal static class BestSoFarFigure
{
    public static Figure? Of(CampaignResult result)
    {
        var points = result.Timeline.Where(point => point.Best is not null).ToImmutableArray();
        if (points.IsEmpty)
        {
            return null;
        }

        var end = result.Timeline[^1].CoreSeconds;
        var scale = TimeScale.For(end);
        var plot = FigureStyle.NewPlot(
            $"CPU time of chemistry ({scale.Name})",
            PropertyWords.Axis(result.Spec.Objective.Property, result.Facts.Unit)
        );
        var random = RandomWithin(result.RandomLine, end);
        if (random.Length > 1)
        {
            var line = plot.Add.Scatter(Xs(random.Select(p => p.CoreSeconds)), [.. random.Select(p => p.Best)]);
            Draw(line, "Best, picking at random (expected)", FigureStyle.Faint, LinePattern.Dashed, 2);
        }

        var hits = result.Timeline.Where(point => point.HitMean is not null).ToImmutableArray();
        if (!hits.IsEmpty && result.Spec.Hits > 1)
        {
            var line = plot.Add.Scatter(
                Xs(Extended(hits)),
                [.. hits.Select(p => p.HitMean!.Value), hits[^1].HitMean!.Value]
            );
            line.ConnectStyle = ConnectStyle.StepHorizontal;
            Draw(line, $"Mean of the best {result.Spec.Hits}", FigureStyle.Orange, LinePattern.Solid, 2);
        }

        var best = plot.Add.Scatter(
            Xs(Extended(points)),
            [.. points.Select(p => p.Best!.Value), points[^1].Best!.Value]
        );
        best.ConnectStyle = ConnectStyle.StepHorizontal;
        Draw(best, "Best so far", FigureStyle.Blue, LinePattern.Solid, 3);
        plot.Axes.SetLimitsX(0, 1.02 * end / scale.Seconds);
        FigureStyle.ShowLegend(plot, Falls(points) ? Alignment.UpperRight : Alignment.LowerRight);
        return new Figure(
            "best-so-far",
            "Best value against cost",
            Caption(result, points, random),
            plot,
            Data(result),
            Wide: true
        );

        double[] Xs(IEnumerable<double> seconds) => [.. seconds.Select(value => value / scale.Seconds)];
        IEnumerable<double> Extended(ImmutableArray<TimelinePoint> line) => line.Select(p => p.CoreSeconds).Append(end);
    }

    private static void Draw(
        ScottPlot.Plottables.Scatter line,
        string name,
        Color colour,
        LinePattern pattern,
        float width
    )
    {
        line.LegendText = name;
        line.Color = colour;
        line.LinePattern = pattern;
        line.LineWidth = width;
        line.MarkerSize = 0;
    }

    private static bool Falls(ImmutableArray<TimelinePoint> points) => points[^1].Best <= points[0].Best;

    /// <summary>The random line up to what was spent, its last point interpolated.</summary>
    private static ImmutableArray<RandomLinePoint> RandomWithin(ImmutableArray<RandomLinePoint> line, double end)
    {
        var inside = line.Where(point => point.CoreSeconds <= end).ToImmutableArray();
        if (inside.IsEmpty || inside.Length == line.Length)
        {
            return inside;
        }

        var (a, b) = (inside[^1], line[inside.Length]);
        var share = (end - a.CoreSeconds) / (b.CoreSeconds - a.CoreSeconds);
        return inside.Add(new RandomLinePoint(end, a.Best + (share * (b.Best - a.Best))));
    }

    private static string Caption(
        CampaignResult result,
        ImmutableArray<TimelinePoint> points,
        ImmutableArray<RandomLinePoint> random
    )
    {
        var unit = PropertyWords.Unit(result.Facts.Unit);
        var last = points[^1];
        var reached = points.First(point => point.Best == last.Best);
        var text =
            $"The best value, {Quantities.Value(last.Best!.Value)} {unit}, was reached after "
            + $"{Quantities.CoreTime(reached.CoreSeconds)} of the {Quantities.CoreTime(result.Timeline[^1].CoreSeconds)} spent.";
        if (random.IsEmpty)
        {
            return text;
        }

        var goal = result.Spec.Objective.Goal;
        var expected = random[^1].Best;
        var gain = goal.Loss(expected) - goal.Loss(last.Best!.Value);
        return text
            + $" Picking at random at {result.Spec.Objective.Level} would be expected to reach {Quantities.Value(expected)} {unit} "
            + $"for the same cost{(gain > 0 ? $", {Quantities.Number(gain, 2)} {unit} worse" : "")}.";
    }

    private static Table Data(CampaignResult result)
    {
        var suffix = ColumnNames.UnitSuffix(result.Facts.Unit);
        var found = result.Timeline.Select(p =>
            new object?[] { "campaign", p.Decision, p.Id, p.Level, p.CoreSeconds, p.Value, p.Best, p.HitMean }
        );
        var random = result.RandomLine.Select(p =>
            new object?[] { "random", null, null, result.Spec.Objective.Level, p.CoreSeconds, null, p.Best, null }
        );
        return new Table(
            [
                new("series", ColumnType.Text),
                new("decision", ColumnType.Whole),
                new("id", ColumnType.Text),
                new("level", ColumnType.Text),
                new("core_seconds", ColumnType.Real, "s"),
                new("value" + suffix, ColumnType.Real, result.Facts.Unit),
                new("best" + suffix, ColumnType.Real, result.Facts.Unit),
                new("hit_mean" + suffix, ColumnType.Real, result.Facts.Unit),
            ],
            found.Concat(random).ToArray()
        );
    }
}
