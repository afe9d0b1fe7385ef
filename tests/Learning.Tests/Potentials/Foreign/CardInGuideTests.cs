using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>The card that docs/guide/models.md shows, read as it stands there.</summary>
public sealed class CardInGuideTests
{
    [Fact]
    public void The_card_of_the_guide_can_be_read()
    {
        string guide = File.ReadAllText(Guide());
        int start = guide.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        var card = PotentialCard.Parse(guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)]);
        Assert.Equal("onnx", card.Format);
        Assert.Equal("species, coordinates, pairs within 5 angstrom", card.Mapping!.InputsInWords());
        Assert.Equal(
            "energy (eV), dipole_moment (e angstrom); forces by differentiation",
            card.Mapping.OutputsInWords()
        );
    }

    private static string Guide()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "docs", "guide", "models.md");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("docs/guide/models.md is not above the tests.");
    }
}
