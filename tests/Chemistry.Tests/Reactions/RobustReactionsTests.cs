using Lichen.Chemistry.Reactions;

namespace Lichen.Chemistry.Tests.Reactions;

public class RobustReactionsTests
{
    [Fact]
    public void Every_template_makes_the_product_of_its_own_example()
    {
        using var library = ReactionLibrary.Robust();
        Assert.Equal(62, library.Templates.Count);
        Assert.All(library.Templates, template => Assert.NotNull(template.Example));
        Assert.Empty(
            library.Templates.Where(template => !template.MakesItsExample()).Select(template => template.Name)
        );
    }

    [Fact]
    public void Every_example_reactant_matches_its_own_place()
    {
        using var library = ReactionLibrary.Robust();
        foreach (var template in library.Templates)
        {
            using var alone = new ReactionLibraryOf(template);
            var rows = alone.Library.MatchReactants(template.Example!.Reactants, 1)[0];
            Assert.All(Enumerable.Range(0, template.ReactantCount), place => Assert.Contains(place, rows[place]));
        }
    }

    [Fact]
    public void The_reversed_template_finds_the_reactants_of_its_example()
    {
        using var library = ReactionLibrary.Robust();
        var lost = library.Templates.Where(template => !FindsItsReactants(template)).Select(template => template.Name);

        // Benzil or benzoin: a bond of any order is in its pattern, and no order can be chosen for it on the way back.
        Assert.Equal(["triaryl-imidazole"], lost);
    }

    private static bool FindsItsReactants(ReactionTemplate template)
    {
        var expected = template.Example!.Reactants.Select(Canonical).Order(StringComparer.Ordinal);
        var found = template.Precursors(template.Example.Product);
        return found.Sets.Any(set => set.Order(StringComparer.Ordinal).SequenceEqual(expected));
    }

    private static string Canonical(string smiles)
    {
        using var molecule = Molecule.Parse(smiles).OrThrow();
        return molecule.CanonicalSmiles;
    }

    private sealed class ReactionLibraryOf(ReactionTemplate template) : IDisposable
    {
        public ReactionLibrary Library { get; } = new("one", [template]);

        public void Dispose() { }
    }
}
