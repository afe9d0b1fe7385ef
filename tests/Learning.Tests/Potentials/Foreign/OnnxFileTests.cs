using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

public sealed class OnnxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_graph_reads_back_what_was_written()
    {
        OnnxGraph graph = OnnxFile.Read(MorsePotential.Graph());
        Assert.Equal(17, graph.Opset);
        Assert.Equal(["numbers", "positions", "edges"], graph.Inputs.Select(input => input.Name));
        Assert.Equal([null, 3], graph.Inputs[1].Shape!.Value.ToArray());
        Assert.Equal(OnnxType.Double, graph.Inputs[1].Type);
        Assert.Equal(["energy", "dipole"], graph.Outputs.Select(output => output.Name));
        Assert.Contains(graph.Nodes, node => node.Operator == "Exp" && node.Name == "make_decay");
    }

    [Fact]
    public void A_graph_that_is_cut_off_anywhere_is_refused()
    {
        byte[] whole = MorsePotential.Graph();
        for (int length = 0; length < whole.Length - 3; length += 7)
        {
            byte[] part = whole[..length];
            var problem = Assert.Throws<PotentialException>(() => OnnxFile.Read(part));
            Assert.Equal(PotentialProblem.Damaged, problem.Problem);
        }
    }

    [Fact]
    public void Altered_bytes_are_refused_or_make_another_potential_but_nothing_else()
    {
        byte[] whole = MorsePotential.Graph();
        var random = new Random(3);
        for (int k = 0; k < 600; k++)
        {
            byte[] altered = [.. whole];
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                altered[random.Next(altered.Length)] = (byte)random.Next(256);
            }

            try
            {
                PotentialCard card = MorsePotential.Write(_folder, altered);
                ForeignFile.Open(_folder, card).Evaluate([MorsePotential.Water], forces: true);
            }
            catch (PotentialException e)
            {
                Assert.NotEqual(PotentialProblem.Missing, e.Problem);
            }
        }
    }

    [Fact]
    public void Lengths_that_no_memory_holds_are_refused_before_any_is_asked_for()
    {
        List<byte> tensor = OnnxWriter.Tensor("huge", [1.0], [1L << 31, 1L << 31, 1L << 31]);
        Refused(Graph(tensor), "shape (2147483648, 2147483648, 2147483648) has 8 bytes");
        Refused(Graph(OnnxWriter.Tensor("negative", [1.0], [-1])), "shape (-1) has 8 bytes");
    }

    [Fact]
    public void Tensors_in_other_files_are_refused()
    {
        List<byte> tensor = OnnxWriter.Tensor("elsewhere", [1.0], [1]);
        OnnxWriter.Number(tensor, 14, 1);
        Refused(Graph(tensor), "'elsewhere' is in another file");
        List<byte> half = [];
        OnnxWriter.Number(half, 2, 10);
        Refused(Graph(half), "of type 10, not read");
    }

    [Fact]
    public void Operator_sets_and_functions_that_are_not_known_are_refused()
    {
        Refused(new OnnxWriter().ToBytes(opset: 9), "operator set 9; read are 11 to 23");
        Refused(new OnnxWriter().ToBytes(opset: 99), "operator set 99");
        List<byte> functions = [.. new OnnxWriter().ToBytes()];
        OnnxWriter.Bytes(functions, 25, []);
        Refused([.. functions], "functions of its own");
        Refused([], "no ONNX file");
    }

    [Theory]
    [InlineData("Loop", "is of an operator that is not computed here. Computed are: Abs Acos Add")]
    [InlineData("Exp", "has 2 inputs")]
    public void A_node_that_is_not_computed_is_named(string operation, string words)
    {
        byte[] graph = new OnnxWriter()
            .Input("x", OnnxWriter.Double, 1)
            .Node(operation, "x x", "y")
            .Output("y", OnnxWriter.Double, 1)
            .ToBytes();
        var problem = Assert.Throws<PotentialException>(() => new OnnxNetwork(OnnxFile.Read(graph), ["y"]));
        Assert.Contains($"the node 'make_y' ({operation}) {words}", problem.Message);
    }

    [Fact]
    public void An_attribute_that_would_be_passed_over_is_refused()
    {
        byte[] graph = new OnnxWriter()
            .Input("x", OnnxWriter.Double, 1)
            .Constant("axis", [0L])
            .Node("CumSum", "x axis", "y", ("reverse", 1L))
            .ToBytes();
        var problem = Assert.Throws<PotentialException>(() => new OnnxNetwork(OnnxFile.Read(graph), ["y"]));
        Assert.Contains("has the attribute 'reverse', which is not obeyed here", problem.Message);
    }

    [Fact]
    public void Nodes_that_nothing_wanted_depends_on_need_no_operator()
    {
        byte[] graph = new OnnxWriter()
            .Input("x", OnnxWriter.Double, 1)
            .Node("Unheard", "x", "z")
            .Node("Exp", "x", "y")
            .ToBytes();
        Assert.Single(new OnnxNetwork(OnnxFile.Read(graph), ["y"]).Inputs);
    }

    [Fact]
    public void Values_used_before_they_are_made_or_made_twice_are_refused()
    {
        Refused(
            new OnnxWriter().Node("Exp", "y", "z").Node("Exp", "z", "y").ToBytes(),
            "uses 'y', which nothing before it makes"
        );
        Refused(
            new OnnxWriter().Input("x", OnnxWriter.Double, 1).Node("Exp", "x", "y").Node("Exp", "x", "y").ToBytes(),
            "makes 'y' a second time"
        );
    }

    private static void Refused(byte[] file, string words)
    {
        var problem = Assert.Throws<PotentialException>(() => new OnnxNetwork(OnnxFile.Read(file), []));
        Assert.Equal(PotentialProblem.Damaged, problem.Problem);
        Assert.Contains(words, problem.Message);
    }

    private static byte[] Graph(List<byte> tensor)
    {
        List<byte> graph = [],
            set = [],
            file = [];
        OnnxWriter.Bytes(graph, 5, tensor);
        OnnxWriter.Number(set, 2, 17);
        OnnxWriter.Bytes(file, 7, graph);
        OnnxWriter.Bytes(file, 8, set);
        return [.. file];
    }
}
