using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>The way from rows to hits: what went on, what left and why, every count named.</summary>
internal static class FunnelFigure
{
    public static Figure? Of(CampaignResult result)
    {
        // What nobody left is not worth a bar; the table keeps it.
        var stages = result.Funnel.Where(stage => !stage.Lost || stage.Count > 0).ToImmutableArray();
        if (stages.IsEmpty)
        {
            return null;
        }

        var plot = FigureStyle.NewPlot("Molecules", "");
        var widest = Math.Max(1, stages.Max(stage => stage.Count));
        var bars = stages.Select(
            (stage, i) =>
                new Bar
                {
                    Position = stages.Length - i,
                    Value = stage.Count,
                    FillColor = stage.Lost ? FigureStyle.Rule : FigureStyle.Green,
                    LineColor = stage.Lost ? FigureStyle.Faint : FigureStyle.Green,
                    LineWidth = 1,
                    Size = 0.66,
                    Orientation = Orientation.Horizontal,
                    Label = Quantities.Count(stage.Count),
                    CenterLabel = false,
                }
        );
        var plotted = plot.Add.Bars(bars.ToArray());
        plotted.ValueLabelStyle.FontName = FigureStyle.FontName;
        plotted.ValueLabelStyle.FontSize = FigureStyle.FontSize - 1;
        plotted.ValueLabelStyle.ForeColor = FigureStyle.Ink;
        FigureStyle.NameRows(plot, [.. stages.Select(stage => stage.Name)]);
        plot.Axes.SetLimits(0, 1.14 * widest, 0.4, stages.Length + 0.6);
        var data = new Table(
            [new("stage", ColumnType.Text), new("count", ColumnType.Whole), new("leaves_here", ColumnType.Boolean)],
            result.Funnel.Select(stage => new object?[] { stage.Name, stage.Count, stage.Lost }).ToArray()
        );
        return new Figure("funnel", "From rows to hits", Caption(stages), plot, data);
    }

    private static string Caption(ImmutableArray<FunnelStage> stages)
    {
        var kept = stages.Where(stage => !stage.Lost).ToArray();
        var lost = stages
            .Where(stage => stage.Lost && stage.Count > 0)
            .OrderByDescending(stage => stage.Count)
            .ToArray();
        var text =
            kept.Length == 0
                ? "Nothing went on."
                : $"Of {Quantities.Count(kept[0].Count)} ({kept[0].Name}), {Quantities.Count(kept[^1].Count)} arrive ({kept[^1].Name}).";
        return lost.Length == 0
            ? text
            : text
                + $" Most left at “{lost[0].Name}” ({Quantities.Count(lost[0].Count)}). Green goes on, grey leaves."
                + (EveryRowIsAccountedFor(stages) ? " Every row read is accounted for." : "");
    }

    /// <summary>True when what was read is what was refused and what became a candidate.</summary>
    private static bool EveryRowIsAccountedFor(ImmutableArray<FunnelStage> stages)
    {
        var refused = stages.Skip(1).TakeWhile(stage => stage.Lost).Sum(stage => stage.Count);
        var next = stages.Skip(1).FirstOrDefault(stage => !stage.Lost);
        return next is not null && stages[0].Count == refused + next.Count;
    }
}
