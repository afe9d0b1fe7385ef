using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>The objective at one rung against the next, for the molecules computed at both.</summary>
internal static class RungCorrelationFigure
{
    private const int FewestPairs = 3;

    /// <summary>One figure for each two neighbouring rungs with at least three molecules computed at both.</summary>
    public static IEnumerable<Figure> Of(CampaignResult result)
    {
        var levels = result.Spec.Ladder.Select(rung => rung.Level).ToArray();
        for (var i = 0; i + 1 < levels.Length; i++)
        {
            var pairs = Pairs(result, levels[i], levels[i + 1]);
            if (pairs.Length >= FewestPairs)
            {
                yield return Draw(result, levels[i], levels[i + 1], i, pairs);
            }
        }
    }

    private static Figure Draw(
        CampaignResult result,
        string lower,
        string upper,
        int rung,
        ImmutableArray<(string Id, double Lower, double Upper)> pairs
    )
    {
        var unit = PropertyWords.Unit(result.Facts.Unit);
        var plot = FigureStyle.NewPlot($"{lower} ({unit})", $"{upper} ({unit})");
        var xs = pairs.Select(pair => pair.Lower).ToArray();
        var ys = pairs.Select(pair => pair.Upper).ToArray();
        var points = plot.Add.ScatterPoints(xs, ys);
        points.Color = FigureStyle.OfRung(rung + 1).WithAlpha(0.8);
        points.MarkerShape = FigureStyle.ShapeOfRung(rung + 1);
        points.MarkerSize = 7;
        var pearson = Correlation(xs, ys);
        var (spread, slope) = (xs.Max() - xs.Min(), Slope(xs, ys));
        var meanX = xs.Average();
        var meanY = ys.Average();
        if (spread > 0)
        {
            var line = plot.Add.Line(
                xs.Min(),
                meanY + (slope * (xs.Min() - meanX)),
                xs.Max(),
                meanY + (slope * (xs.Max() - meanX))
            );
            line.Color = FigureStyle.Ink;
            line.LineWidth = 1;
        }

        var property = PropertyWords.InSentence(result.Spec.Objective.Property);
        var caption =
            $"The {property} of {pairs.Length} molecules computed at both levels: rank correlation "
            + $"{Correlation(Ranks(xs), Ranks(ys)):0.00} (Spearman), linear {pearson:0.00} (Pearson), "
            + $"slope {slope:0.00}, mean shift {Quantities.Number(ys.Average() - xs.Average(), 2)} {unit}. "
            + "The better the ranks agree, the more the cheap level teaches the dear one.";
        var suffix = ColumnNames.UnitSuffix(unit);
        var data = new Table(
            [
                new("id", ColumnType.Text),
                new("lower" + suffix, ColumnType.Real, unit, lower),
                new("upper" + suffix, ColumnType.Real, unit, upper),
            ],
            pairs.Select(pair => new object?[] { pair.Id, pair.Lower, pair.Upper }).ToArray()
        );
        return new Figure($"rungs-{rung + 1}-{rung + 2}", $"From {lower} to {upper}", caption, plot, data);
    }

    private static ImmutableArray<(string Id, double Lower, double Upper)> Pairs(
        CampaignResult result,
        string lower,
        string upper
    )
    {
        var property = result.Spec.Objective.Property;
        return
        [
            .. result
                .Molecules.Select(m => (m.Candidate.Id, Lower: At(m, lower), Upper: At(m, upper)))
                .Where(pair => pair.Lower is not null && pair.Upper is not null)
                .Select(pair => (pair.Id, pair.Lower!.Value, pair.Upper!.Value)),
        ];

        double? At(MoleculeResult molecule, string level) =>
            molecule.Values.FirstOrDefault(value => value.Level == level && value.Property == property)?.Value;
    }

    private static double Slope(double[] xs, double[] ys)
    {
        var (x, y) = (xs.Average(), ys.Average());
        var variance = xs.Sum(value => (value - x) * (value - x));
        return variance > 0 ? xs.Zip(ys, (a, b) => (a - x) * (b - y)).Sum() / variance : 0;
    }

    /// <summary>Pearson's correlation; 0 where one side is constant.</summary>
    private static double Correlation(double[] xs, double[] ys) =>
        Slope(xs, ys) is var slope && slope == 0 ? 0 : Math.Sign(slope) * Math.Sqrt(slope * Slope(ys, xs));

    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    private static double[] Ranks(double[] values) =>
        [
            .. values.Select(value =>
                values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0)
            ),
        ];
}
