using Lichen.Chemistry.Reactions;

namespace Lichen.Chemistry.Routes;

/// <summary>
/// Looks for a route to a molecule: which reactions, from what can be bought. Safe to use from several threads; what
/// one search learns about taking molecules apart, the others use.
/// </summary>
/// <remarks>
/// Best-first search of an and-or graph in the manner of Retro*: Chen, Li, Dai and Song 2020,
/// <see href="https://arxiv.org/abs/2006.15820"/>. The cost of a route is its number of steps; a molecule that is not
/// in stock counts at least one until it is taken apart, and less than one more by its size, so that of equal routes
/// the one with smaller gaps is followed first. See docs/methods/routes.md.
/// </remarks>
public sealed class RouteSearch
{
    // Expansions between two looks at the whole graph, as a share of those already made: a look costs as much as the
    // graph is large.
    private const double LookShare = 0.02;

    // Letters of a SMILES beyond which one is no longer told from a longer one.
    private const double LongText = 400;

    private readonly Disconnections _disconnections;
    private readonly Stock _stock;
    private readonly TimeProvider _time;

    /// <param name="library">The reactions; those that cannot be read backwards are left out. Not owned.</param>
    /// <param name="stock">What can be bought.</param>
    /// <param name="time">Clock of the limit.</param>
    public RouteSearch(ReactionLibrary library, Stock stock, TimeProvider time)
    {
        _disconnections = new Disconnections(library);
        _stock = stock;
        _time = time;
        ReactionCount = library.Templates.Count(template => template.IsReversible);
    }

    /// <summary>How many reactions of the library can be read backwards.</summary>
    public int ReactionCount { get; }

    /// <param name="smiles">The target.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled; nothing is known then.</exception>
    public RouteOutcome Find(string smiles, RouteLimits limits, CancellationToken cancellationToken)
    {
        limits.Check();
        var outcome = Molecule.Parse(smiles);
        if (outcome.Molecule is not { } molecule)
        {
            return new RouteOutcome(smiles, RouteStatus.Refused, outcome.Reason!, null, 0, 0, 0, TimeSpan.Zero);
        }

        using (molecule)
        {
            return new Run(this, molecule.CanonicalSmiles, limits, cancellationToken).Find();
        }
    }

    private sealed class Run(RouteSearch search, string target, RouteLimits limits, CancellationToken cancellationToken)
    {
        private readonly RouteGraph _graph = new();
        private readonly long _started = search._time.GetTimestamp();
        private int _expansions;
        private int _refuted;
        private bool _mayBeKnown = true;

        public RouteOutcome Find()
        {
            Add(target);
            while (true)
            {
                if (_mayBeKnown && Known() is { } route)
                {
                    return Ended(RouteStatus.Solved, Words(route), route);
                }

                var (costs, _) = _graph.Costs(onlyKnown: false);
                var next = Next(costs);
                if (next.Count == 0)
                {
                    return Ended(
                        RouteStatus.NotSolved,
                        $"no route of at most {limits.Steps} steps by these {search.ReactionCount} reactions and this stock",
                        null
                    );
                }

                foreach (var molecule in next)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (OutOfBudget() is { } limit)
                    {
                        return Ended(RouteStatus.Unknown, limit, null);
                    }

                    Expand(molecule);
                }
            }
        }

        private static string Words(Route route) =>
            route.Steps == 0 ? "it is in stock" : $"{route.Steps} {(route.Steps == 1 ? "step" : "steps")}";

        private string? OutOfBudget() =>
            _expansions >= limits.Expansions ? $"{limits.Expansions} molecules were taken apart, the most allowed"
            : search._time.GetElapsedTime(_started) >= limits.Time ? $"{limits.Time.TotalSeconds:0.###} s were over"
            : null;

        private int Add(string smiles) =>
            _graph.Add(
                smiles,
                // All gaps of a route together weigh less than one step.
                molecule =>
                    (
                        search._stock.Contains(molecule),
                        1 + (Math.Min(1, molecule.Length / LongText) / (limits.Steps + 1))
                    )
            );

        // The most promising molecules that nobody has taken apart, best first; none when all is known.
        private List<int> Next(double[] costs)
        {
            var through = _graph.Through(costs);
            var count = 1 + (int)(LookShare * _expansions);
            var open = new List<(double Cost, int Molecule)>();
            for (var i = 0; i < through.Length; i++)
            {
                var molecule = _graph.Molecules[i];
                if (!molecule.Expanded && !molecule.InStock && Math.Floor(through[i]) <= limits.Steps)
                {
                    open.Add((through[i], i));
                }
            }

            return [.. open.Order().Take(count).Select(next => next.Molecule)];
        }

        private void Expand(int product)
        {
            _expansions++;
            var node = _graph.Molecules[product];
            node.Expanded = true;
            foreach (var disconnection in search._disconnections.Of(node.Smiles))
            {
                int[] precursors = [.. disconnection.Precursors.Select(Add)];
                _graph.AddStep(product, disconnection, precursors);
                _mayBeKnown |= precursors.All(i => _graph.Molecules[i].InStock || _graph.Molecules[i].Expanded);
            }
        }

        // The shortest route whose every molecule is made or bought, each step confirmed by running it forward.
        private Route? Known()
        {
            while (true)
            {
                var (costs, best) = _graph.Costs(onlyKnown: true);
                if (costs[0] > limits.Steps)
                {
                    _mayBeKnown = false;
                    return null;
                }

                if (Confirm(0, best))
                {
                    // Nothing known or unknown costs less: the estimate never exceeds what a route costs.
                    var bound = _graph.Costs(onlyKnown: false).Costs[0];
                    return new Route(Tree(0, best), Math.Floor(bound) >= costs[0]);
                }
            }
        }

        private bool Confirm(int molecule, RouteGraph.Step?[] best)
        {
            if (best[molecule] is not { } step)
            {
                return true;
            }

            if (!step.Confirmed)
            {
                step.Confirmed = search._disconnections.Makes(step.Disconnection, _graph.Molecules[molecule].Smiles);
                step.Refuted = !step.Confirmed;
                _refuted += step.Refuted ? 1 : 0;
            }

            return step.Confirmed && step.Precursors.All(precursor => Confirm(precursor, best));
        }

        private RouteNode Tree(int molecule, RouteGraph.Step?[] best)
        {
            var smiles = _graph.Molecules[molecule].Smiles;
            return best[molecule] is { } step
                ? new RouteNode(
                    smiles,
                    search._disconnections.NameOf(step.Disconnection),
                    [.. step.Precursors.Select(precursor => Tree(precursor, best))],
                    null,
                    null
                )
                : new RouteNode(smiles, null, [], search._stock.Find(smiles), Stock.PriceClassOf(smiles));
        }

        private RouteOutcome Ended(RouteStatus status, string reason, Route? route) =>
            new(
                target,
                status,
                reason,
                route,
                _expansions,
                _graph.MoleculeCount,
                _refuted,
                search._time.GetElapsedTime(_started)
            );
    }
}
