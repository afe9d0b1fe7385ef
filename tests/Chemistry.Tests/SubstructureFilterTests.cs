using CsCheck;
using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class SubstructureFilterTests
{
    [Fact]
    public void The_first_matching_pattern_of_each_row_is_told()
    {
        using var filter = SubstructureFilter.Compile([("nitro", "[N+](=O)[O-]"), ("ring", "[R]")]);
        Assert.Equal(["nitro", "ring"], filter.Names);
        var first = filter.FirstMatches(["C[N+](=O)[O-]", "C1CC1", "CCO", "O=[N+]([O-])c1ccccc1", "CF(C)C"], 2);
        Assert.Equal([0, 1, null, 0, null], first);
    }

    [Fact]
    public void A_pattern_that_does_not_compile_says_why()
    {
        Assert.False(SubstructureFilter.TryCompile("[C", out var filter, out var reason));
        Assert.Null(filter);
        Assert.Contains("[C", reason, StringComparison.Ordinal);
        Assert.False(SubstructureFilter.TryCompile("", out _, out reason));
        Assert.Contains("empty", reason, StringComparison.Ordinal);
        var thrown = Assert.Throws<ArgumentException>(() =>
            SubstructureFilter.Compile([("good", "C"), ("bad one", "C(=")])
        );
        Assert.Contains("bad one", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_only_resembles_smarts_compiles_or_says_why()
    {
        var generator = Gen.OneOf("CNO[]();,!&=#$~*+-:@123RHDXvx ".ToCharArray()).Array[0, 30];
        Check.Sample(
            generator,
            characters =>
            {
                var compiled = SubstructureFilter.TryCompile(new string(characters), out var filter, out var reason);
                Assert.True(compiled ? filter is not null : reason!.Length > 0);
                filter?.Dispose();
            },
            iter: 2000
        );
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var smiles = Nci.Sample(2);
        using var filter = SubstructureFilter.Compile([("acid", "C(=O)[OH]"), ("amine", "[NX3;H2]")]);
        Assert.Equal(filter.FirstMatches(smiles, 1), filter.FirstMatches(smiles, 4));
    }
}
