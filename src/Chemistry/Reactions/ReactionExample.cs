namespace Lichen.Chemistry.Reactions;

/// <summary>Reactants and a product that a template must be able to make of them.</summary>
/// <param name="Reactants">SMILES, in the order of the reactant templates.</param>
/// <param name="Product">SMILES of one of the products.</param>
public sealed record ReactionExample(IReadOnlyList<string> Reactants, string Product);
