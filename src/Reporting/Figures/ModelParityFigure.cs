using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lichen.Storage;

namespace Lichen.Reporting.Figures;

/// <summary>Labels of a table against a model's predictions, as files.</summary>
public static class ModelParityFigure
{
    /// <summary>Writes parity.svg, parity.png and parity.csv.</summary>
    /// <param name="folder">Made where there is none.</param>
    /// <param name="property">What was predicted.</param>
    /// <param name="unit">Its unit, or empty.</param>
    /// <param name="naming">What names a molecule: the first column of the data.</param>
    /// <param name="names">The molecules or structures, shape (n).</param>
    /// <param name="predicted">Predictions, shape (n).</param>
    /// <param name="deviations">Their standard deviations, shape (n).</param>
    /// <param name="labels">The labels, shape (n).</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(
        string folder,
        string property,
        string unit,
        string naming,
        ImmutableArray<string> names,
        ImmutableArray<double> predicted,
        ImmutableArray<double> deviations,
        ImmutableArray<double> labels
    )
    {
        Directory.CreateDirectory(folder);
        var figure = Of(property, unit, naming, names, predicted, deviations, labels);
        WholeFile.Write(
            Path.Combine(folder, "parity.svg"),
            part => File.WriteAllText(part, figure.Svg(), new UTF8Encoding(false))
        );
        WholeFile.Write(Path.Combine(folder, "parity.png"), part => File.WriteAllBytes(part, figure.Png()));
        CsvTable.Write(Path.Combine(folder, "parity.csv"), figure.Data);
    }

    private static Figure Of(
        string property,
        string unit,
        string naming,
        ImmutableArray<string> names,
        ImmutableArray<double> predicted,
        ImmutableArray<double> deviations,
        ImmutableArray<double> labels
    )
    {
        var shown = unit.Length > 0 ? $" ({unit})" : "";
        var plot = FigureStyle.NewPlot($"Predicted {property}{shown}", $"Label{shown}");
        double[] xs = [.. predicted],
            ys = [.. labels],
            spread = [.. deviations];
        plot.Add.Plottable(
            new ScottPlot.Plottables.ErrorBar(xs, ys, spread, spread, null, null)
            {
                Color = FigureStyle.Blue.WithAlpha(0.25),
                CapSize = 0,
            }
        );
        var points = plot.Add.ScatterPoints(xs, ys);
        points.Color = FigureStyle.Blue.WithAlpha(0.8);
        points.MarkerSize = xs.Length > 300 ? 5 : 7;
        var low = xs.Concat(ys).Min();
        var high = xs.Concat(ys).Max();
        var margin = Math.Max(0.05 * (high - low), 1e-9);
        var diagonal = plot.Add.Line(low - margin, low - margin, high + margin, high + margin);
        diagonal.Color = FigureStyle.Faint;
        diagonal.LineWidth = 1;
        plot.Axes.SetLimits(low - margin, high + margin, low - margin, high + margin);
        var error = Math.Sqrt(xs.Zip(ys, (x, y) => (x - y) * (x - y)).Average());
        return new Figure(
            "parity",
            "Predictions against labels",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Each point is a molecule, bars are one predicted standard deviation: "
                    + $"N {xs.Length}, RMSE {error:0.###}{shown}."
            ),
            plot,
            new Table(
                [
                    new(naming, ColumnType.Text),
                    new("pred", ColumnType.Real, unit),
                    new("pred_sd", ColumnType.Real, unit, "calibrated standard deviation of a label"),
                    new("label", ColumnType.Real, unit),
                ],
                names.Select((name, i) => new object?[] { name, predicted[i], deviations[i], labels[i] })
            )
        );
    }
}
