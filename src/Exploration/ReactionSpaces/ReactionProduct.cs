using System.Collections.Immutable;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>A member of a reaction space: a reaction and what goes into it.</summary>
/// <param name="Index">Number of the member in its space, from 0.</param>
/// <param name="Template">Index of the reaction.</param>
/// <param name="Blocks">Indices of the building blocks, in the order of the reaction's reactants.</param>
public sealed record ReactionMember(long Index, int Template, ImmutableArray<int> Blocks);

/// <summary>What a member gives.</summary>
/// <param name="Member">How it is made.</param>
/// <param name="Smiles">Canonical SMILES of the product; null where the reaction makes no molecule of the blocks.</param>
/// <param name="Choices">How many different products the reaction could give: more than one where it is not selective.</param>
public sealed record ReactionProduct(ReactionMember Member, string? Smiles, int Choices);
