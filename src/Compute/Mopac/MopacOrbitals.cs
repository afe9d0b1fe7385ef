using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lichen.Compute.Mopac;

/// <summary>Orbital energies of MOPAC's list of eigenvalues, which has two digits more than its summary.</summary>
internal static partial class MopacOrbitals
{
    /// <summary>Adds the highest occupied and the lowest empty orbital of both spins, and the smallest gap within one.</summary>
    public static void Add(string output, ImmutableSortedDictionary<string, double>.Builder values)
    {
        Match[] filled = Filled().Match(output) is { Success: true } match
            ? [match]
            : FilledOfSpin().Matches(output).ToArray();
        var lists = Lists().Matches(output);
        if (filled.Length == 0 || lists.Count != filled.Length)
        {
            return;
        }

        var frontiers = new List<(double Homo, double Lumo)>();
        for (var spin = 0; spin < filled.Length; spin++)
        {
            var count = int.Parse(filled[spin].Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var energies = Energies().Matches(lists[spin].Groups[1].Value);
            if (count >= 1 && count < energies.Count)
            {
                frontiers.Add((Energy(energies[count - 1]), Energy(energies[count])));
            }
        }

        if (frontiers.Count > 0)
        {
            values["homo_energy"] = frontiers.Max(frontier => frontier.Homo);
            values["lumo_energy"] = frontiers.Min(frontier => frontier.Lumo);
            values["homo_lumo_gap"] = frontiers.Min(frontier => frontier.Lumo - frontier.Homo);
        }
    }

    private static double Energy(Match match) => double.Parse(match.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"NO\. OF FILLED LEVELS\s+=\s+(\d+)")]
    private static partial Regex Filled();

    [GeneratedRegex(@"^ +NO\. OF (?:ALPHA|BETA ) ELECTRONS  =\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex FilledOfSpin();

    [GeneratedRegex(@"EIGENVALUES *\n((?: *-?\d+\.\d{5}[-\d. ]*\n)+)")]
    private static partial Regex Lists();

    // Columns may touch: five digits stand behind each point.
    [GeneratedRegex(@"-?\d+\.\d{5}")]
    private static partial Regex Energies();
}
