namespace Lichen.Chemistry.Routes;

/// <summary>
/// How to make a molecule from what can be bought. Each of its reactions was run forward on its precursors and gave its
/// product.
/// </summary>
/// <param name="Target">The molecule that is made; its tree is the route.</param>
/// <param name="IsShortest">Whether it is known that no route of fewer steps exists by these reactions and this stock.</param>
public sealed record Route(RouteNode Target, bool IsShortest)
{
    /// <inheritdoc cref="RouteNode.Steps"/>
    public int Steps => Target.Steps;

    /// <inheritdoc cref="RouteNode.Depth"/>
    public int Depth => Target.Depth;

    /// <summary>The dearest class among what is bought.</summary>
    public PriceClass PriceClass => Target.Leaves.Max(leaf => leaf.PriceClass!.Value);

    /// <summary>Sum of the stock's prices of what is bought, each molecule once; null where one has none.</summary>
    public double? Price =>
        Target.Leaves.DistinctBy(leaf => leaf.Smiles).Aggregate((double?)0, (sum, leaf) => sum + leaf.Bought?.Price);
}
