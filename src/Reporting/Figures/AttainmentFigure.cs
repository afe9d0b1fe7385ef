using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>How much of the volume between worst and best was reached, against what it cost.</summary>
internal static class AttainmentFigure
{
    public static Figure? Of(CampaignResult result)
    {
        if (result.Front is not { Timeline: { IsEmpty: false } timeline } front || front.Hypervolume <= 0)
        {
            return null;
        }

        var scale = TimeScale.For(timeline[^1].CoreSeconds);
        var plot = FigureStyle.NewPlot($"CPU time of chemistry ({scale.Name})", "Hypervolume (share)");
        var line = plot.Add.Scatter(
            timeline.Select(point => point.CoreSeconds / scale.Seconds).ToArray(),
            timeline.Select(point => point.Share).ToArray()
        );
        line.ConnectStyle = ConnectStyle.StepHorizontal;
        line.Color = FigureStyle.Blue;
        line.LineWidth = 3;
        line.MarkerSize = 0;
        plot.Axes.SetLimitsX(0, 1.02 * timeline[^1].CoreSeconds / scale.Seconds);
        var attained = front.Attained is { } share
            ? $" The models expect that to be {Quantities.Percent(share.Mean)} of what the whole pool holds "
                + $"({Quantities.Percent(share.Low)} to {Quantities.Percent(share.High)})."
            : "";
        return new Figure(
            "attainment",
            "The front against cost",
            $"Volume that the computed molecules dominate, as a share of that between the worst and the best values "
                + $"known or predicted: {Quantities.Percent(front.Hypervolume)} in the end.{attained}",
            plot,
            new Table(
                [
                    new("decision", ColumnType.Whole),
                    new("core_seconds", ColumnType.Real, "s"),
                    new("hypervolume_share", ColumnType.Real),
                    new("molecules_on_front", ColumnType.Whole),
                ],
                timeline.Select(p => new object?[] { p.Decision, p.CoreSeconds, p.Share, p.OnFront }).ToArray()
            ),
            Wide: result.Spec.Objectives.Length != 2
        );
    }
}
