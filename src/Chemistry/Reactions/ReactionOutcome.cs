namespace Lichen.Chemistry.Reactions;

/// <summary>What a reaction makes of one combination of reactants, or what one product can be made of.</summary>
/// <param name="Sets">
/// Distinct sets in ascending order, each canonical SMILES: products of a reaction, or precursors in the order of the
/// reactant templates. More than one where the reactants have several sites, or a product several bonds to make.
/// </param>
/// <param name="Invalid">
/// Matches that made no molecule: a valence that cannot be, an atom without an element, an open shell; or, of a
/// reversed reaction, precursors of which the reaction does not make the product.
/// </param>
/// <param name="Read">False where one of the inputs is no molecule; nothing was run then.</param>
public sealed record ReactionOutcome(IReadOnlyList<IReadOnlyList<string>> Sets, int Invalid, bool Read)
{
    /// <summary>Whether the templates matched at all, however it ended.</summary>
    public bool Matched => Sets.Count > 0 || Invalid > 0;

    /// <summary>The first molecule of each set, ascending: all there is for a reaction with one product.</summary>
    public IEnumerable<string> Products => Sets.Select(set => set[0]).Distinct();
}
