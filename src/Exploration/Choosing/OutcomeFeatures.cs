using Lichen.Core.Properties;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// What finished calculations at cheap rungs say of the candidates, as features of the differences to dearer rungs:
/// orbital energies, gap, dipole moment, energy per atom, whatever the engine gave.
/// </summary>
/// <remarks>
/// Molecules with like orbitals err alike: the idea of QM-descriptor models, e.g. Stuyver and Coley 2022,
/// <see href="https://doi.org/10.1063/5.0079574"/>. A candidate without a finished calculation has the median of those with
/// one, and a column says which it is.
/// </remarks>
internal static class OutcomeFeatures
{
    // Fewer outcomes would be told apart by chance.
    private const int Fewest = 10;

    /// <summary>The features as they were when so many labels had come.</summary>
    /// <param name="pool">The candidates.</param>
    /// <param name="state">What is known of the quantity.</param>
    /// <param name="top">The model's index of the rung of the objective.</param>
    /// <param name="labels">Outcomes of the first so many labels are looked at.</param>
    /// <returns>One row per candidate, or no columns while too little is known.</returns>
    public static DescriptorMatrix Of(Pool pool, QuantityState state, int top, int labels)
    {
        var parts = Enumerable
            .Range(0, top)
            .Select(rung => OfRung(pool, state, rung, labels))
            .Where(part => part.Columns > 0)
            .ToArray();
        var columns = parts.Sum(part => part.Columns + 1);
        if (columns == 0)
        {
            return new DescriptorMatrix(0, 0, []);
        }

        var values = new double[pool.Count * columns];
        var start = 0;
        foreach (var (scaled, known) in parts.Select(part => (part.Scaled, part.Known)))
        {
            for (var candidate = 0; candidate < pool.Count; candidate++)
            {
                var row = values.AsSpan((candidate * columns) + start, scaled.Columns + 1);
                for (var column = 0; column < scaled.Columns; column++)
                {
                    row[column] = scaled[candidate, column];
                }

                row[^1] = known[candidate] ? 1 : 0;
            }

            start += scaled.Columns + 1;
        }

        return new DescriptorMatrix(pool.Count, columns, values);
    }

    private static Part OfRung(Pool pool, QuantityState state, int rung, int labels)
    {
        int[] known = [.. Enumerable.Range(0, labels).Where(i => state.Labels[i].Rung == rung)];
        if (known.Length < Fewest)
        {
            return new Part(new DescriptorMatrix(0, 0, []), []);
        }

        string[] names =
        [
            .. known
                .SelectMany(i => state.LabelOutcomes[i].Keys)
                .Distinct()
                // How far a value may be off is the label's own doubt, and no likeness between molecules.
                .Where(name => Property.OfDeviation(name) is null)
                .Order(StringComparer.Ordinal),
        ];
        var raw = new double[pool.Count * names.Length];
        Array.Fill(raw, double.NaN);
        var has = new bool[pool.Count];
        foreach (var i in known)
        {
            var candidate = state.Labels[i].Candidate;
            has[candidate] = true;
            for (var column = 0; column < names.Length; column++)
            {
                if (state.LabelOutcomes[i].TryGetValue(names[column], out var value))
                {
                    // Energies grow with the molecule: that is no news.
                    var extensive = names[column] == Property.TotalEnergy.Name;
                    raw[(candidate * names.Length) + column] = extensive ? value / pool[candidate].Atoms : value;
                }
            }
        }

        var rows = Enumerable.Range(0, pool.Count).Where(candidate => has[candidate]);
        double[] those =
        [
            .. rows.SelectMany(candidate => raw[(candidate * names.Length)..((candidate + 1) * names.Length)]),
        ];
        return new Part(DescriptorScaling.FromPool(those, names.Length).Apply(raw), has);
    }

    private sealed record Part(DescriptorMatrix Scaled, bool[] Known)
    {
        public int Columns => Scaled.Columns;
    }
}
