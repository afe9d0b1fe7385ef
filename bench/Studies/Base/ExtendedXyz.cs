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
        bool hasCharges = label.Charges.Length > 0;
        text.Append(CultureInfo.InvariantCulture, $"{label.Geometry.AtomCount}\n")
            .Append($"Properties=species:S:1:pos:R:3:forces:R:3{(hasCharges ? ":charges:R:1" : "")} ")
            .Append(CultureInfo.InvariantCulture, $"index={example.Index} kind={example.Kind} ")
            .Append(CultureInfo.InvariantCulture, $"smiles=\"{example.Smiles}\" dipole=\"{string.Join(' ', dipole)}\" ")
            .Append(
                CultureInfo.InvariantCulture,
                $"gap={label.GapElectronvolts:0.0000} energy={label.Hartree * Constants.HartreeInElectronvolt:0.000000} "
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

            for (int d = 0; d < 3; d++)
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
                forces = new double[3 * atoms],
                charges = new double[comment.Contains(":charges:", StringComparison.Ordinal) ? atoms : 0];
            for (int i = 0; i < atoms; i++)
            {
                string[] words = (reader.ReadLine() ?? "").Split(' ');
                if (words.Length < (charges.Length > 0 ? 8 : 7))
                {
                    return examples;
                }

                numbers[i] = (byte)(Elements.AtomicNumber(words[0]) ?? 0);
                for (int d = 0; d < 3; d++)
                {
                    angstrom[(3 * i) + d] = double.Parse(words[1 + d], CultureInfo.InvariantCulture);
                    forces[(3 * i) + d] = double.Parse(words[4 + d], CultureInfo.InvariantCulture) / ForceUnit;
                }

                if (charges.Length > 0)
                {
                    charges[i] = double.Parse(words[7], CultureInfo.InvariantCulture);
                }
            }

            double[] dipole = [.. Value(comment, "dipole").Split(' ').Select(w => Parse(w) / Constants.BohrInAngstrom)];
            examples.Add(
                new Example(
                    long.Parse(Value(comment, "index"), CultureInfo.InvariantCulture),
                    Value(comment, "smiles"),
                    Value(comment, "kind"),
                    new StructureLabel(
                        Geometry.FromAngstrom(numbers, angstrom),
                        Parse(Value(comment, "energy")) / Constants.HartreeInElectronvolt,
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
