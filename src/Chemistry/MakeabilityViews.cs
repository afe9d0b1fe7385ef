using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// Quick looks at whether a molecule can be made, kept and tested, by name: cheap enough for every row of a space.
/// Safe to use from several threads. See docs/methods/synthetic-accessibility.md.
/// </summary>
public sealed class MakeabilityViews : IDisposable
{
    private readonly View[] _views;
    private readonly Tables _tables = new();

    private MakeabilityViews(View[] views) => _views = views;

    /// <summary>Every view with what it says, in words.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [.. View.All.Select(view => (view.Name, view.Meaning))];

    /// <summary>Names in the order of the columns.</summary>
    public IReadOnlyList<string> Names => [.. _views.Select(view => view.Name)];

    /// <param name="names">Names of <see cref="All"/>, at least one.</param>
    /// <exception cref="ArgumentException">There is no view of that name.</exception>
    /// <exception cref="FileNotFoundException">A view needs RDKit's data files, and they are not installed.</exception>
    public static MakeabilityViews Load(params IReadOnlyList<string> names)
    {
        ArgumentOutOfRangeException.ThrowIfZero(names.Count);
        View[] views =
        [
            .. names.Select(name =>
                View.All.FirstOrDefault(view => view.Name == name)
                ?? throw new ArgumentException(
                    $"There is no view '{name}'; there are {string.Join(", ", View.All.Select(view => view.Name))}."
                )
            ),
        ];
        var loaded = new MakeabilityViews(views);
        try
        {
            foreach (var view in views)
            {
                view.Prepare(loaded._tables);
            }

            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The views of each molecule from one parse; NaN all through a row that is no molecule.</summary>
    /// <param name="smiles">The molecules, shape (n).</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <returns>Shape (n, <see cref="Names"/>).</returns>
    public DescriptorTable Compute(
        IReadOnlyList<string> smiles,
        int threads,
        CancellationToken cancellationToken = default
    )
    {
        var values = new double[smiles.Count * _views.Length];
        Blocks.ForEach(
            smiles,
            threads,
            block =>
            {
                var complexity = Complexity.Of(block.Batch, block.Count);
                for (var column = 0; column < _views.Length; column++)
                {
                    var own = _views[column].Compute(_tables, block.Batch, complexity);
                    for (var row = 0; row < block.Count; row++)
                    {
                        values[((block.Start + row) * _views.Length) + column] =
                            complexity[row].Atoms == 0 ? double.NaN : own[row];
                    }
                }
            },
            cancellationToken
        );
        return new DescriptorTable(Names, values);
    }

    public void Dispose() => _tables.Dispose();

    // What views read, each loaded when a view first needs it.
    private sealed class Tables : IDisposable
    {
        public SyntheticAccessibility? Synthetic { get; set; }

        public SubstructureFilter? Pains { get; set; }

        public SubstructureFilter? Reactive { get; set; }

        public void Dispose()
        {
            Pains?.Dispose();
            Reactive?.Dispose();
        }
    }

    private sealed record View(
        string Name,
        string Meaning,
        Action<Tables> Prepare,
        Func<Tables, BatchHandle, Complexity[], double[]> Compute
    )
    {
        public static View[] All { get; } =
        [
            new(
                "sa_score",
                "how hard it looks to make, 1 (easy) to 10 (hard)",
                tables => tables.Synthetic ??= SyntheticAccessibility.Load(),
                (tables, batch, complexity) =>
                {
                    var scores = new double[complexity.Length];
                    tables.Synthetic!.Score(batch, scores);
                    return scores;
                }
            ),
            new(
                "stereocentres",
                "atoms with a configuration, stated or not",
                _ => { },
                (_, _, complexity) =>
                    [.. complexity.Select(c => (double)(c.AssignedStereocentres + c.UnassignedStereocentres))]
            ),
            new(
                "unassigned_stereocentres",
                "atoms whose configuration is not stated",
                _ => { },
                (_, _, complexity) => [.. complexity.Select(c => (double)c.UnassignedStereocentres)]
            ),
            new(
                "rare_ring_systems",
                "ring systems with an environment that is not among those of a million molecules that were made",
                tables => tables.Synthetic ??= SyntheticAccessibility.Load(),
                (tables, batch, complexity) => tables.Synthetic!.RareRingSystems(batch, complexity.Length)
            ),
            new(
                "pains_alert",
                "1 where a PAINS rule matches, else 0",
                tables => tables.Pains ??= Chemistry.Pains.Load(),
                (tables, batch, complexity) => Alerts(tables.Pains!, batch, complexity.Length)
            ),
            new(
                "reactive_group_alert",
                "1 where a reactive group is found, else 0",
                tables => tables.Reactive ??= ReactiveGroups.Load(),
                (tables, batch, complexity) => Alerts(tables.Reactive!, batch, complexity.Length)
            ),
        ];

        private static double[] Alerts(SubstructureFilter filter, BatchHandle batch, int rows) =>
            [.. filter.FirstMatches(batch, rows).Select(first => first >= 0 ? 1.0 : 0.0)];
    }
}
