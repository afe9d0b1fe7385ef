namespace Lichen.Chemistry.Routes;

/// <summary>
/// Molecules and the steps that make them, each molecule once however many ways lead to it: an and-or graph, cycles
/// included. A route is a choice of one step for each molecule on the way from the target to the stock.
/// </summary>
internal sealed class RouteGraph
{
    private readonly List<Node> _nodes = [];
    private readonly List<Step> _steps = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    public int MoleculeCount => _nodes.Count;

    public int StepCount => _steps.Count;

    public IReadOnlyList<Node> Molecules => _nodes;

    /// <summary>The molecule's number, from 0 in the order of arrival.</summary>
    /// <param name="smiles">Canonical SMILES.</param>
    /// <param name="describe">Whether a molecule that is new here is in stock, and its weight.</param>
    public int Add(string smiles, Func<string, (bool InStock, double Weight)> describe)
    {
        if (!_known.TryGetValue(smiles, out var number))
        {
            number = _nodes.Count;
            var (inStock, weight) = describe(smiles);
            _nodes.Add(new Node(smiles, inStock, weight));
            _known.Add(smiles, number);
        }

        return number;
    }

    public void AddStep(int product, Disconnection disconnection, int[] precursors)
    {
        var step = new Step(_steps.Count, disconnection, product, precursors);
        _steps.Add(step);
        _nodes[product].MadeBy.Add(step);
        foreach (var precursor in precursors)
        {
            _nodes[precursor].UsedBy.Add(step);
        }
    }

    /// <summary>
    /// The least cost of every molecule: 0 in stock, <see cref="Node.Weight"/> where nobody has looked yet, else 1 and
    /// the costs of the precursors, by the best step. Infinite where it cannot be made.
    /// </summary>
    /// <param name="onlyKnown">Whether molecules that nobody has looked at count as impossible.</param>
    /// <returns>Costs, shape (molecules), and the best steps, null for none.</returns>
    /// <remarks>
    /// Since each step adds to the cost, the costs become final in ascending order, and no best route has a cycle: Knuth
    /// 1977, <see href="https://doi.org/10.1016/0020-0190(77)90002-3"/>.
    /// </remarks>
    public (double[] Costs, Step?[] Best) Costs(bool onlyKnown)
    {
        var costs = new double[_nodes.Count];
        var best = new Step?[_nodes.Count];
        var final = new bool[_nodes.Count];
        var missing = new int[_steps.Count];
        var sums = new double[_steps.Count];
        var queue = new PriorityQueue<int, (double, int)>();
        foreach (var step in _steps)
        {
            missing[step.Number] = step.Precursors.Length;
        }

        for (var i = 0; i < _nodes.Count; i++)
        {
            costs[i] =
                _nodes[i].InStock ? 0
                : _nodes[i].Expanded || onlyKnown ? double.PositiveInfinity
                : _nodes[i].Weight;
            if (costs[i] < double.PositiveInfinity)
            {
                queue.Enqueue(i, (costs[i], i));
            }
        }

        while (queue.TryDequeue(out var molecule, out _))
        {
            if (final[molecule])
            {
                continue;
            }

            final[molecule] = true;
            foreach (var step in _nodes[molecule].UsedBy)
            {
                sums[step.Number] += costs[molecule];
                if (--missing[step.Number] > 0 || step.Refuted || _nodes[step.Product].InStock)
                {
                    continue;
                }

                var cost = 1 + sums[step.Number];
                if (cost < costs[step.Product])
                {
                    costs[step.Product] = cost;
                    best[step.Product] = step;
                    queue.Enqueue(step.Product, (cost, step.Product));
                }
            }
        }

        return (costs, best);
    }

    /// <summary>The least cost of a route to molecule 0 that passes through each molecule; infinite for none.</summary>
    /// <param name="costs">The molecules' own costs, shape (molecules).</param>
    /// <remarks>Chen et al. 2020, <see href="https://arxiv.org/abs/2006.15820"/>, eq. 2, on a graph instead of a tree.</remarks>
    public double[] Through(double[] costs)
    {
        var through = new double[_nodes.Count];
        Array.Fill(through, double.PositiveInfinity);
        through[0] = costs[0];
        var final = new bool[_nodes.Count];
        var queue = new PriorityQueue<int, (double, int)>();
        queue.Enqueue(0, (through[0], 0));
        while (queue.TryDequeue(out var molecule, out _))
        {
            if (final[molecule] || through[molecule] == double.PositiveInfinity)
            {
                continue;
            }

            final[molecule] = true;
            foreach (var step in _nodes[molecule].MadeBy)
            {
                var cost = step.Refuted ? double.PositiveInfinity : 1.0;
                foreach (var precursor in step.Precursors)
                {
                    cost += costs[precursor];
                }

                cost += through[molecule] - costs[molecule];
                foreach (var precursor in step.Precursors)
                {
                    if (cost < through[precursor])
                    {
                        through[precursor] = cost;
                        queue.Enqueue(precursor, (cost, precursor));
                    }
                }
            }
        }

        return through;
    }

    internal sealed class Node(string smiles, bool inStock, double weight)
    {
        public string Smiles { get; } = smiles;

        public bool InStock { get; } = inStock;

        /// <summary>Cost until somebody has looked: at least 1, since it takes a step to make it.</summary>
        public double Weight { get; } = weight;

        /// <summary>Whether the steps that make it are in the graph.</summary>
        public bool Expanded { get; set; }

        public List<Step> MadeBy { get; } = [];

        /// <summary>Steps that need it, one that needs it twice listed twice.</summary>
        public List<Step> UsedBy { get; } = [];
    }

    internal sealed class Step(int number, Disconnection disconnection, int product, int[] precursors)
    {
        public int Number { get; } = number;

        public Disconnection Disconnection { get; } = disconnection;

        public int Product { get; } = product;

        public int[] Precursors { get; } = precursors;

        /// <summary>Whether running the reaction forward has not given the product.</summary>
        public bool Refuted { get; set; }

        public bool Confirmed { get; set; }
    }
}
