using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class PainsTests
{
    [Fact]
    public void Known_offenders_are_named_and_harmless_molecules_pass()
    {
        Assert.SkipWhen(Rdkit.DataFolder is null, "RDKit's data files are missing: apt-get install rdkit-data");
        using var pains = Pains.Load();
        Assert.Equal(480, pains.Names.Count);
        var first = pains.FirstMatches(
            ["c1ccccc1N=Nc1ccccc1", "O=C1C=CC(=O)C=C1", "CCO", "O=C1NC(=S)SC1=Cc1ccccc1"],
            1
        );
        Assert.Equal(
            ["azo_A(324)", "quinone_A(370)", null, "ene_rhod_A(235)"],
            first.Select(index => index is { } pattern ? pains.Names[pattern] : null)
        );
    }

    [Fact]
    public void A_broken_line_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => Pains.Parse(["\"C\",\"<regId=a(1)>\"", "nonsense"]));
        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
    }
}
