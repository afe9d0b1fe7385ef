using System.Text;
using Lichen.Core.Properties;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>
/// Names of columns and keys: <c>gfn2_xtb_homo_lumo_gap_eV</c> is the level, the property and the unit. A level becomes
/// lower case with underscores; the double slash before a geometry and the comma before a solvent become two.
/// </summary>
internal sealed class ColumnNames
{
    private readonly Dictionary<string, string> _keys = [];

    /// <param name="levels">All levels that occur, in the ladder's order; two that read the same get a number.</param>
    public ColumnNames(IEnumerable<string> levels)
    {
        foreach (var level in levels.Distinct())
        {
            var key = LevelKey(level);
            var unique = key;
            for (var n = 2; _keys.ContainsValue(unique); n++)
            {
                unique = $"{key}_{n}";
            }

            _keys.Add(level, unique);
        }
    }

    public static ColumnNames Of(CampaignResult result) =>
        new(
            result
                .Spec.Ladder.Select(rung => rung.Level)
                .Concat(result.Molecules.SelectMany(molecule => molecule.Values).Select(value => value.Level))
        );

    /// <summary>Column of a property at a level.</summary>
    public string this[string level, string property, string unit] =>
        $"{_keys[level]}_{Property.Declared(property, unit).ColumnName}";

    /// <summary>An underscore and the unit's letters and digits, or nothing for numbers without a unit.</summary>
    public static string UnitSuffix(string unit)
    {
        var letters = new string([.. unit.Where(char.IsAsciiLetterOrDigit)]);
        return letters.Length == 0 ? "" : "_" + letters;
    }

    private static string LevelKey(string level)
    {
        var key = new StringBuilder();
        foreach (var character in level.Replace("//", "__").Replace(", ", "__"))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                key.Append(char.ToLowerInvariant(character));
            }
            else if (character == '*')
            {
                key.Append("star");
            }
            else if (character == '+')
            {
                key.Append("plus");
            }
            else
            {
                key.Append('_');
            }
        }

        return key.ToString().Trim('_') is { Length: > 0 } trimmed ? trimmed : "level";
    }
}
