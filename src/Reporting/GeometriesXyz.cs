using System.Globalization;
using System.Text;
using Lichen.Core.Molecules;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>
/// Finished geometries as extended XYZ in angstrom. Keys carry level and unit, since programs overwrite bare ones such as
/// <c>energy</c>.
/// </summary>
/// <remarks>Text values follow the libAtoms specification: quoted, with backslash before quote and backslash.</remarks>
internal static class GeometriesXyz
{
    /// <summary>All molecules with a geometry, best first.</summary>
    public static string Of(CampaignResult result)
    {
        var names = ColumnNames.Of(result);
        var text = new StringBuilder();
        foreach (var molecule in result.Molecules.OrderBy(molecule => molecule.Rank))
        {
            if (molecule.Geometry is { } geometry)
            {
                text.Append(geometry.AtomCount).Append('\n');
                AddComment(text, names, molecule);
                AddAtoms(text, geometry);
            }
        }

        return text.ToString();
    }

    private static void AddComment(StringBuilder text, ColumnNames names, MoleculeResult molecule)
    {
        var candidate = molecule.Candidate;
        text.Append("Properties=species:S:1:pos:R:3 pbc=\"F F F\"");
        text.Append($" id={Quoted(candidate.Id)} rank={molecule.Rank} smiles={Quoted(candidate.Smiles)}");
        text.Append($" charge={candidate.Charge} multiplicity={candidate.Multiplicity} level={Quoted(molecule.Level)}");
        foreach (var value in molecule.Values)
        {
            text.Append($" {names[value.Level, value.Property, value.Unit]}={value.Value:R}");
        }

        text.Append('\n');
    }

    private static void AddAtoms(StringBuilder text, Geometry geometry)
    {
        var angstrom = geometry.ToAngstrom();
        for (var atom = 0; atom < geometry.AtomCount; atom++)
        {
            text.Append(Elements.Symbol(geometry.AtomicNumbers[atom]).PadRight(2));
            for (var axis = 0; axis < 3; axis++)
            {
                text.Append(angstrom[(3 * atom) + axis].ToString("F8", CultureInfo.InvariantCulture).PadLeft(15));
            }

            text.Append('\n');
        }
    }

    private static string Quoted(string value)
    {
        var line = value.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal);
        return $"\"{line.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
