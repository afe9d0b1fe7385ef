using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Core.Properties;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Running;

/// <summary>Properties that follow from the structure alone, of every candidate of a pool.</summary>
public sealed class StructureValues(Pool pool)
{
    private readonly Lazy<DescriptorTable> _table = new(() =>
        Descriptors.Compute(
            [.. pool.Candidates.Select(candidate => candidate.Smiles)],
            Environment.ProcessorCount,
            CancellationToken.None
        )
    );

    private readonly Dictionary<string, ImmutableArray<double>> _known = [];

    /// <summary>The values of one property, shape (candidates).</summary>
    /// <exception cref="ArgumentException">The structure does not give this property.</exception>
    public ImmutableArray<double> Of(string property)
    {
        lock (_known)
        {
            return _known.TryGetValue(property, out var values) ? values : _known[property] = Compute(property);
        }
    }

    private ImmutableArray<double> Compute(string property)
    {
        if (property == Property.HeavyAtoms.Name)
        {
            return [.. pool.Candidates.Select(candidate => (double)candidate.HeavyAtoms)];
        }

        if (MakeabilityViews.All.Any(view => view.Name == property))
        {
            using var view = MakeabilityViews.Load(property);
            return
            [
                .. view.Compute(
                    [.. pool.Candidates.Select(candidate => candidate.Smiles)],
                    Environment.ProcessorCount
                ).Values,
            ];
        }

        var column = Column(property);
        return [.. Enumerable.Range(0, pool.Count).Select(row => _table.Value.Row(row)[column])];
    }

    private static int Column(string property) =>
        Descriptors
            .Names.ToList()
            .IndexOf(
                property switch
                {
                    "molecular_weight" => "MolecularWeight",
                    "crippen_log_p" => "CrippenLogP",
                    "polar_surface_area" => "Tpsa",
                    "rotatable_bonds" => "RotatableBonds",
                    _ => throw new ArgumentException($"The structure does not give '{property}'.", nameof(property)),
                }
            );
}
