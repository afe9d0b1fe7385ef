using Lichen.Chemistry.Reactions;
using Lichen.Chemistry.Routes;

namespace Lichen.Chemistry.Tests.Routes;

public sealed class RouteSearchTests : IDisposable
{
    private static readonly RouteLimits Few = new(4, 60, TimeSpan.FromMinutes(5));

    private readonly ReactionLibrary _library = ReactionLibrary.Robust();

    [Fact]
    public void A_product_of_two_bought_molecules_takes_one_step()
    {
        var outcome = Find("CC(=O)Nc1ccccc1", ["CC(=O)O", "Nc1ccccc1"]);
        Assert.Equal(RouteStatus.Solved, outcome.Status);
        Assert.Equal((1, 1, true), (outcome.Route!.Steps, outcome.Route.Depth, outcome.Route.IsShortest));
        Assert.Equal(
            ["CC(=O)O", "Nc1ccccc1"],
            outcome.Route.Target.Leaves.Select(leaf => leaf.Smiles).Order(StringComparer.Ordinal)
        );
        Assert.All(outcome.Route.Target.Leaves, leaf => Assert.NotNull(leaf.Bought));
    }

    [Fact]
    public void A_route_of_two_steps_is_found_and_every_step_makes_its_product()
    {
        // Suzuki coupling, then the amide, or the other way round.
        var outcome = Find("CC(=O)Nc1ccc(-c2ccccc2)cc1", ["CC(=O)O", "Nc1ccc(Br)cc1", "OB(O)c1ccccc1"]);
        Assert.Equal(RouteStatus.Solved, outcome.Status);
        Assert.Equal(2, outcome.Route!.Steps);
        AssertEachStepIsValid(outcome.Route.Target);
    }

    [Fact]
    public void A_molecule_in_stock_takes_no_step()
    {
        var outcome = Find("OCC", ["CCO"]);
        Assert.Equal((RouteStatus.Solved, 0), (outcome.Status, outcome.Route!.Steps));
        Assert.Equal(0, outcome.Expansions);
    }

    [Fact]
    public void What_no_reaction_makes_is_not_solved()
    {
        var outcome = Find("FC(F)F", ["CC(=O)O"]);
        Assert.Equal((RouteStatus.NotSolved, 1), (outcome.Status, outcome.Expansions));
        Assert.Null(outcome.Route);
    }

    [Fact]
    public void A_route_longer_than_allowed_is_not_told()
    {
        string[] stock = ["CC(=O)O", "Nc1ccc(Br)cc1", "OB(O)c1ccccc1"];
        var outcome = Find("CC(=O)Nc1ccc(-c2ccccc2)cc1", stock, Few with { Steps = 1 });
        Assert.Equal(RouteStatus.NotSolved, outcome.Status);
        Assert.Contains("at most 1 steps", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Out_of_expansions_is_unknown_and_never_no()
    {
        var outcome = Find("CC(=O)Nc1ccc(-c2ccccc2)cc1", ["CCCCCC"], Few with { Expansions = 1 });
        Assert.Equal(RouteStatus.Unknown, outcome.Status);
    }

    [Fact]
    public void Out_of_time_is_unknown_and_never_no()
    {
        var search = new RouteSearch(_library, Stock.Of([new("CCCCCC", "", null)]), new HurryingTime());
        var limits = new RouteLimits(4, 1000, TimeSpan.FromSeconds(2));
        var outcome = search.Find("CC(=O)Nc1ccc(-c2ccccc2)cc1", limits, CancellationToken.None);
        Assert.Equal(RouteStatus.Unknown, outcome.Status);
    }

    [Fact]
    public void A_cancelled_search_says_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var search = new RouteSearch(_library, Stock.Of([new("C", "", null)]), TimeProvider.System);
        Assert.Throws<OperationCanceledException>(() => search.Find("CC(=O)NC", Few, cancelled.Token));
    }

    [Fact]
    public void What_is_no_molecule_is_refused_with_the_reason()
    {
        var outcome = Find("CF(C)C", ["C"]);
        Assert.Equal(RouteStatus.Refused, outcome.Status);
        Assert.Contains("valence", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_search_ends_the_same()
    {
        const string target = "O=C(Nc1ccc(-c2ccccc2)cc1)C1CCN(Cc2ccccc2)CC1";
        string[] stock = ["Nc1ccc(Br)cc1", "OB(O)c1ccccc1", "OC(=O)C1CCNCC1", "O=Cc1ccccc1"];
        var one = Find(target, stock);
        var other = Find(target, stock);
        Assert.Equal(3, one.Route?.Steps);
        Assert.Equal((one.Expansions, one.Molecules), (other.Expansions, other.Molecules));
        Assert.Equal(RouteText.Of(one.Route!), RouteText.Of(other.Route!));
    }

    [Fact]
    public void A_route_is_told_as_a_tree_and_drawn()
    {
        var route = Find("CC(=O)Nc1ccccc1", ["CC(=O)O", "Nc1ccccc1"]).Route!;
        var lines = RouteText.Of(route).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("CC(=O)Nc1ccccc1  <= ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("Nc1ccccc1  in stock", StringComparison.Ordinal));
        var drawing = System.Xml.Linq.XDocument.Parse(RouteDrawing.Svg(route));
        Assert.Equal(3, drawing.Descendants().Count(element => element.Attribute("aria-label") is not null) - 1);
    }

    public void Dispose() => _library.Dispose();

    private RouteOutcome Find(string target, string[] stock, RouteLimits? limits = null) =>
        new RouteSearch(
            _library,
            Stock.Of(stock.Select(smiles => new StockItem(smiles, "", null))),
            TimeProvider.System
        ).Find(target, limits ?? Few, CancellationToken.None);

    private void AssertEachStepIsValid(RouteNode node)
    {
        if (node.Reaction is null)
        {
            return;
        }

        var template = _library.Templates.Single(template => template.Name == node.Reaction);
        var made = template.Run([.. node.Precursors.Select(precursor => precursor.Smiles)]);
        Assert.Contains(node.Smiles, made.Products);
        foreach (var precursor in node.Precursors)
        {
            AssertEachStepIsValid(precursor);
        }
    }

    // A second passes whenever somebody looks at the clock.
    private sealed class HurryingTime : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _looks++;
    }
}
