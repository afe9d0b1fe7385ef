using System.Collections.Immutable;
using Lichen.Chemistry.Reactions;
using Lichen.Exploration.ReactionSpaces;

namespace Lichen.Exploration.Tests.ReactionSpaces;

public sealed class ReactionSearchTests
{
    // Acids and amines of chains and rings: 60 x 60 amides, and the sum of two hidden numbers as what is wanted.
    private static readonly ReactionSpace Amides = Space(60);

    [Fact]
    public void Proposals_are_new_distinct_members_and_follow_from_the_seed()
    {
        var search = new ReactionSearch(Amides, 1);
        var known = Judged(Amides.Draw(50, 1));
        var proposed = search.Propose(known, 80, 7);
        Assert.Equal(80, proposed.Count);
        Assert.Equal(80, proposed.Select(member => member.Index).Distinct().Count());
        Assert.DoesNotContain(proposed, member => known.Any(judged => judged.Member.Index == member.Index));
        Assert.Equal(
            proposed.Select(member => member.Index),
            new ReactionSearch(Amides, 2).Propose(known, 80, 7).Select(member => member.Index)
        );
        Assert.NotEqual(
            proposed.Select(member => member.Index),
            search.Propose(known, 80, 8).Select(member => member.Index)
        );
    }

    [Fact]
    public void The_search_finds_better_members_than_as_many_draws()
    {
        var search = new ReactionSearch(Amides, 1);
        var wins = 0;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var known = Judged(Amides.Draw(60, seed)).ToList();
            for (ulong round = 0; round < 6; round++)
            {
                known.AddRange(Judged(search.Propose(known, 40, (seed * 100) + round).Select(member => member.Index)));
            }

            var random = Judged(Amides.Draw(300, seed));
            wins += BestFive(known) < BestFive(random) ? 1 : 0;
        }

        // Ten of ten would come by chance once in a thousand.
        Assert.Equal(10, wins);
    }

    [Fact]
    public void A_small_space_is_used_up_and_no_further()
    {
        using var space = Space(3);
        var search = new ReactionSearch(space, 1);
        var first = search.Propose([], 5, 1);
        Assert.Equal(5, first.Count);
        var rest = search.Propose([.. first.Select(member => new JudgedMember(member, 0))], 100, 2);
        Assert.Equal(space.Count, first.Concat(rest).Select(member => member.Index).Distinct().Count());
        Assert.Empty(search.Propose([.. first.Concat(rest).Select(m => new JudgedMember(m, 0))], 5, 3));
    }

    [Fact]
    public void Neighbours_are_like_and_fit_the_same_place()
    {
        var search = new ReactionSearch(Amides, 1);
        var acids = Amides.BlocksAt(0, 0).ToArray();
        var near = search.NeighboursOf(acids[30], 0, 0);
        Assert.All(near, block => Assert.Contains(block, acids));
        Assert.DoesNotContain(acids[30], near);
        // The chain that is one atom longer or shorter comes first.
        Assert.Contains(near[0], new[] { acids[29], acids[31], acids[28], acids[32] });
    }

    private static double BestFive(IEnumerable<JudgedMember> members) =>
        members.Select(judged => judged.Loss).Order().Take(5).Sum();

    private static IReadOnlyList<JudgedMember> Judged(IEnumerable<long> members) =>
        [.. members.Select(Amides.At).Select(member => new JudgedMember(member, Loss(member)))];

    // Smooth along the chains, and the best acid does not stand beside the best amine.
    private static double Loss(ReactionMember member) =>
        Math.Abs(member.Blocks[0] - 17) + Math.Abs(member.Blocks[1] - 60 - 41) + (0.1 * (member.Index % 7));

    private static ReactionSpace Space(int size)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "[C:1](=[O:2])-[OH1].[NH2;$(N-[#6]):3]>>[C:1](=[O:2])-[N:3] amide");
        var library = ReactionLibrary.Read(path);
        File.Delete(path);
        var acids = Enumerable.Range(1, size).Select(length => new string('C', length) + "C(=O)O");
        var amines = Enumerable.Range(1, size).Select(length => new string('C', length) + "N");
        ImmutableArray<BuildingBlock> blocks =
        [
            .. acids
                .Concat(amines)
                .Index()
                .Select(block => new BuildingBlock(block.Index, $"{block.Index}", block.Item)),
        ];
        return ReactionSpace.Of(library, blocks, 1, CancellationToken.None);
    }
}
