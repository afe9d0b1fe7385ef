using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Qm7;

/// <summary>QM7 geometries with atomisation energies of two levels, in kcal/mol, bound negative.</summary>
/// <remarks>Rupp, Tkatchenko, Mueller and von Lilienfeld 2012, <see
/// href="https://doi.org/10.1103/PhysRevLett.108.058301"/>.</remarks>
internal sealed record Qm7Set(
    ImmutableArray<Geometry> Geometries,
    ImmutableArray<double> Energies,
    ImmutableArray<double> LowerRung
)
{
    public static Qm7Set Read(string path)
    {
        var geometries = ImmutableArray.CreateBuilder<Geometry>();
        var energies = ImmutableArray.CreateBuilder<double>();
        var lower = ImmutableArray.CreateBuilder<double>();
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (text.ReadLine() is { } first && first.Trim().Length > 0)
        {
            int atoms = int.Parse(first, CultureInfo.InvariantCulture);
            string title = text.ReadLine() ?? "";
            energies.Add(Value(title, "pbe0_def2tzvp_kcal_mol"));
            lower.Add(Value(title, "dftb3_kcal_mol"));
            var numbers = new byte[atoms];
            var places = new double[3 * atoms];
            for (int i = 0; i < atoms; i++)
            {
                string[] words = (text.ReadLine() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
                numbers[i] = (byte)(
                    Elements.AtomicNumber(words[0]) ?? throw new InvalidDataException($"'{words[0]}' is no element.")
                );
                for (int d = 0; d < 3; d++)
                {
                    places[(3 * i) + d] = double.Parse(words[1 + d], CultureInfo.InvariantCulture);
                }
            }

            geometries.Add(Geometry.FromAngstrom(numbers, places));
        }

        return new Qm7Set(geometries.ToImmutable(), energies.ToImmutable(), lower.ToImmutable());
    }

    private static double Value(string title, string name) =>
        double.Parse(
            title.Split(' ').Select(word => word.Split('=')).First(pair => pair[0] == name)[1],
            CultureInfo.InvariantCulture
        );
}
