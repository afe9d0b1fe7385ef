namespace Lichen.Chemistry.Routes;

/// <summary>A molecule of a route: bought, or made of others in one step.</summary>
/// <param name="Smiles">Canonical SMILES.</param>
/// <param name="Reaction">Name of the reaction that makes it; null where it is bought.</param>
/// <param name="Precursors">What it is made of, in the order of the reaction's reactants; empty where it is bought.</param>
/// <param name="Bought">The stock's row where it is bought, else null.</param>
/// <param name="PriceClass">How dear it is likely to be where it is bought, else null.</param>
public sealed record RouteNode(
    string Smiles,
    string? Reaction,
    IReadOnlyList<RouteNode> Precursors,
    StockItem? Bought,
    PriceClass? PriceClass
)
{
    /// <summary>Reactions from here to what is bought, those of all branches.</summary>
    public int Steps => Reaction is null ? 0 : 1 + Precursors.Sum(precursor => precursor.Steps);

    /// <summary>Reactions one after the other: of the longest branch.</summary>
    public int Depth => Reaction is null ? 0 : 1 + Precursors.Max(precursor => precursor.Depth);

    /// <summary>What is bought, from left to right; a molecule used twice is there twice.</summary>
    public IEnumerable<RouteNode> Leaves =>
        Reaction is null ? [this] : Precursors.SelectMany(precursor => precursor.Leaves);
}
