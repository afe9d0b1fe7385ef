using System.Collections.Immutable;
using Lichen.Exploration.Results;
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

    /// <summary>Molecules whose structure a page shows where they are drawn.</summary>
    public ImmutableArray<Spot> Spots { get; init; } = [];

    public int Width => Wide ? 2 * FigureStyle.Width : FigureStyle.Width;

    /// <summary>The figure as SVG whose text stays text; identifiers start with the figure's name.</summary>
    public string Svg() => PlotSvg.Clean(Plot.GetSvgXml(Width, FigureStyle.Height), Name, Title, Caption);

    /// <summary>Where a spot lies, as shares of the width from the left and of the height from the top; as last drawn.</summary>
    public (double Left, double Top) PlaceOf(Spot spot)
    {
        var pixel = Plot.GetPixel(new Coordinates(spot.X, spot.Y));
        return (pixel.X / Width, pixel.Y / FigureStyle.Height);
    }

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

/// <summary>A molecule in a figure.</summary>
/// <param name="X">Place on the axis across, in its unit.</param>
/// <param name="Y">Place on the axis along, in its unit.</param>
internal sealed record Spot(MoleculeResult Molecule, double X, double Y);
