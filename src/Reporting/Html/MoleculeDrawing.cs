using Lichen.Chemistry;

namespace Lichen.Reporting.Html;

/// <summary>A molecule drawn in two dimensions.</summary>
internal static class MoleculeDrawing
{
    private const int Width = 260;
    private const int Height = 180;

    public static Markup Of(string smiles)
    {
        try
        {
            return Markup.Trusted(Depiction.Svg(smiles, Width, Height));
        }
        catch (RdkitException)
        {
            // A table of values may name molecules that RDKit does not read: their text is all there is to show.
            return Markup.Of($"<code>{smiles}</code>");
        }
    }
}
