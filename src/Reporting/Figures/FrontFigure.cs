using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>Two objectives against each other, one figure for each pair: what nothing beats stands out, the rest is faint.</summary>
internal static class FrontFigure
{
    private const int MostPredicted = 40;
    private const double WorthShowing = 0.1;
    private const int MostNumbered = 12;
    private const int MostShown = 20;

    /// <summary>One figure for each pair of objectives; none before something is computed.</summary>
    public static IEnumerable<Figure> Of(CampaignResult result)
    {
        if (result.Front is null || !result.Molecules.Any(m => m.Layer == 1))
        {
            yield break;
        }

        for (var i = 0; i < result.Spec.Objectives.Length; i++)
        {
            for (var j = i + 1; j < result.Spec.Objectives.Length; j++)
            {
                yield return Draw(result, i, j);
            }
        }
    }

    private static Figure Draw(CampaignResult result, int x, int y)
    {
        var plot = FigureStyle.NewPlot(Label(result.Wishes[x]), Label(result.Wishes[y]));
        var computed = result.Molecules.Where(m => m.Status == "computed").ToImmutableArray();
        var best = computed.Where(m => m.Layer == 1).ToImmutableArray();
        var rest = computed.Where(m => m.Layer != 1).ToImmutableArray();
        var hopeful = result
            .Molecules.Where(m => m.Status == "predicted" && m.ChanceOnFront >= WorthShowing)
            .OrderByDescending(m => m.ChanceOnFront)
            .Take(MostPredicted)
            .ToImmutableArray();
        Add(rest, "Computed, behind the front", FigureStyle.Faint.WithAlpha(0.45), MarkerShape.FilledCircle, 5);
        foreach (var molecule in hopeful)
        {
            var (across, along) = (molecule.Wishes[x].Deviation, molecule.Wishes[y].Deviation);
            Bar(X(molecule) - across, Y(molecule), X(molecule) + across, Y(molecule));
            Bar(X(molecule), Y(molecule) - along, X(molecule), Y(molecule) + along);
        }

        Add(hopeful, "Predicted, may be on it (± 1 s.d.)", FigureStyle.Sky, MarkerShape.OpenCircle, 6);
        Add(best, "On the front", FigureStyle.Vermillion, MarkerShape.FilledDiamond, 10);
        foreach (var molecule in best.Take(MostNumbered))
        {
            var text = plot.Add.Text($"{molecule.Rank}", X(molecule), Y(molecule));
            text.LabelFontName = FigureStyle.FontName;
            text.LabelFontSize = FigureStyle.FontSize - 2;
            text.LabelFontColor = FigureStyle.Ink;
            text.OffsetX = 6;
            text.OffsetY = -14;
        }

        var (right, up) = (result.Wishes[x].Maximised, result.Wishes[y].Maximised);
        FigureStyle.ShowLegend(
            plot,
            (right, up) switch
            {
                (true, true) => Alignment.LowerLeft,
                (true, false) => Alignment.UpperLeft,
                (false, true) => Alignment.LowerRight,
                _ => Alignment.UpperRight,
            }
        );
        return new Figure(
            $"front-{x + 1}-{y + 1}",
            $"{PropertyWords.Symbol(result.Wishes[x].Property)} and {PropertyWords.InSentence(result.Wishes[y].Property)}",
            Caption(result, best.Length, hopeful.Length, x, y),
            plot,
            Data(result),
            Wide: result.Spec.Objectives.Length == 2
        )
        {
            Spots = [.. best.Take(MostShown).Concat(hopeful.Take(MostShown)).Select(m => new Spot(m, X(m), Y(m)))],
        };

        void Bar(double x1, double y1, double x2, double y2)
        {
            var bar = plot.Add.Line(x1, y1, x2, y2);
            bar.Color = FigureStyle.Sky.WithAlpha(0.5);
            bar.LineWidth = 1;
        }

        double X(MoleculeResult molecule) => molecule.Wishes[x].Value!.Value;
        double Y(MoleculeResult molecule) => molecule.Wishes[y].Value!.Value;

        void Add(ImmutableArray<MoleculeResult> molecules, string name, Color colour, MarkerShape shape, float size)
        {
            if (molecules.IsEmpty)
            {
                return;
            }

            var points = plot.Add.ScatterPoints(molecules.Select(X).ToArray(), molecules.Select(Y).ToArray());
            points.LegendText = name;
            points.Color = colour;
            points.MarkerShape = shape;
            points.MarkerSize = size;
        }
    }

    private static string Caption(CampaignResult result, int best, int hopeful, int x, int y)
    {
        var others =
            result.Spec.Objectives.Length > 2 ? " Some look beaten here: they are better in another objective." : "";
        var open = hopeful > 0 ? $" {hopeful} that were not computed have a chance of at least 10 % to be on it." : "";
        return $"{Quantities.Counted(best, "molecule is", "molecules are")} on the front; better lies "
            + $"{(result.Wishes[x].Maximised ? "right" : "left")} and {(result.Wishes[y].Maximised ? "up" : "down")}. "
            + $"Numbers are ranks.{open}{others}";
    }

    private static string Label(WishFacts wish) => PropertyWords.Axis(wish.Property, wish.Unit);

    private static Table Data(CampaignResult result) =>
        new(
            [
                new("id", ColumnType.Text),
                new("smiles", ColumnType.Text),
                new("status", ColumnType.Text),
                new("layer", ColumnType.Whole),
                new("chance_on_front", ColumnType.Real),
                .. result.Wishes.SelectMany(
                    (wish, i) =>
                        new TableColumn[]
                        {
                            new($"{wish.Column}_{i + 1}", ColumnType.Real, wish.Unit, wish.Level),
                            new($"sd_{wish.Column}_{i + 1}", ColumnType.Real, wish.Unit, "0 where it is known"),
                        }
                ),
            ],
            result
                .Molecules.Where(m => m.Status == "computed" || m.ChanceOnFront >= WorthShowing)
                .Select(m =>
                    new object?[] { m.Candidate.Id, m.Candidate.Smiles, m.Status, m.Layer, m.ChanceOnFront }
                        .Concat(m.Wishes.SelectMany(wish => new object?[] { wish.Value, wish.Deviation }))
                        .ToArray()
                )
                .ToArray()
        );
}
