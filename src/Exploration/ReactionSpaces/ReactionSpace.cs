using System.Collections.Immutable;
using System.Text;
using Lichen.Chemistry.Reactions;
using Lichen.Core.Numerics;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>
/// All products of building blocks by reactions of one step. Never written out: members have numbers, are counted
/// exactly, and are made when they are asked for.
/// </summary>
/// <remarks>
/// A member is a reaction and a building block for each of its places; members of a reaction are all combinations of the
/// blocks that match. Several members may give the same molecule, and some give none: the count is that of members.
/// </remarks>
public sealed class ReactionSpace : IDisposable
{
    private readonly IReadOnlyList<IReadOnlyList<int[]>> _places;
    private readonly long[] _starts;

    private ReactionSpace(
        ReactionLibrary library,
        ImmutableArray<BuildingBlock> blocks,
        IReadOnlyList<IReadOnlyList<int[]>> places
    )
    {
        (Library, Blocks, _places) = (library, blocks, places);
        Counts = [.. places.Select(Product)];
        _starts = new long[places.Count + 1];
        for (var template = 0; template < places.Count; template++)
        {
            _starts[template + 1] = Checked(() => checked(_starts[template] + Counts[template]));
        }
    }

    public ReactionLibrary Library { get; }

    public ImmutableArray<BuildingBlock> Blocks { get; }

    /// <summary>Number of members of each reaction, exact.</summary>
    public ImmutableArray<long> Counts { get; }

    /// <summary>Number of all members, exact.</summary>
    public long Count => _starts[^1];

    /// <summary>Finds which block can take which place.</summary>
    /// <param name="library">The reactions; the space owns them from now on.</param>
    /// <param name="threads">How many blocks of rows are matched at once; the result does not depend on it.</param>
    /// <exception cref="SpaceException">There are more than 2^63 members.</exception>
    public static ReactionSpace Of(
        ReactionLibrary library,
        ImmutableArray<BuildingBlock> blocks,
        int threads,
        CancellationToken cancellationToken
    ) =>
        new(
            library,
            blocks,
            library.MatchReactants([.. blocks.Select(block => block.Smiles)], threads, cancellationToken)
        );

    /// <summary>Indices of the blocks that can take a place of a reaction, ascending.</summary>
    public ReadOnlySpan<int> BlocksAt(int template, int place) => _places[template][place];

    /// <summary>Blocks that take part in no reaction.</summary>
    public int IdleBlocks
    {
        get
        {
            var busy = new HashSet<int>();
            foreach (var template in Enumerable.Range(0, _places.Count).Where(template => Counts[template] > 0))
            {
                foreach (var place in _places[template])
                {
                    busy.UnionWith(place);
                }
            }

            return Blocks.Length - busy.Count;
        }
    }

    /// <summary>The member of a number.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ReactionMember At(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var found = Array.BinarySearch(_starts, index);
        var template = found >= 0 ? found : ~found - 1;
        // Reactions without members share their start with the next one.
        while (Counts[template] == 0)
        {
            template++;
        }

        var rest = index - _starts[template];
        var places = _places[template];
        var blocks = new int[places.Count];
        for (var place = places.Count - 1; place >= 0; place--)
        {
            blocks[place] = places[place][rest % places[place].Length];
            rest /= places[place].Length;
        }

        return new ReactionMember(index, template, ImmutableArray.Create(blocks));
    }

    /// <summary>The member of a reaction and blocks; null where a block cannot take its place.</summary>
    public ReactionMember? Of(int template, ImmutableArray<int> blocks)
    {
        var rest = 0L;
        for (var place = 0; place < blocks.Length; place++)
        {
            var at = Array.BinarySearch(_places[template][place], blocks[place]);
            if (at < 0)
            {
                return null;
            }

            rest = (rest * _places[template][place].Length) + at;
        }

        return new ReactionMember(_starts[template] + rest, template, blocks);
    }

    /// <summary>Numbers of members drawn uniformly without repetition, at most as many as there are.</summary>
    public IReadOnlyList<long> Draw(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var drawn = new HashSet<long>();
        // Floyd's sampling (Bentley and Floyd 1987): as many draws as members, however full the space gets.
        var most = Math.Min(count, Count);
        var sample = new List<long>((int)most);
        for (var last = Count - most; last < Count; last++)
        {
            var candidate = random.Below(last + 1);
            sample.Add(drawn.Add(candidate) ? candidate : last);
            drawn.Add(sample[^1]);
        }

        // Floyd's order is not random: the last come late.
        for (var i = sample.Count - 1; i > 0; i--)
        {
            var j = (int)random.Below(i + 1);
            (sample[i], sample[j]) = (sample[j], sample[i]);
        }

        return sample;
    }

    /// <summary>Runs the reactions of members.</summary>
    /// <param name="threads">How many combinations are run at once; the result does not depend on it.</param>
    /// <returns>In the order of the members.</returns>
    public IReadOnlyList<ReactionProduct> Make(
        IReadOnlyList<ReactionMember> members,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var products = new ReactionProduct[members.Count];
        foreach (var group in members.Index().GroupBy(member => member.Item.Template))
        {
            var rows = group.ToArray();
            var outcomes = Library
                .Templates[group.Key]
                .RunAll(
                    [.. rows.SelectMany(row => row.Item.Blocks.Select(block => Blocks[block].Smiles))],
                    threads,
                    cancellationToken
                );
            foreach (var (row, outcome) in rows.Zip(outcomes))
            {
                var choices = outcome.Products.ToArray();
                products[row.Index] = new ReactionProduct(row.Item, Chosen(row.Item, choices), choices.Length);
            }
        }

        return products;
    }

    /// <summary>Short name of a member: reaction and ids of its blocks.</summary>
    public string IdOf(ReactionMember member) =>
        $"{Library.Templates[member.Template].Name}({string.Join(',', member.Blocks.Select(block => Blocks[block].Id))})";

    /// <summary>How a member is made, in words.</summary>
    public string RouteOf(ReactionProduct product)
    {
        var text = new StringBuilder(Library.Templates[product.Member.Template].Name).Append(": ");
        text.AppendJoin(" + ", product.Member.Blocks.Select(block => $"{Blocks[block].Smiles} ({Blocks[block].Id})"));
        if (product.Choices > 1)
        {
            text.Append($"; one of {product.Choices} products");
        }

        return text.ToString();
    }

    public void Dispose() => Library.Dispose();

    // Where a reaction could give several products, one is the member's for good: which one follows from its number.
    private static string? Chosen(ReactionMember member, string[] choices) =>
        choices.Length == 0 ? null : choices[new SplitMix64((ulong)member.Index).Below(choices.Length)];

    private static long Product(IReadOnlyList<int[]> places) =>
        Checked(() => places.Aggregate(1L, (product, place) => checked(product * place.Length)));

    private static long Checked(Func<long> count)
    {
        try
        {
            return count();
        }
        catch (OverflowException)
        {
            throw new SpaceException("the reactions and building blocks make more than 2^63 combinations");
        }
    }
}
