using Lichen.Chemistry;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>How every figure looks: one place for fonts, colours and lines.</summary>
/// <remarks>
/// Colours: Okabe and Ito, told apart by all common kinds of colour vision; series also differ in dash or marker.
/// Font: Telex, which RDKit's data bring, so that a machine without fonts draws the same letters.
/// </remarks>
internal static class FigureStyle
{
    public const int Width = 560;
    public const int Height = 360;
    public const float FontSize = 13;

    /// <summary>Pixels per inch that one pixel of a figure stands for, as in CSS.</summary>
    public const double PixelsPerInch = 96;

    public static readonly Color Ink = new("#1d2420");
    public static readonly Color Faint = new("#8b948e");
    public static readonly Color Rule = new("#e4e8e4");
    public static readonly Color Blue = new("#0072B2");
    public static readonly Color Orange = new("#E69F00");
    public static readonly Color Green = new("#009E73");
    public static readonly Color Vermillion = new("#D55E00");
    public static readonly Color Sky = new("#56B4E9");
    public static readonly Color Purple = new("#CC79A7");

    private static readonly Color[] Series = [Blue, Orange, Green, Purple, Sky, Vermillion];
    private static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle,
        MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleUp,
        MarkerShape.FilledSquare,
    ];

    public static string FontName { get; } = FindFont();

    /// <summary>Colour of a rung, by its place in the ladder.</summary>
    public static Color OfRung(int index) => Series[index % Series.Length];

    public static MarkerShape ShapeOfRung(int index) => Shapes[index % Shapes.Length];

    /// <summary>An empty plot in house style: two axes, faint lines across, units in the labels.</summary>
    public static Plot NewPlot(string xLabel, string yLabel)
    {
        var plot = new Plot();
        plot.Font.Set(FontName);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Ink);
        foreach (var side in new IAxis[] { plot.Axes.Top, plot.Axes.Right })
        {
            // Nothing to see there, but room for half a tick label.
            side.FrameLineStyle.Width = 0;
            side.MinimumSize = FontSize + 3;
        }

        plot.Grid.MajorLineColor = Rule;
        plot.Grid.MajorLineWidth = 1;
        plot.XLabel(xLabel);
        plot.YLabel(yLabel);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left }.Cast<ScottPlot.AxisPanels.AxisBase>())
        {
            axis.PaddingBetweenTickAndAxisLabels = new PixelPadding(6);
            axis.LabelStyle.FontSize = FontSize;
            axis.LabelStyle.Bold = false;
            axis.TickLabelStyle.FontSize = FontSize - 1;
            axis.MinorTickStyle.Length = 0;
            axis.MajorTickStyle.Length = 4;
            axis.MajorTickStyle.Color = Faint;
            axis.FrameLineStyle.Color = Faint;
            axis.TickLabelStyle.ForeColor = Ink;
        }

        return plot;
    }

    /// <summary>Rows of a horizontal bar chart, first name on top, at positions n to 1.</summary>
    public static void NameRows(Plot plot, IReadOnlyList<string> names)
    {
        plot.Axes.Left.SetTicks([.. names.Select((_, i) => (double)(names.Count - i))], [.. names]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
    }

    public static void ShowLegend(Plot plot, Alignment alignment)
    {
        plot.ShowLegend(alignment);
        plot.Legend.FontName = FontName;
        plot.Legend.FontSize = FontSize - 1;
        plot.Legend.FontColor = Ink;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.85);
        plot.Legend.Padding = new PixelPadding(4);
        plot.Legend.SymbolWidth = 22;
    }

    private static string FindFont()
    {
        var file = Rdkit.DataFolder is { } folder ? Path.Combine(folder, "Fonts", "Telex-Regular.ttf") : "";
        if (!File.Exists(file))
        {
            return Fonts.Sans;
        }

        Fonts.AddFontFile("Telex", file);
        return "Telex";
    }
}
