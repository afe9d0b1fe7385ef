using System.Collections.Immutable;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Results;

/// <summary>
/// Finds candidates whose calculations ended in one and the same structure: the same atoms, charge and multiplicity, an energy
/// within 1e-6 hartree, and the same distances between atoms.
/// </summary>
/// <remarks>
/// Mirror images have the same distances: where both candidates state their configuration they are left as two. Two of one
/// composition whose distances agree and are no mirror images exist (homometric structures), but not with one energy.
/// </remarks>
internal static class SameStructures
{
    private const double EnergyHartree = 1e-6;

    // Two optimisations of one structure, to the usual thresholds, leave less.
    private const double DistanceAngstrom = 0.05;

    /// <summary>Marks every molecule whose structure a better ranked one has as well.</summary>
    /// <param name="molecules">The best first.</param>
    public static ImmutableArray<MoleculeResult> Mark(ImmutableArray<MoleculeResult> molecules, string level)
    {
        var known = Enumerable
            .Range(0, molecules.Length)
            .Where(i => molecules[i].Geometry is not null && EnergyOf(molecules[i], level) is not null)
            .Select(i => (Index: i, Energy: EnergyOf(molecules[i], level)!.Value))
            .OrderBy(one => one.Energy)
            .ToList();
        var marked = molecules.ToBuilder();
        var distances = new Dictionary<int, double[]>();
        for (var i = 0; i < known.Count; i++)
        {
            for (var j = i + 1; j < known.Count && known[j].Energy - known[i].Energy <= EnergyHartree; j++)
            {
                var (better, worse) = (
                    Math.Min(known[i].Index, known[j].Index),
                    Math.Max(known[i].Index, known[j].Index)
                );
                if (marked[worse].SameAs is null && AreOne(molecules[better], molecules[worse], Of(better), Of(worse)))
                {
                    marked[worse] = marked[worse] with
                    {
                        SameAs = marked[better].SameAs ?? molecules[better].Candidate.Id,
                    };
                }
            }
        }

        return marked.ToImmutable();

        double[] Of(int index) =>
            distances.TryGetValue(index, out var found)
                ? found
                : distances[index] = Fingerprint(molecules[index].Geometry!);
    }

    private static double? EnergyOf(MoleculeResult molecule, string level) =>
        ValueOf(molecule, level, Property.TotalEnergy)
        ?? (ValueOf(molecule, level, Property.HeatOfFormation) / Constants.HartreeInKilocaloriePerMole);

    private static double? ValueOf(MoleculeResult molecule, string level, Property property) =>
        molecule.Values.FirstOrDefault(value => value.Level == level && value.Property == property.Name)?.Value;

    private static bool AreOne(MoleculeResult one, MoleculeResult other, double[] distances, double[] others) =>
        one.Candidate.Charge == other.Candidate.Charge
        && one.Candidate.Multiplicity == other.Candidate.Multiplicity
        && !(IsConfigured(one.Candidate) && IsConfigured(other.Candidate))
        && distances.Length == others.Length
        && distances.Zip(others).All(pair => Math.Abs(pair.First - pair.Second) <= DistanceAngstrom);

    private static bool IsConfigured(Candidate candidate) => candidate.Smiles.Contains('@', StringComparison.Ordinal);

    /// <summary>Distances in angstrom in ascending order within each pair of elements, pairs set far apart.</summary>
    private static double[] Fingerprint(Geometry geometry)
    {
        // Farther than any molecule is wide: a pair of elements is never taken for another.
        const double Apart = 1e4;
        var numbers = geometry.AtomicNumbers;
        var bohr = geometry.Bohr;
        var all = new List<double>(numbers.Length * (numbers.Length + 1) / 2);
        for (var a = 0; a < numbers.Length; a++)
        {
            // An atom alone has no distance, yet its element counts.
            all.Add(-Apart * numbers[a]);
            for (var b = 0; b < a; b++)
            {
                double x = bohr[3 * a] - bohr[3 * b],
                    y = bohr[(3 * a) + 1] - bohr[(3 * b) + 1],
                    z = bohr[(3 * a) + 2] - bohr[(3 * b) + 2];
                var pair = (128 * Math.Max(numbers[a], numbers[b])) + Math.Min(numbers[a], numbers[b]);
                all.Add((Apart * pair) + (Math.Sqrt((x * x) + (y * y) + (z * z)) * Constants.BohrInAngstrom));
            }
        }

        all.Sort();
        return [.. all];
    }
}
