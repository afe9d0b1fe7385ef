using Lichen.Storage;
using ScottPlot;

namespace Lichen.Reporting.Figures;

/// <summary>A figure with what it says and the numbers it shows.</summary>
/// <param name="Name">Base of its file names.</param>
/// <param name="Title">What it is.</param>
/// <param name="Caption">What is to be seen, in sentences with numbers.</param>
/// <param name="Data">Every number drawn.</param>
/// <param name="Wide">True when it wants the whole width of a page.</param>
internal sealed record Figure(string Name, string Title, string Caption, Plot Plot, Table Data, bool Wide = false)
{
    private const int DotsPerInch = 300;

    public int Width => Wide ? 2 * FigureStyle.Width : FigureStyle.Width;

    /// <summary>The figure as SVG whose text stays text; identifiers start with the figure's name.</summary>
    public string Svg() => PlotSvg.Clean(Plot.GetSvgXml(Width, FigureStyle.Height), Name, Title, Caption);

    /// <summary>The figure as PNG at 300 dots per inch.</summary>
    public byte[] Png()
    {
        const double Scale = DotsPerInch / FigureStyle.PixelsPerInch;
        Plot.ScaleFactor = Scale;
        var image = Plot.GetImage((int)(Width * Scale), (int)(FigureStyle.Height * Scale));
        Plot.ScaleFactor = 1;
        return PngResolution.Stamp(image.GetImageBytes(ImageFormat.Png), DotsPerInch);
    }
}
