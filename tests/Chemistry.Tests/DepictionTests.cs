using System.Xml.Linq;
using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class DepictionTests
{
    [Fact]
    public void Every_drawing_is_xml_that_scales_and_names_its_molecule()
    {
        foreach (var smiles in Nci.Sample(100).Concat(["C[C@H](N)C(=O)O", "[Na+].[Cl-]", "[2H]C", "F/C=C/F"]))
        {
            if (Molecule.Parse(smiles).Molecule is not { } molecule)
            {
                continue;
            }

            molecule.Dispose();
            var svg = Depiction.Svg(smiles, 240, 180);
            var root = XDocument.Parse(svg).Root!;
            Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
            Assert.Equal("0 0 240 180", root.Attribute("viewBox")!.Value);
            Assert.Equal(smiles, root.Attribute("aria-label")!.Value);
            Assert.NotEmpty(root.Elements());
            Assert.Empty(root.DescendantsAndSelf().Attributes("id"));
            Assert.DoesNotContain("#000000", svg, StringComparison.Ordinal);
            Assert.All(
                root.Descendants(),
                element => Assert.Equal("http://www.w3.org/2000/svg", element.Name.NamespaceName)
            );
        }
    }

    [Fact]
    public void A_stated_configuration_is_drawn_with_a_wedge()
    {
        var flat = Depiction.Svg("CC(N)C(=O)O", 200, 200);
        var wedged = Depiction.Svg("C[C@H](N)C(=O)O", 200, 200);
        Assert.NotEqual(flat.Replace("CC(N)C(=O)O", ""), wedged.Replace("C[C@H](N)C(=O)O", ""));
    }

    [Fact]
    public void Background_highlight_and_legend_appear_when_asked_for()
    {
        Assert.DoesNotContain("<rect", Depiction.Svg("CCO", 100, 100), StringComparison.Ordinal);
        Assert.Contains("<rect", Depiction.Svg("CCO", 100, 100, DepictionStyle.Paper), StringComparison.Ordinal);
        var marked = Depiction.Svg("CCO", 100, 100, new DepictionStyle { HighlightedAtoms = [1, 2], Legend = "a<b" });
        Assert.Contains("#FFD872", marked, StringComparison.OrdinalIgnoreCase);
        _ = XDocument.Parse(marked);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<RdkitException>(() => Depiction.Svg("CF(C)C", 100, 100));
        Assert.Throws<ArgumentException>(() =>
            Depiction.Svg("CC", 100, 100, new DepictionStyle { HighlightedAtoms = [2] })
        );
        Assert.Throws<ArgumentException>(() => Depiction.Svg("CC", 0, 100));
    }
}
