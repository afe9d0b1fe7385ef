using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>Morse potentials between all pairs of hydrogen and oxygen, as a graph in double precision over a list of
/// pairs, in eV and angstrom: water has its own minimum.</summary>
internal static class MorsePotential
{
    public const string Mapping = """
        {
          "inputs": [
            { "name": "numbers", "role": "species", "as": "numbers" },
            { "name": "positions", "role": "coordinates", "unit": "angstrom" },
            { "name": "edges", "role": "pairs", "layout": "columns", "each": "once" }
          ],
          "outputs": [
            { "name": "energy", "role": "energy", "unit": "eV" },
            { "name": "dipole", "role": "property", "property": "dipole_moment", "unit": "e angstrom" }
          ],
          "cutoffAngstrom": 20,
          "selfHartree": { "H": -0.5, "O": -75 }
        }
        """;

    // By the sum of places: H-H, H-O, O-O.
    private static readonly double[] Depth = [1.0, 5.0, 2.0];
    private static readonly double[] Steepness = [1.2, 2.2, 1.8];
    private static readonly double[] Distance = [1.52, 0.96, 1.3];

    public static Geometry Water { get; } = Geometry.FromAngstrom([8, 1, 1], [0, 0, 0, 1.0, 0.1, 0, -0.25, 0.9, 0.2]);

    /// <summary>The energy by the formula, in eV, without that of atoms.</summary>
    public static double Electronvolt(Geometry geometry)
    {
        double energy = 0;
        for (int i = 0; i < geometry.AtomCount; i++)
        {
            for (int j = i + 1; j < geometry.AtomCount; j++)
            {
                int kind = geometry.AtomicNumbers[i] / 8 + geometry.AtomicNumbers[j] / 8;
                double x = 1 - Math.Exp(-Steepness[kind] * (geometry.DistanceAngstrom(i, j) - Distance[kind]));
                energy += Depth[kind] * ((x * x) - 1);
            }
        }

        return energy;
    }

    public static byte[] Graph() =>
        new OnnxWriter()
            .Input("numbers", OnnxWriter.Int64, [null])
            .Input("positions", OnnxWriter.Double, [null, 3])
            .Input("edges", OnnxWriter.Int64, [2, null])
            .Output("energy", OnnxWriter.Double)
            .Output("dipole", OnnxWriter.Double, [3])
            .Constant("zero", [0L])
            .Constant("first", [1L])
            .Constant("eight", [8L])
            .Constant("axis", [1L], 1)
            .Constant("rows", [0L], 1)
            .Constant("charges", [0.4, -0.8], 2)
            .Constant("depths", Depth, 3)
            .Constant("steepness", Steepness, 3)
            .Constant("distances", Distance, 3)
            .Constant("one", [1.0])
            .Node("Gather", "edges zero", "i", ("axis", 0L))
            .Node("Gather", "edges first", "j", ("axis", 0L))
            .Node("Gather", "positions i", "at_i")
            .Node("Gather", "positions j", "at_j")
            .Node("Sub", "at_i at_j", "apart")
            .Node("Mul", "apart apart", "squares")
            .Node("ReduceSum", "squares axis", "square", ("keepdims", 0L))
            .Node("Sqrt", "square", "r")
            .Node("Div", "numbers eight", "places")
            .Node("Gather", "places i", "place_i")
            .Node("Gather", "places j", "place_j")
            .Node("Add", "place_i place_j", "kind")
            .Node("Gather", "depths kind", "d")
            .Node("Gather", "steepness kind", "a")
            .Node("Gather", "distances kind", "r0")
            .Node("Sub", "r0 r", "short")
            .Node("Mul", "a short", "exponent")
            .Node("Exp", "exponent", "decay")
            .Node("Sub", "one decay", "x")
            .Node("Mul", "x x", "x2")
            .Node("Sub", "x2 one", "below")
            .Node("Mul", "d below", "each")
            .Node("ReduceSum", "each", "energy", ("keepdims", 0L))
            .Node("Gather", "charges places", "q")
            .Node("Unsqueeze", "q axis", "q1")
            .Node("Mul", "q1 positions", "moments")
            .Node("ReduceSum", "moments rows", "dipole", ("keepdims", 0L))
            .ToBytes();

    /// <summary>Writes file and card.</summary>
    public static PotentialCard Write(
        string folder,
        byte[]? graph = null,
        string mapping = Mapping,
        string name = "morse",
        string format = "onnx",
        double? hartree = null
    )
    {
        byte[] bytes = graph ?? Graph();
        File.WriteAllBytes(Path.Combine(folder, "morse.onnx"), bytes);
        hartree ??= (Electronvolt(Water) / Core.Constants.HartreeInElectronvolt) - 76;
        string card = JsonSerializer.Serialize(
            new
            {
                name,
                format,
                level = "nothing",
                licence = "MIT",
                forbiddenUses = Array.Empty<string>(),
                citations = new[] { "P. M. Morse, Phys. Rev. 34, 57 (1929), https://doi.org/10.1103/PhysRev.34.57" },
                source = "this test",
                elements = new[] { "H", "O" },
                charges = new[] { 0 },
                multiplicities = new[] { 1 },
                limits = "water",
                files = new[]
                {
                    new
                    {
                        name = "morse.onnx",
                        bytes = bytes.Length,
                        sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                    },
                },
                references = new[]
                {
                    new
                    {
                        name = "bent water",
                        symbols = new[] { "O", "H", "H" },
                        angstrom = Water.ToAngstrom(),
                        hartree,
                        members = Array.Empty<double>(),
                        tolerance = 1e-9,
                        memberTolerance = 0.0,
                    },
                },
                mapping = JsonSerializer.Deserialize<JsonElement>(mapping),
            }
        );
        File.WriteAllText(Path.Combine(folder, PotentialStore.CardFile), card);
        return PotentialCard.Parse(card);
    }
}
