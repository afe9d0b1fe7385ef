using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>A network on radial functions of three elements with two members, in single precision, bohr and a batch, as
/// exporters write them; beside the same formula written out.</summary>
public sealed class ElementNetworkTests : IDisposable
{
    private const int Radial = 6;
    private const int Hidden = 8;
    private const float Width = 0.7f;
    private const double Cutoff = 9;

    private const string Mapping = """
        {
          "inputs": [
            { "name": "species", "role": "species", "as": "places", "elements": ["H", "C", "O"], "batched": true },
            { "name": "coordinates", "role": "coordinates", "unit": "bohr", "batched": true }
          ],
          "outputs": [{ "name": "members", "role": "member_energies", "unit": "hartree" }]
        }
        """;

    private static readonly Geometry Formaldehyde = Geometry.FromAngstrom(
        [6, 8, 1, 1],
        [0, 0, 0, 0, 0.1, 1.2, 0.95, 0, -0.55, -0.9, 0.1, -0.6]
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-foreign-").FullName;
    private readonly float[] _centres = [.. Enumerable.Range(0, Radial).Select(k => 1.5f + (1.1f * k))];
    private readonly float[] _weights = [0.6f, -1.1f, 0.8f];
    private readonly float[] _embedding = Draw(1, 3 * 2, 1);
    private readonly float[] _first = Draw(2, (Radial + 2) * Hidden, 1);
    private readonly float[] _firstBias = Draw(3, Hidden, 0.3f);
    private readonly float[] _second = Draw(4, Hidden * 2, 0.5f);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Energies_of_members_and_forces_are_those_of_the_formula()
    {
        PotentialResult result = Open().Evaluate([Formaldehyde], forces: true)[0];
        double[] expected = Formula(Formaldehyde);
        Assert.Equal(expected[0], result.MemberHartree[0], 2e-6);
        Assert.Equal(expected[1], result.MemberHartree[1], 2e-6);
        Assert.True(result.DeviationHartree > 1e-3);
        for (int k = 0; k < result.Forces!.Length; k++)
        {
            double slope = (Formula(Moved(k, 1e-4)).Average() - Formula(Moved(k, -1e-4)).Average()) / 2e-4;
            Assert.Equal(-slope, result.Forces[k], 5e-6);
        }
    }

    [Fact]
    public void Motions_and_exchange_of_like_atoms_change_nothing()
    {
        ForeignPotential potential = Open();
        double[] angstrom = Formaldehyde.ToAngstrom();
        double[] turned = [.. angstrom.Chunk(3).SelectMany(x => new[] { 3 - x[1], x[0] + 1, x[2] - 2 })];
        double[] exchanged = [.. angstrom[..6], .. angstrom[9..], .. angstrom[6..9]];
        PotentialResult[] results = potential.Evaluate(
            [
                Formaldehyde,
                Geometry.FromAngstrom(Formaldehyde.AtomicNumbers, turned),
                Geometry.FromAngstrom(Formaldehyde.AtomicNumbers, exchanged),
            ],
            forces: false
        );
        Assert.Equal(results[0].Hartree, results[1].Hartree, 2e-6);
        Assert.Equal(results[0].Hartree, results[2].Hartree, 2e-6);
    }

    [Fact]
    public void Forces_hold_against_differences_in_single_precision_too()
    {
        ForceCheck check = ForceCheck.Of(Open(), Formaldehyde);
        Assert.True(check.Holds, $"{check}");
        Assert.True(check.Difference < 1e-4, $"{check}");
    }

    private ForeignPotential Open()
    {
        byte[] graph = new OnnxWriter()
            .Input("species", OnnxWriter.Int64, [1, null])
            .Input("coordinates", OnnxWriter.Float, [1, null, 3])
            .Output("members", OnnxWriter.Float, [2])
            .Constant("batch", [0L], 1)
            .Constant("dim1", [1L], 1)
            .Constant("dim2", [2L], 1)
            .Constant("start", [0L])
            .Constant("step", [1L])
            .Constant("none", [0f])
            .Constant("unit", [1f])
            .Constant("cutoff", [(float)Cutoff])
            .Constant("pi", [(float)(Math.PI / Cutoff)])
            .Constant("half", [0.5f])
            .Constant("centres", _centres, Radial)
            .Constant("width", [-Width])
            .Constant("weights", _weights, 3)
            .Constant("embedding", _embedding, 3, 2)
            .Constant("w1", _first, Radial + 2, Hidden)
            .Constant("b1", _firstBias, Hidden)
            .Constant("w2", _second, 2, Hidden)
            .Node("Squeeze", "species batch", "s")
            .Node("Squeeze", "coordinates batch", "x")
            .Node("Unsqueeze", "x dim1", "xi")
            .Node("Unsqueeze", "x batch", "xj")
            .Node("Sub", "xi xj", "d")
            .Node("Pow", "d two", "dd")
            .Constant("two", [2f])
            .Node("ReduceSum", "dd dim2", "r2", ("keepdims", 0L))
            .Node("Shape", "s", "count", ("start", 0L), ("end", 1L))
            .Node("Squeeze", "count", "n")
            .Node("Range", "start n step", "atoms")
            .Node("Unsqueeze", "atoms dim1", "ai")
            .Node("Equal", "ai atoms", "same")
            .Node("Where", "same unit r2", "safe")
            .Node("Sqrt", "safe", "r")
            .Node("Mul", "r pi", "phase")
            .Node("Cos", "phase", "wave")
            .Node("Add", "wave unit", "raised")
            .Node("Mul", "raised half", "fc")
            .Node("Less", "r cutoff", "inside")
            .Node("Not", "same", "other")
            .Node("And", "inside other", "near")
            .Node("Gather", "weights s", "w")
            .Node("Mul", "fc w", "weighted")
            .Node("Where", "near weighted none", "share")
            .Node("Unsqueeze", "r dim2", "rk")
            .Node("Sub", "rk centres", "off")
            .Node("Mul", "off off", "off2")
            .Node("Mul", "off2 width", "exponent")
            .Node("Exp", "exponent", "gauss")
            .Node("Einsum", "gauss share", "radial", ("equation", "ijk,ij->ik"))
            .Node("Gather", "embedding s", "kind")
            .Node("Concat", "radial kind", "features", ("axis", -1L))
            .Node("Gemm", "features w1 b1", "h")
            .Node("Celu", "h", "act", ("alpha", 0.1f))
            .Node("Gemm", "act w2", "each", ("transB", 1L))
            .Node("ReduceSum", "each batch", "members", ("keepdims", 0L))
            .ToBytes();
        PotentialCard card = MorsePotential.Write(_folder, graph, Mapping) with { Elements = ["H", "C", "O"] };
        return ForeignFile.Open(_folder, card);
    }

    private double[] Formula(Geometry geometry)
    {
        double[] bohr = geometry.Bohr.ToArray();
        int[] places =
        [
            .. geometry
                .AtomicNumbers.ToArray()
                .Select(number =>
                    number switch
                    {
                        1 => 0,
                        6 => 1,
                        _ => 2,
                    }
                ),
        ];
        var energies = new double[2];
        for (int i = 0; i < places.Length; i++)
        {
            var features = new double[Radial + 2];
            for (int j = 0; j < places.Length; j++)
            {
                double r = Math.Sqrt(
                    Enumerable.Range(0, 3).Sum(d => Math.Pow(bohr[(3 * i) + d] - bohr[(3 * j) + d], 2))
                );
                for (int k = 0; k < Radial && i != j && r < Cutoff; k++)
                {
                    double share = 0.5 * (Math.Cos(Math.PI * r / Cutoff) + 1) * _weights[places[j]];
                    features[k] += share * Math.Exp(-Width * Math.Pow(r - _centres[k], 2));
                }
            }

            features[Radial] = _embedding[2 * places[i]];
            features[Radial + 1] = _embedding[(2 * places[i]) + 1];
            for (int h = 0; h < Hidden; h++)
            {
                double sum = _firstBias[h];
                for (int f = 0; f < features.Length; f++)
                {
                    sum += features[f] * _first[(f * Hidden) + h];
                }

                double act = sum > 0 ? sum : 0.1 * (Math.Exp(sum / 0.1) - 1);
                energies[0] += act * _second[h];
                energies[1] += act * _second[Hidden + h];
            }
        }

        return energies;
    }

    private static Geometry Moved(int coordinate, double by)
    {
        double[] bohr = Formaldehyde.Bohr.ToArray();
        bohr[coordinate] += by;
        return Geometry.FromBohr(Formaldehyde.AtomicNumbers, bohr);
    }

    private static float[] Draw(int seed, int count, float size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => size * (random.NextSingle() - 0.5f))];
    }
}
