using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class RdkitTests
{
    [Fact]
    public void The_version_is_a_release() => Assert.Matches(@"^20\d\d\.\d\d\.\d$", Rdkit.Version);

    [Fact]
    public void Element_sets_compare_and_list_in_order()
    {
        var set = ElementSet.Of(["Cl", "H", "C", "U"]);
        Assert.Equal(["H", "C", "Cl", "U"], set.Symbols);
        Assert.True(ElementSet.Of(["C"]).IsSubsetOf(set));
        Assert.False(ElementSet.Of(["C", "N"]).IsSubsetOf(set));
        Assert.Equal("N", ElementSet.Of(["C", "N"]).Except(set).ToString());
        Assert.True(set.Contains("U"));
        Assert.False(set.Contains("Xx"));
        Assert.Throws<ArgumentException>(() => ElementSet.Of(["Qq"]));
    }
}
