namespace Lichen.Chemistry.Routes;

/// <summary>A molecule that can be bought.</summary>
/// <param name="Smiles">As the file has it.</param>
/// <param name="Name">Catalogue number or name; empty for none.</param>
/// <param name="Price">Price in the file's own currency and amount; null where the file has none.</param>
public sealed record StockItem(string Smiles, string Name, double? Price)
{
    /// <summary>Line of the file, from 1; 0 where it comes from none.</summary>
    public int Line { get; init; }
}

/// <summary>A row of a stock that is no molecule.</summary>
/// <param name="Line">Line of the file, from 1; 0 where it comes from none.</param>
/// <param name="Text">What stands there.</param>
public sealed record BadStockRow(int Line, string Text);

/// <summary>
/// How dear a bought molecule is likely to be. Without prices in the file it is guessed from what sa_score looks at,
/// size and stereocentres: an order of likelihood, no quotation.
/// </summary>
public enum PriceClass
{
    /// <summary>At most 12 heavy atoms and no stereocentre.</summary>
    Low,

    Middle,

    /// <summary>More than 24 heavy atoms, or 3 stereocentres or more.</summary>
    High,
}
