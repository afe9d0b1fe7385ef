using System.Text;
using Lichen.Chemistry.Reactions;

namespace Lichen.Chemistry.Tests.Reactions;

public class ReactionLibraryTests
{
    private static ReactionLibrary Json(string text) =>
        ReactionLibraryFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "mine.json");

    [Fact]
    public void A_file_of_named_templates_is_read()
    {
        using var library = Json(
            """
            {"source": "a notebook", "reactions": [
              {"name": "ether", "smarts": "[C:1]-[OH1:2].[CH2:3]-Br>>[C:1]-[O:2]-[C:3]", "groups": ["alcohol", "bromide"],
               "example": {"reactants": ["CO", "CCBr"], "product": "CCOC"}}]}
            """
        );
        var template = Assert.Single(library.Templates);
        Assert.Equal("a notebook", library.Source);
        Assert.Equal(["alcohol", "bromide"], template.Groups);
        Assert.True(template.MakesItsExample());
    }

    [Fact]
    public void All_wrong_entries_are_told_together()
    {
        var thrown = Assert.Throws<InvalidDataException>(() =>
            Json(
                """
                {"reactions": [
                  {"name": "broken", "smarts": "[C:1]>>[C:1"},
                  {"name": "nameless"},
                  {"name": "twice", "smarts": "[C:1]>>[C:1]"}, {"name": "twice", "smarts": "[C:1]>>[C:1]"},
                  {"name": "three", "smarts": "[C:1]>>[C:1]", "groups": ["a", "b", "c"]}]}
                """
            )
        );
        Assert.Contains("reaction 1 (broken)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("reaction 2", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("reaction 4 (twice): the name is used twice", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("3 groups for 1 reactants", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"reactions\": 3}")]
    [InlineData("{\"reactions\": []}")]
    public void A_file_without_reactions_says_so(string text)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => Json(text));
        Assert.Contains("mine.json", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_lines_are_templates_too()
    {
        var text = "# two\n[C:1]-[OH1:2].[CH2:3]-Br>>[C:1]-[O:2]-[C:3] an ether\n\n[C:1]=[O:2]>>[C:1]-[O:2]\n";
        using var library = ReactionLibraryFile.ReadLines(new MemoryStream(Encoding.UTF8.GetBytes(text)), "mine.txt");
        Assert.Equal(["an ether", "line 4"], library.Templates.Select(template => template.Name));
    }

    [Fact]
    public void Reactants_are_found_for_each_place_and_bad_rows_match_nothing()
    {
        using var library = Json(
            """
            {"reactions": [{"name": "ether", "smarts": "[C:1]-[OH1:2].[CH2:3]-Br>>[C:1]-[O:2]-[C:3]"},
              {"name": "never", "smarts": "[Xe:1]>>[Xe:1]"}]}
            """
        );
        var matches = library.MatchReactants(
            ["CO", "C(", "CCBr", "OCCBr", "c1ccccc1"],
            2,
            TestContext.Current.CancellationToken
        );
        Assert.Equal([0, 3], matches[0][0]);
        Assert.Equal([2, 3], matches[0][1]);
        Assert.Empty(matches[1][0]);
    }
}
