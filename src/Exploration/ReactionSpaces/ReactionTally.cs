namespace Lichen.Exploration.ReactionSpaces;

/// <summary>What became of the members of each reaction that were made. Not safe to use from several threads.</summary>
public sealed class ReactionTally(int templates)
{
    private readonly int[] _made = new int[templates];
    private readonly int[] _empty = new int[templates];
    private readonly int[] _ambiguous = new int[templates];

    /// <summary>Members that gave a product.</summary>
    public int MadeOf(int template) => _made[template];

    /// <summary>Members of which the reaction makes no molecule.</summary>
    public int EmptyOf(int template) => _empty[template];

    /// <summary>Members, counted among those that gave a product, of which several could be made.</summary>
    public int AmbiguousOf(int template) => _ambiguous[template];

    public int Made => _made.Sum();

    public int Empty => _empty.Sum();

    public void Add(ReactionProduct product)
    {
        var template = product.Member.Template;
        if (product.Smiles is null)
        {
            _empty[template]++;
            return;
        }

        _made[template]++;
        _ambiguous[template] += product.Choices > 1 ? 1 : 0;
    }
}
