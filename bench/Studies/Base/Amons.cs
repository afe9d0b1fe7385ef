using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Base;

/// <summary>Distorted small molecules with energies and forces of a density functional.</summary>
/// <remarks>
/// Christensen et al. 2020, <see href="https://doi.org/10.1063/1.5126701"/>; the level is not stated, and agrees with
/// PBE0/def2-TZVP to some 6 per cent in forces.
/// </remarks>
internal static partial class Amons
{
    private static readonly string[] Files = ["force_train", "force_valid"];

    /// <summary>The labels of a file in its order.</summary>
    public static List<StructureLabel> Read(string data, string name)
    {
        var labels = new List<StructureLabel>();
        foreach (string[] fields in Rows(data, name))
        {
            double[] angstrom = Numbers(fields[3]),
                forces = Numbers(fields[5]);
            byte[] numbers = [.. Numbers(fields[8]).Select(z => (byte)z)];
            // kcal/mol and angstrom to hartree and bohr.
            const double Unit = Constants.BohrInAngstrom / Constants.HartreeInKilocaloriePerMole;
            labels.Add(
                new StructureLabel(
                    Geometry.FromAngstrom(numbers, angstrom),
                    double.Parse(fields[11], CultureInfo.InvariantCulture) / Constants.HartreeInKilocaloriePerMole,
                    [.. forces.Select(force => force * Unit)],
                    [],
                    [],
                    double.NaN
                )
            );
        }

        return labels;
    }

    /// <summary>Canonical SMILES of all molecules of both files.</summary>
    public static IEnumerable<string> Smiles(string data) =>
        from name in Files
        from fields in Rows(data, name)
        let molecule = Molecule.Parse(fields[10]).Molecule
        where molecule is not null
        select molecule.CanonicalSmiles;

    private static IEnumerable<string[]> Rows(string data, string name)
    {
        string file = Path.Combine(data, "amons-forces", name + ".csv.gz");
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            yield return line.Split(';');
        }
    }

    private static double[] Numbers(string list) =>
        [.. Number().Matches(list).Select(match => double.Parse(match.ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+\.?\d*(e-?\d+)?")]
    private static partial Regex Number();
}
