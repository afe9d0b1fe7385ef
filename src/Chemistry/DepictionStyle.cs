namespace Lichen.Chemistry;

/// <summary>How a structure is drawn.</summary>
public sealed record DepictionStyle
{
    /// <summary>Bonds and carbon in the colour of the page's text, nothing behind: fits light and dark pages.</summary>
    public static DepictionStyle Inline { get; } = new();

    /// <summary>Black on white, for files that stand alone.</summary>
    public static DepictionStyle Paper { get; } = new() { Background = true, InheritTextColour = false };

    /// <summary>Whether a white rectangle lies behind the drawing.</summary>
    public bool Background { get; init; }

    /// <summary>Whether black becomes <c>currentColor</c>, the colour of the surrounding text.</summary>
    public bool InheritTextColour { get; init; } = true;

    /// <summary>Width of bond lines in pixels of the view box.</summary>
    public double LineWidth { get; init; } = 1.6;

    /// <summary>Atoms to mark, as indices in the SMILES that is drawn; bonds between them are marked too.</summary>
    public IReadOnlyList<int> HighlightedAtoms { get; init; } = [];

    /// <summary>Text below the structure; empty for none.</summary>
    public string Legend { get; init; } = "";
}
