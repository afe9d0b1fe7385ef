using Lichen.Exploration.Results;
using Lichen.Storage;

namespace Lichen.Reporting.Figures;

/// <summary>More than three objectives side by side: each molecule a line from axis to axis, better is up.</summary>
internal static class ParallelFigure
{
    private const int MostFaint = 300;

    public static Figure? Of(CampaignResult result)
    {
        if (
            result.Front is not { } front
            || result.Spec.Objectives.Length <= 3
            || !result.Molecules.Any(m => m.Layer == 1)
        )
        {
            return null;
        }

        var goals = result.Spec.Objectives;
        var plot = FigureStyle.NewPlot("", "Worst (0) to best (1)");
        var computed = result.Molecules.Where(m => m.Layer is not null).ToList();
        foreach (var molecule in computed.Where(m => m.Layer > 1).Take(MostFaint))
        {
            Add(molecule, FigureStyle.Faint.WithAlpha(0.15), 1);
        }

        foreach (var molecule in computed.Where(m => m.Layer == 1))
        {
            Add(molecule, FigureStyle.Vermillion.WithAlpha(0.7), 2);
        }

        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, goals.Length).Select(i => (double)i)],
            [.. result.Wishes.Take(goals.Length).Select(wish => PropertyWords.Symbol(wish.Property))]
        );
        return new Figure(
            "front-parallel",
            "All objectives side by side",
            $"Each line is a molecule; the {computed.Count(m => m.Layer == 1)} on the front stand out. Better is up on every axis.",
            plot,
            new Table(
                [
                    new("id", ColumnType.Text),
                    new("layer", ColumnType.Whole),
                    .. result
                        .Wishes.Take(goals.Length)
                        .Select(
                            (wish, i) =>
                                new TableColumn($"{wish.Column}_{i + 1}", ColumnType.Real, wish.Unit, wish.Level)
                        ),
                ],
                computed
                    .Select(m =>
                        new object?[] { m.Candidate.Id, m.Layer }
                            .Concat(m.Wishes.Take(goals.Length).Select(wish => (object?)wish.Value))
                            .ToArray()
                    )
                    .ToArray()
            ),
            Wide: true
        );

        void Add(MoleculeResult molecule, ScottPlot.Color colour, float width)
        {
            var losses = front.Bounds.Scale([
                .. goals.Select((goal, m) => goal.Goal.Loss(molecule.Wishes[m].Value!.Value)),
            ]);
            var line = plot.Add.Scatter(
                Enumerable.Range(0, losses.Length).Select(i => (double)i).ToArray(),
                losses.Select(loss => 1 - loss).ToArray()
            );
            line.Color = colour;
            line.LineWidth = width;
            line.MarkerSize = 0;
        }
    }
}
