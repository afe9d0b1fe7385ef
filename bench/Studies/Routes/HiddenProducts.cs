using Lichen.Chemistry;
using Lichen.Chemistry.Reactions;
using Lichen.Chemistry.Routes;

namespace Lichen.Studies.Routes;

/// <summary>A molecule to find a route to.</summary>
/// <param name="Set">Where it comes from.</param>
/// <param name="Steps">Steps in which it was made here, which a search is not told; 0 where nobody knows.</param>
internal sealed record Target(string Set, string Smiles, int Steps);

/// <summary>
/// Products of one, two or three reactions in a row from random building blocks, in turn. A later reaction takes the
/// product of the one before in a random place, its other reactants from the stock.
/// </summary>
internal sealed class HiddenProducts
{
    private const int Sampled = 6000;
    private const int MostHeavyAtoms = 60;
    private const int MostSteps = 3;

    private readonly ReactionLibrary _library;
    private readonly Stock _stock;
    private readonly Random _random;
    private readonly string[] _blocks;
    private readonly IReadOnlyList<IReadOnlyList<int[]>> _matches;

    public HiddenProducts(ReactionLibrary library, Stock stock, int seed)
    {
        _library = library;
        _stock = stock;
        _random = new Random(seed);
        int[] rows = [.. Enumerable.Range(0, stock.Items.Count)];
        _random.Shuffle(rows);
        _blocks = [.. rows.Take(Sampled).Select(row => stock.Items[row].Smiles)];
        _matches = library.MatchReactants(_blocks, 1);
    }

    public IEnumerable<Target> Take(int count)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Count < count)
        {
            var steps = 1 + (seen.Count % MostSteps);
            if (Make(steps) is { } product && seen.Add(product))
            {
                yield return new Target("hidden", product, steps);
            }
        }
    }

    // Null where the dice led nowhere.
    private string? Make(int steps)
    {
        string? product = null;
        for (var step = 0; step < steps; step++)
        {
            product = React(product);
            if (product is null || _stock.Contains(product))
            {
                return null;
            }
        }

        using var molecule = Molecule.Parse(product!).OrThrow();
        return molecule.HeavyAtomCount <= MostHeavyAtoms ? product : null;
    }

    private string? React(string? intermediate)
    {
        var own = intermediate is null ? null : _library.MatchReactants([intermediate], 1);
        var choices = new List<(int Template, int Place)>();
        for (var i = 0; i < _library.Templates.Count; i++)
        {
            for (var place = 0; place < _library.Templates[i].ReactantCount; place++)
            {
                var others = Enumerable.Range(0, _library.Templates[i].ReactantCount).Where(other => other != place);
                var taken = own is null ? _matches[i][place].Length > 0 && place == 0 : own[i][place].Length > 0;
                if (taken && others.All(other => _matches[i][other].Length > 0))
                {
                    choices.Add((i, place));
                }
            }
        }

        if (choices.Count == 0)
        {
            return null;
        }

        var (template, taking) = choices[_random.Next(choices.Count)];
        string[] reactants =
        [
            .. Enumerable
                .Range(0, _library.Templates[template].ReactantCount)
                .Select(place =>
                    place == taking && intermediate is not null
                        ? intermediate
                        : _blocks[_matches[template][place][_random.Next(_matches[template][place].Length)]]
                ),
        ];
        string[] products = [.. _library.Templates[template].Run(reactants).Products];
        return products.Length == 0 ? null : products[_random.Next(products.Length)];
    }
}
