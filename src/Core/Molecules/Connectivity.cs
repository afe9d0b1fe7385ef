namespace Lichen.Core.Molecules;

/// <summary>Whether a geometry still shows the bonds that a molecule is said to have.</summary>
public static class Connectivity
{
    /// <summary>A bond longer than this times the sum of the covalent radii is broken.</summary>
    public const double LongestBond = 1.3;

    /// <summary>Atoms without a bond that are closer than this times the sum of their radii have made one.</summary>
    public const double ShortestContact = 1.15;

    /// <summary>Says which bonds broke and which contacts are new; null when the molecule is still itself.</summary>
    /// <param name="geometry">The geometry to judge; elements up to 96.</param>
    /// <param name="bonds">Pairs (i, j) of bonded atoms, from 0, each once.</param>
    /// <returns>One line that names up to three pairs, such as "bond C1-N7 broke (3.1 A)", or null.</returns>
    /// <remarks>
    /// The two factors leave room for stretched but real bonds and for close 1,3 contacts: the bridgeheads of
    /// bicyclo[1.1.1]pentane are 1.87 angstrom apart, where 1.75 would count as a bond.
    /// </remarks>
    public static string? Problem(Geometry geometry, IReadOnlyList<(int First, int Second)> bonds)
    {
        var count = geometry.AtomCount;
        var bonded = new HashSet<(int, int)>(bonds.Count);
        foreach (var (first, second) in bonds)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(first, second), count, nameof(bonds));
            ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(first, second), nameof(bonds));
            bonded.Add((Math.Min(first, second), Math.Max(first, second)));
        }

        var problems = new List<string>();
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var sum = CovalentRadii.Of(geometry.AtomicNumbers[i]) + CovalentRadii.Of(geometry.AtomicNumbers[j]);
                var distance = geometry.DistanceAngstrom(i, j);
                if (bonded.Contains((i, j)))
                {
                    if (distance > LongestBond * sum)
                    {
                        problems.Add($"bond {Name(i)}-{Name(j)} broke ({distance:F2} A)");
                    }
                }
                else if (distance < ShortestContact * sum)
                {
                    problems.Add($"{Name(i)} and {Name(j)} made a bond ({distance:F2} A)");
                }
            }
        }

        return problems.Count switch
        {
            0 => null,
            <= 3 => string.Join("; ", problems),
            _ => $"{string.Join("; ", problems.Take(3))}; and {problems.Count - 3} more",
        };

        string Name(int atom) => $"{Elements.Symbol(geometry.AtomicNumbers[atom])}{atom + 1}";
    }
}
