using Lichen.Chemistry.Reactions;

namespace Lichen.Chemistry.Tests.Reactions;

public class ReactionTemplateTests
{
    private const string Amide = "[C:1](=[O:2])-[OH1].[N;H1,H2;$(N-[#6]);!$(N-C=O):3]>>[C:1](=[O:2])-[N:3]";

    private static ReactionTemplate Parse(string smarts)
    {
        Assert.True(ReactionTemplate.TryParse("test", smarts, out var template, out var reason), reason);
        return template;
    }

    [Fact]
    public void A_reaction_makes_canonical_products()
    {
        using var template = Parse(Amide);
        Assert.Equal(2, template.ReactantCount);
        Assert.Equal(1, template.ProductCount);
        var outcome = template.Run("OC(=O)c1ccccc1", "C1CCCCN1");
        Assert.Equal(["O=C(c1ccccc1)N1CCCCC1"], outcome.Products);
        Assert.Equal(0, outcome.Invalid);
    }

    [Fact]
    public void Equal_sites_give_one_product_and_different_sites_give_each()
    {
        using var template = Parse(Amide);
        Assert.Single(template.Run("OC(=O)CCC(=O)O", "CN").Sets);
        Assert.Equal(["CC(=O)NC(C)CN", "CC(=O)NCC(C)N"], template.Run("CC(=O)O", "NCC(C)N").Products);
    }

    [Fact]
    public void Nothing_that_matches_gives_no_products()
    {
        using var template = Parse(Amide);
        var outcome = template.Run("CCO", "CCN");
        Assert.Empty(outcome.Sets);
        Assert.False(outcome.Matched);
        Assert.True(outcome.Read);
        Assert.False(template.Run("C(", "CCN").Read);
    }

    [Fact]
    public void An_impossible_product_is_counted_not_thrown()
    {
        using var fiveBonds = Parse("[C:1].[N:2]>>[C:1](-[N:2])(-Cl)(-Cl)(-Cl)-Cl");
        var outcome = fiveBonds.Run("CC", "CN");
        Assert.Empty(outcome.Sets);
        Assert.True(outcome.Invalid > 0);
        Assert.True(outcome.Matched);
        using var noOrder = Parse("[N:1].[C:2]-Cl>>[N:1]~[C:2]");
        Assert.Equal((0, 1), (noOrder.Run("N", "CCl").Sets.Count, noOrder.Run("N", "CCl").Invalid));
    }

    [Fact]
    public void Stereo_away_from_the_centre_stays()
    {
        using var template = Parse(Amide);
        Assert.Equal(["CNC(=O)[C@@H](C)F"], template.Run("OC(=O)[C@@H](C)F", "CN").Products);
    }

    [Fact]
    public void A_product_leads_back_to_what_it_can_be_made_of()
    {
        using var template = Parse(Amide);
        Assert.True(template.IsReversible);
        var precursors = template.Precursors("CC(=O)NCCNC(=O)CC");
        Assert.Equal(2, precursors.Sets.Count);
        Assert.Contains(["CC(=O)O", "CCC(=O)NCCN"], precursors.Sets);
        Assert.Contains(["CCC(=O)O", "CC(=O)NCCN"], precursors.Sets);
        Assert.Empty(template.Precursors("CCO").Sets);
    }

    [Fact]
    public void An_atom_that_leaves_comes_back_as_each_element_it_may_be()
    {
        using var ether = Parse("[C:1]-[OH1:2].[C;H2;!$(C=*):3]-[Cl,Br,I]>>[C:1]-[O:2]-[C:3]");
        var sets = ether.Precursors("COCC").Sets;
        Assert.Contains(["CO", "CCBr"], sets);
        Assert.Contains(["CO", "CCCl"], sets);
        Assert.Contains(["CO", "CCI"], sets);
    }

    [Fact]
    public void Many_combinations_agree_with_each_alone_whatever_the_threads()
    {
        using var template = Parse(Amide);
        string[] acids = ["CC(=O)O", "OC(=O)c1ccccc1", "CCO", "OC(=O)CC(=O)O"];
        string[] amines = ["CN", "NCCN", "C1COCCN1"];
        var rows = Enumerable.Range(0, 900).SelectMany(i => new[] { acids[i % 4], amines[i / 4 % 3] }).ToArray();
        var one = template.RunAll(rows, 1, TestContext.Current.CancellationToken);
        var two = template.RunAll(rows, 2, TestContext.Current.CancellationToken);
        Assert.Equal(one.Select(outcome => outcome.Products), two.Select(outcome => outcome.Products));
        Assert.Equal(template.Run(rows[2], rows[3]).Products, one[1].Products);
    }

    [Theory]
    [InlineData("CCO")]
    [InlineData("C>>")]
    [InlineData("")]
    [InlineData("[C:1]>>[C:1")]
    public void Text_that_is_no_reaction_is_refused_with_a_reason(string smarts)
    {
        Assert.False(ReactionTemplate.TryParse("test", smarts, out var template, out var reason));
        Assert.Null(template);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void A_reaction_with_two_products_is_not_reversed()
    {
        using var hydrolysis = Parse("[C:1](=[O:2])-[O:3]-[C:4]>>[C:1](=[O:2])-[OH1].[O:3]-[C:4]");
        Assert.Equal(
            [
                ["CC(=O)O", "CO"],
            ],
            hydrolysis.Run("CC(=O)OC").Sets
        );
        Assert.False(hydrolysis.IsReversible);
        Assert.Throws<InvalidOperationException>(() => hydrolysis.Precursors("CO"));
    }

    [Fact]
    public void The_wrong_number_of_reactants_is_a_broken_precondition()
    {
        using var template = Parse(Amide);
        Assert.Throws<ArgumentException>(() => template.Run("CC(=O)O"));
        Assert.Throws<ArgumentException>(() =>
            template.RunAll(["C", "C", "C"], 1, TestContext.Current.CancellationToken)
        );
    }
}
