using CsCheck;
using Lichen.Chemistry.Routes;

namespace Lichen.Chemistry.Tests.Routes;

public class RouteGraphTests
{
    private static readonly Gen<RouteGraph> Graphs =
        from size in Gen.Int[1, 7]
        from stock in Gen.Bool.Array[size]
        from expanded in Gen.Bool.Array[size]
        from steps in Gen.Select(Gen.Int[0, size - 1], Gen.Int[0, size - 1].Array[1, 3]).Array[0, 14]
        select Make(stock, expanded, steps);

    [Fact]
    public void Costs_are_those_of_the_clear_iteration() =>
        Graphs
            .Select(Gen.Bool)
            .Sample((graph, onlyKnown) => Assert.Equal(Clear(graph, onlyKnown), graph.Costs(onlyKnown).Costs));

    [Fact]
    public void Best_steps_lead_to_the_stock_without_a_cycle_at_the_told_cost() =>
        Graphs.Sample(graph =>
        {
            var (costs, best) = graph.Costs(onlyKnown: true);
            for (var molecule = 0; molecule < costs.Length; molecule++)
            {
                if (costs[molecule] < double.PositiveInfinity)
                {
                    Assert.Equal(costs[molecule], StepsOf(graph, best, molecule, depth: 0));
                }
            }
        });

    [Fact]
    public void No_route_through_a_molecule_costs_less_than_told() =>
        Graphs.Sample(graph =>
        {
            var costs = graph.Costs(onlyKnown: false).Costs;
            var through = graph.Through(costs);
            Assert.Equal(costs[0], through[0]);
            // Some way from the target down to nothing but leaves is as cheap as the best route.
            Assert.All(through, cost => Assert.True(cost >= costs[0]));
        });

    [Fact]
    public void A_refuted_step_is_never_used()
    {
        var graph = Make([false, true], [true, true], [(0, [1])]);
        Assert.Equal([1.0, 0.0], graph.Costs(onlyKnown: true).Costs);
        graph.Molecules[0].MadeBy[0].Refuted = true;
        Assert.Equal([double.PositiveInfinity, 0.0], graph.Costs(onlyKnown: true).Costs);
    }

    private static RouteGraph Make(bool[] stock, bool[] expanded, (int Product, int[] Precursors)[] steps)
    {
        var graph = new RouteGraph();
        for (var i = 0; i < stock.Length; i++)
        {
            var number = i;
            graph.Add($"molecule {i}", _ => (stock[number], 1 + (number / 64.0)));
        }

        for (var i = 0; i < stock.Length; i++)
        {
            graph.Molecules[i].Expanded = expanded[i];
        }

        foreach (var (product, precursors) in steps.Where(step => expanded[step.Product]))
        {
            graph.AddStep(product, new Disconnection(0, []), precursors);
        }

        return graph;
    }

    // The equations applied until nothing changes.
    private static double[] Clear(RouteGraph graph, bool onlyKnown)
    {
        double[] costs =
        [
            .. graph.Molecules.Select(node =>
                node.InStock ? 0
                : node.Expanded || onlyKnown ? double.PositiveInfinity
                : node.Weight
            ),
        ];
        bool changed;
        do
        {
            changed = false;
            for (var molecule = 0; molecule < costs.Length; molecule++)
            {
                foreach (var step in graph.Molecules[molecule].MadeBy)
                {
                    var cost = 1 + step.Precursors.Select(precursor => costs[precursor]).Order().Sum();
                    if (cost < costs[molecule])
                    {
                        costs[molecule] = cost;
                        changed = true;
                    }
                }
            }
        } while (changed);

        return costs;
    }

    private static double StepsOf(RouteGraph graph, RouteGraph.Step?[] best, int molecule, int depth)
    {
        Assert.True(depth <= graph.MoleculeCount, "The route has a cycle.");
        return best[molecule] is { } step
            ? 1 + step.Precursors.Sum(precursor => StepsOf(graph, best, precursor, depth + 1))
            : 0;
    }
}
