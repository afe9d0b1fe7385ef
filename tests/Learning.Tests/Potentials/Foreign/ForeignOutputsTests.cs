using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>Roles and units, on graphs of a line or two.</summary>
public sealed class ForeignOutputsTests : IDisposable
{
    private const string Inputs = """
        { "name": "z", "role": "species", "as": "numbers" },
        { "name": "x", "role": "coordinates", "unit": "angstrom" }
        """;

    private static readonly Geometry Two = Geometry.FromAngstrom([1, 8], [0.5, 0, 0, 0, 1, -0.25]);

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-foreign-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("forces", "eV/angstrom", "minus")]
    [InlineData("gradient", "eV/angstrom", "plus")]
    public void Forces_and_gradients_of_the_file_are_taken_in_their_unit(string role, string unit, string output)
    {
        PotentialResult own = Open(Squares(), Inputs, Energy("eV")).Evaluate([Two], forces: true)[0];
        string outputs = Energy("eV") + $$""", { "name": "{{output}}", "role": "{{role}}", "unit": "{{unit}}" }""";
        PotentialResult given = Open(Squares(), Inputs, outputs).Evaluate([Two], forces: true)[0];
        Assert.Equal(own.Hartree, given.Hartree, 1e-12);
        for (int k = 0; k < 6; k++)
        {
            double expected = -2 * Two.ToAngstrom()[k] / Constants.HartreeInElectronvolt * Constants.BohrInAngstrom;
            Assert.Equal(expected, own.Forces![k], 1e-12);
            Assert.Equal(expected, given.Forces![k], 1e-12);
        }
    }

    [Theory]
    [InlineData("hartree", 1)]
    [InlineData("eV", 1 / 27.211386245988)]
    [InlineData("kcal/mol", 1 / 627.5094740631)]
    [InlineData("kJ/mol", 1 / 2625.4996394799)]
    public void Energies_are_taken_in_their_unit(string unit, double hartree) =>
        Assert.Equal(
            1.3125 * hartree,
            Open(Squares(), Inputs, Energy(unit)).Evaluate([Two], forces: false)[0].Hartree,
            1e-10
        );

    [Fact]
    public void A_sign_that_is_wrong_is_found_by_differences_of_the_energy()
    {
        string outputs = Energy("eV") + """, { "name": "plus", "role": "forces", "unit": "eV/angstrom" }""";
        Assert.False(ForceCheck.Of(Open(Squares(), Inputs, outputs), Two).Holds);
        outputs = Energy("eV") + """, { "name": "minus", "role": "forces", "unit": "eV/bohr" }""";
        Assert.False(ForceCheck.Of(Open(Squares(), Inputs, outputs), Two).Holds);
    }

    [Fact]
    public void Energies_of_atoms_are_added_over_pairs_seen_from_both_sides()
    {
        // Each atom's energy is half the sum of its squared distances, put in place by ScatterND.
        byte[] graph = Start()
            .Input("i", OnnxWriter.Int64, [null])
            .Input("j", OnnxWriter.Int64, [null])
            .Output("atoms", OnnxWriter.Double, [null])
            .Constant("axis", [1L], 1)
            .Constant("half", [0.5])
            .Node("Gather", "x i", "xi")
            .Node("Gather", "x j", "xj")
            .Node("Sub", "xi xj", "d")
            .Node("Mul", "d d", "dd")
            .Node("ReduceSum", "dd axis", "r2", ("keepdims", 0L))
            .Node("Mul", "r2 half", "each")
            .Node("Unsqueeze", "i axis", "at")
            .Node("Shape", "z", "count")
            .Node("ConstantOfShape", "count", "empty", ("value", new[] { 0.0 }))
            .Node("ScatterND", "empty at each", "atoms", ("reduction", "add"))
            .ToBytes(18);
        const string pairs = """
            , { "name": "i", "role": "pair_first", "each": "twice" }, { "name": "j", "role": "pair_second", "each": "twice" }
            """;
        const string output = """{ "name": "atoms", "role": "atom_energies", "unit": "hartree" }""";
        Geometry line = Geometry.FromAngstrom([1, 1, 8], [0, 0, 0, 0, 0, 1, 0, 0, 3]);

        // 1 and 2 angstrom are within the cutoff of 2.5, 3 is not.
        ForeignPotential potential = Open(graph, Inputs + pairs, output, ", \"cutoffAngstrom\": 2.5");
        PotentialResult result = potential.Evaluate([line], forces: true)[0];
        Assert.Equal(5, result.Hartree, 1e-12);
        Assert.True(ForceCheck.Of(potential, line).Holds);
        Geometry alone = Geometry.FromAngstrom([1], [0, 0, 0]);
        Assert.Equal(0, potential.Evaluate([alone], forces: true)[0].Hartree);
    }

    [Fact]
    public void Charge_multiplicity_and_number_of_atoms_reach_the_graph()
    {
        byte[] graph = Start()
            .Input("q", OnnxWriter.Double)
            .Input("m", OnnxWriter.Int64, [1])
            .Input("n", OnnxWriter.Int64, [1, 1])
            .Output("e", OnnxWriter.Double)
            .Constant("ten", [10.0])
            .Constant("hundred", [100L])
            .Node("Mul", "n hundred", "big")
            .Node("Add", "big m", "whole")
            .Node("Cast", "whole", "real", ("to", 11L))
            .Node("Div", "q ten", "tenth")
            .Node("Add", "real tenth", "e")
            .ToBytes();
        const string more = """
            , { "name": "q", "role": "charge" }, { "name": "m", "role": "multiplicity" }, { "name": "n", "role": "atom_count" }
            """;
        ForeignPotential potential = Open(graph, Inputs + more, Energy("hartree"));
        Assert.Equal(201, potential.Evaluate([Two], forces: false)[0].Hartree, 1e-12);
        Assert.Equal(201.9, potential.Of(-1, 2).Evaluate([Two], forces: false)[0].Hartree, 1e-12);
    }

    [Fact]
    public void Outputs_of_another_shape_are_refused()
    {
        byte[] graph = Start().Node("Mul", "x x", "e").Output("e", OnnxWriter.Double, [null, 3]).ToBytes();
        var problem = Assert.Throws<PotentialException>(() =>
            Open(graph, Inputs, Energy("eV")).Evaluate([Two], forces: false)
        );
        Assert.Equal(PotentialProblem.OutsideDomain, problem.Problem);
        Assert.Contains("'e' has the shape (2, 3) where one number is due", problem.Message);
    }

    [Fact]
    public void An_energy_that_has_no_slope_gives_no_forces()
    {
        byte[] graph = Start()
            .Output("e", OnnxWriter.Double)
            .Node("Cast", "x", "whole", ("to", 7L))
            .Node("Cast", "whole", "real", ("to", 11L))
            .Node("ReduceSum", "real", "e", ("keepdims", 0L))
            .ToBytes();
        ForeignPotential potential = Open(graph, Inputs, Energy("eV"));
        Assert.True(double.IsFinite(potential.Evaluate([Two], forces: false)[0].Hartree));
        Assert.Contains(
            "there are no forces",
            Assert.Throws<PotentialException>(() => potential.Evaluate([Two], forces: true)).Message
        );
    }

    [Fact]
    public void Numbers_that_are_none_end_a_relaxation_as_not_finite()
    {
        byte[] graph = Start()
            .Output("e", OnnxWriter.Double)
            .Node("Mul", "x x", "xx")
            .Node("ReduceSum", "xx", "sum", ("keepdims", 0L))
            .Node("Neg", "sum", "below")
            .Node("Log", "below", "e")
            .ToBytes();
        ForeignPotential potential = Open(graph, Inputs, Energy("eV"));
        Assert.Equal(RelaxationEnd.NotFinite, Relaxation.Run(potential, [Two], () => true, default)[0].End);
        Assert.False(ForceCheck.Of(potential, Two).Holds);
    }

    [Fact]
    public void A_graph_of_a_fixed_number_of_atoms_takes_no_other()
    {
        byte[] graph = new OnnxWriter()
            .Input("z", OnnxWriter.Int64, [2])
            .Input("x", OnnxWriter.Double, [2, 3])
            .Output("e", OnnxWriter.Double)
            .Node("ReduceSumSquare", "x", "e", ("keepdims", 0L))
            .ToBytes();
        ForeignPotential potential = Open(graph, Inputs, Energy("eV"));
        Assert.True(potential.Evaluate([Two], forces: true)[0].Hartree > 0);
        var problem = Assert.Throws<PotentialException>(() =>
            potential.Evaluate([Geometry.FromAngstrom([1], [0, 0, 0])], forces: false)
        );
        Assert.Contains("takes 'z' of shape (2) alone", problem.Message);
    }

    private static OnnxWriter Start() =>
        new OnnxWriter().Input("z", OnnxWriter.Int64, [null]).Input("x", OnnxWriter.Double, [null, 3]);

    private static byte[] Squares() =>
        Start()
            .Output("e", OnnxWriter.Double)
            .Output("plus", OnnxWriter.Double, [null, 3])
            .Output("minus", OnnxWriter.Double, [null, 3])
            .Constant("two", [2.0])
            .Node("ReduceSumSquare", "x", "e", ("keepdims", 0L))
            .Node("Mul", "x two", "plus")
            .Node("Neg", "plus", "minus")
            .ToBytes();

    private static string Energy(string unit) => $$"""{ "name": "e", "role": "energy", "unit": "{{unit}}" }""";

    private ForeignPotential Open(byte[] graph, string inputs, string outputs, string rest = "") =>
        ForeignFile.Open(
            _folder,
            MorsePotential.Write(_folder, graph, $$"""{ "inputs": [{{inputs}}], "outputs": [{{outputs}}]{{rest}} }""")
        );
}
