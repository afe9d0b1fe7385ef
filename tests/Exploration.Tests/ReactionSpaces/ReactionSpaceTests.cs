using System.Collections.Immutable;
using CsCheck;
using Lichen.Chemistry;
using Lichen.Chemistry.Reactions;
using Lichen.Exploration.ReactionSpaces;

namespace Lichen.Exploration.Tests.ReactionSpaces;

public sealed class ReactionSpaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-reactions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Members_are_all_combinations_and_each_has_its_number()
    {
        using var space = Small();
        // 3 acids x 4 amines, 2 azides x 2 alkynes, none of the third.
        Assert.Equal([12, 4, 0], space.Counts);
        Assert.Equal(16, space.Count);
        var members = Enumerable.Range(0, 16).Select(index => space.At(index)).ToList();
        Assert.Equal(
            16,
            members.Select(member => (member.Template, string.Join(',', member.Blocks))).Distinct().Count()
        );
        Assert.All(members, member => Assert.Equal(member.Index, space.Of(member.Template, member.Blocks)!.Index));
        Assert.Null(space.Of(0, [5, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.At(16));
    }

    [Fact]
    public void The_count_is_that_of_writing_it_out()
    {
        using var space = Small();
        var acids = new[] { "CC(=O)O", "OC(=O)c1ccccc1", "CCC(=O)O" };
        var amines = new[] { "CN", "CCN", "NCCN", "c1ccccc1N" };
        var amide = space.Library.Templates[0];
        var written = acids
            .SelectMany(acid => amines.SelectMany(amine => amide.Run(acid, amine).Products))
            .Distinct()
            .Order(StringComparer.Ordinal);
        var made = space
            .Make([.. Enumerable.Range(0, 12).Select(index => space.At(index))], 2, CancellationToken.None)
            .Select(product => product.Smiles)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(written, made);
    }

    [Fact]
    public void Draws_are_distinct_members_and_follow_from_the_seed()
    {
        using var space = Small();
        Check.Sample(
            Gen.Int[0, 20].Select(Gen.ULong),
            (count, seed) =>
            {
                var drawn = space.Draw(count, seed).ToList();
                Assert.Equal(Math.Min(count, 16), drawn.Count);
                Assert.Equal(drawn.Count, drawn.Distinct().Count());
                Assert.All(drawn, index => Assert.InRange(index, 0, 15));
                Assert.Equal(drawn, space.Draw(count, seed));
            },
            iter: 500
        );
    }

    [Fact]
    public void Every_member_is_drawn_as_often_as_any_other()
    {
        using var space = Small();
        var counts = new int[16];
        for (ulong seed = 0; seed < 4000; seed++)
        {
            foreach (var index in space.Draw(4, seed))
            {
                counts[index]++;
            }
        }

        // Chi-square with 15 degrees of freedom: below 44.3 but for one seed in 10,000.
        const double expected = 4000 * 4 / 16.0;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 44.3);
    }

    [Fact]
    public void A_product_keeps_its_route()
    {
        using var space = Small();
        var member = space.Of(0, [0, 4])!;
        var product = Assert.Single(space.Make([member], 1, CancellationToken.None));
        Assert.Equal("CCNC(C)=O", product.Smiles);
        Assert.Equal("amide(A0,B4)", space.IdOf(member));
        Assert.Equal("amide: CC(=O)O (A0) + CCN (B4)", space.RouteOf(product));
    }

    [Fact]
    public void A_reaction_that_is_not_selective_says_so_and_always_chooses_the_same()
    {
        using var space = Space(
            "[C:1](=[O:2])-[OH1].[NH2;$(N-[#6]):3]>>[C:1](=[O:2])-[N:3] amide",
            ("A", "CC(=O)O"),
            ("B", "NCC(C)N")
        );
        var first = Assert.Single(space.Make([space.At(0)], 1, CancellationToken.None));
        var again = Assert.Single(space.Make([space.At(0)], 2, CancellationToken.None));
        Assert.Equal(2, first.Choices);
        Assert.Equal(first.Smiles, again.Smiles);
        Assert.EndsWith("one of 2 products", space.RouteOf(first), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_without_a_molecule_are_counted_for_their_reaction()
    {
        using var space = Space(
            "[C:1].[N:2]>>[C:1](-[N:2])(-Cl)(-Cl)(-Cl)-Cl impossible\n[C:1]-[OH1:2]>>[C:1]=[O:2] oxidation",
            ("A", "CCO"),
            ("B", "N")
        );
        var tally = new ReactionTally(2);
        var rows = ReactionRows
            .Of(space, Enumerable.Range(0, (int)space.Count).Select(i => (long)i), 1, tally, 1, CancellationToken.None)
            .ToList();
        Assert.Equal(1, tally.EmptyOf(0));
        Assert.Equal((0, 0), (tally.MadeOf(0), tally.EmptyOf(1)));
        Assert.Equal(1, tally.MadeOf(1));
        Assert.Contains("impossible", rows[0].Problem, StringComparison.Ordinal);
        Assert.Equal("CC=O", rows[1].Smiles);
    }

    [Fact]
    public void Bad_rows_of_building_blocks_are_refused_with_a_reason()
    {
        var path = Path.Combine(_folder, "blocks.smi");
        File.WriteAllText(path, "CCO a\nC( b\nOCC c\nCC(=O)[O-].[Na+] d\nCN e\n");
        var blocks = BuildingBlockFile.Read(path, new("", null, null), 2, CancellationToken.None);
        Assert.Equal(["a", "e"], blocks.Kept.Select(block => block.Id));
        Assert.Equal(
            ["b:Unparsable", "c:Duplicate", "d:Components"],
            blocks.Refused.Select(block => $"{block.Id}:{block.Refusal}")
        );
        Assert.Equal("is the same molecule as row 1", blocks.Refused[1].Reason);
        Assert.Equal(5, blocks.RowsRead);
    }

    [Fact]
    public void Too_many_combinations_to_number_are_refused()
    {
        var library = Library("[C:1].[C:2].[C:3].[C:4].[C:5].[C:6].[C:7]>>[C:1][C:2][C:3][C:4][C:5][C:6][C:7] many");
        var blocks = Enumerable
            .Range(1, 1000)
            .Select(length => new BuildingBlock(length, $"{length}", new string('C', 1 + (length % 20))))
            .ToImmutableArray();
        Assert.Throws<Lichen.Exploration.Spaces.SpaceException>(() =>
            ReactionSpace.Of(library, blocks, 1, CancellationToken.None)
        );
        library.Dispose();
    }

    private ReactionSpace Small() =>
        Space(
            "[C:1](=[O:2])-[OH1].[NH2;$(N-[#6]):3]>>[C:1](=[O:2])-[N:3] amide\n"
                + "[C:3]-[N:4]=[N+:5]=[N-:6].[CH1:1]#[C:2]>>[C:3]-[n:4]1:[n+0:5]:[n+0:6]:[c:2]:[c:1]:1 click\n"
                + "[Xe:1]>>[Xe:1] never",
            ("A0", "CC(=O)O"),
            ("A1", "OC(=O)c1ccccc1"),
            ("A2", "CCC(=O)O"),
            ("B3", "CN"),
            ("B4", "CCN"),
            ("B5", "NCCN"),
            ("B6", "c1ccccc1N"),
            ("C7", "CN=[N+]=[N-]"),
            ("C8", "CCN=[N+]=[N-]"),
            ("D9", "C#CC"),
            ("D10", "C#CCC")
        );

    private ReactionSpace Space(string reactions, params (string Id, string Smiles)[] blocks) =>
        ReactionSpace.Of(
            Library(reactions),
            [
                .. blocks
                    .Index()
                    .Select(block => new BuildingBlock(block.Index + 1, block.Item.Id, Canonical(block.Item.Smiles))),
            ],
            1,
            CancellationToken.None
        );

    private ReactionLibrary Library(string reactions)
    {
        var path = Path.Combine(_folder, "reactions.txt");
        File.WriteAllText(path, reactions);
        return ReactionLibrary.Read(path);
    }

    private static string Canonical(string smiles)
    {
        using var molecule = Molecule.Parse(smiles).OrThrow();
        return molecule.CanonicalSmiles;
    }
}
