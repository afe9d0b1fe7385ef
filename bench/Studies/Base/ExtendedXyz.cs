using System.Globalization;
using System.IO.Compression;
using System.Text;
using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Base;

/// <summary>A labelled structure of the data set.</summary>
/// <param name="Index">Its place in the stream of candidates, which makes it again.</param>
/// <param name="Smiles">The molecule, canonical.</param>
/// <param name="Kind">How it was distorted.</param>
/// <param name="Label">What the level of theory of its file says.</param>
internal sealed record Example(long Index, string Smiles, string Kind, StructureLabel Label);

/// <summary>The extended XYZ format, in electronvolt and angstrom: one frame a structure.</summary>
internal static class ExtendedXyz
{
    private const double ForceUnit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;

    public static string Frame(Example example)
    {
        StructureLabel label = example.Label;
        var text = new StringBuilder();
        string[] dipole = [.. label.Dipole.Select(d => Number(d * Constants.BohrInAngstrom, "0.0000"))];
        bool hasCharges = label.Charges.Length > 0,
            hasForces = label.Forces.Length > 0;
        text.Append(CultureInfo.InvariantCulture, $"{label.Geometry.AtomCount}\n")
            .Append(
                $"Properties=species:S:1:pos:R:3{(hasForces ? ":forces:R:3" : "")}{(hasCharges ? ":charges:R:1" : "")} "
            )
            .Append(CultureInfo.InvariantCulture, $"index={example.Index} kind={example.Kind} ")
            .Append(CultureInfo.InvariantCulture, $"smiles=\"{example.Smiles}\" ")
            .Append(dipole.Length > 0 ? $"dipole=\"{string.Join(' ', dipole)}\" " : "")
            .Append(CultureInfo.InvariantCulture, $"gap={label.GapElectronvolts:0.0000} ")
            .Append(
                double.IsNaN(label.Hartree)
                    ? ""
                    : $"energy={Number(label.Hartree * Constants.HartreeInElectronvolt, "0.000000")} "
            )
            .Append(CultureInfo.InvariantCulture, $"cpu={label.CpuSeconds:0.000} pbc=\"F F F\"\n");
        double[] angstrom = label.Geometry.ToAngstrom();
        for (int i = 0; i < label.Geometry.AtomCount; i++)
        {
            text.Append(Elements.Symbol(label.Geometry.AtomicNumbers[i]));
            for (int d = 0; d < 3; d++)
            {
                text.Append(' ').Append(Number(angstrom[(3 * i) + d], "0.00000"));
            }

            for (int d = 0; d < 3 && hasForces; d++)
            {
                text.Append(' ').Append(Number(label.Forces[(3 * i) + d] * ForceUnit, "0.00000"));
            }

            text.Append(hasCharges ? " " + Number(label.Charges[i], "0.0000") : "").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>All whole frames of a file, packed (.gz) or not.</summary>
    public static List<Example> Read(string file)
    {
        var examples = new List<Example>();
        using FileStream bytes = File.OpenRead(file);
        bool isPacked = file.EndsWith(".gz", StringComparison.Ordinal);
        using var reader = new StreamReader(isPacked ? new GZipStream(bytes, CompressionMode.Decompress) : bytes);
        while (reader.ReadLine() is { } first)
        {
            int atoms = int.Parse(first, CultureInfo.InvariantCulture);
            string comment = reader.ReadLine() ?? "";
            var numbers = new byte[atoms];
            double[] angstrom = new double[3 * atoms],
                forces = new double[comment.Contains(":forces:", StringComparison.Ordinal) ? 3 * atoms : 0],
                charges = new double[comment.Contains(":charges:", StringComparison.Ordinal) ? atoms : 0];
            int columns = 4 + (forces.Length > 0 ? 3 : 0) + (charges.Length > 0 ? 1 : 0);
            for (int i = 0; i < atoms; i++)
            {
                string[] words = (reader.ReadLine() ?? "").Split(' ');
                if (words.Length < columns)
                {
                    return examples;
                }

                numbers[i] = (byte)(Elements.AtomicNumber(words[0]) ?? 0);
                for (int d = 0; d < 3; d++)
                {
                    angstrom[(3 * i) + d] = double.Parse(words[1 + d], CultureInfo.InvariantCulture);
                    if (forces.Length > 0)
                    {
                        forces[(3 * i) + d] = Parse(words[4 + d]) / ForceUnit;
                    }
                }

                if (charges.Length > 0)
                {
                    charges[i] = Parse(words[columns - 1]);
                }
            }

            double[] dipole = Has("dipole")
                ? [.. Value(comment, "dipole").Split(' ').Select(w => Parse(w) / Constants.BohrInAngstrom)]
                : [];
            bool Has(string key) => comment.Contains($" {key}=", StringComparison.Ordinal);
            examples.Add(
                new Example(
                    long.Parse(Value(comment, "index"), CultureInfo.InvariantCulture),
                    Value(comment, "smiles"),
                    Value(comment, "kind"),
                    new StructureLabel(
                        Geometry.FromAngstrom(numbers, angstrom),
                        Has("energy") ? Parse(Value(comment, "energy")) / Constants.HartreeInElectronvolt : double.NaN,
                        forces,
                        charges,
                        dipole,
                        Parse(Value(comment, "gap"))
                    )
                    {
                        CpuSeconds = Parse(Value(comment, "cpu")),
                    }
                )
            );
        }

        return examples;
    }

    private static string Value(string comment, string key)
    {
        int at = comment.IndexOf(" " + key + "=", StringComparison.Ordinal) + key.Length + 2;
        return comment[at] == '"'
            ? comment[(at + 1)..comment.IndexOf('"', at + 1)]
            : comment[at..(comment.IndexOf(' ', at) is >= 0 and var end ? end : comment.Length)];
    }

    private static double Parse(string word) => double.Parse(word, CultureInfo.InvariantCulture);

    private static string Number(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);
}
