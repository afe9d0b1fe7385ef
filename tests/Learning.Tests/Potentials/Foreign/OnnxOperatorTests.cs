using System.Collections.Immutable;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>Every operator against its definition, on numbers that can be followed by hand.</summary>
public sealed class OnnxOperatorTests
{
    private static readonly double[] Values = [-1.5, -0.25, 0, 0.5, 2];

    private static readonly Dictionary<string, Func<double, double>> OfOne = new()
    {
        ["Abs"] = Math.Abs,
        ["Neg"] = x => -x,
        ["Exp"] = Math.Exp,
        ["Sin"] = Math.Sin,
        ["Cos"] = Math.Cos,
        ["Tan"] = Math.Tan,
        ["Atan"] = Math.Atan,
        ["Sinh"] = Math.Sinh,
        ["Cosh"] = Math.Cosh,
        ["Tanh"] = Math.Tanh,
        ["Floor"] = Math.Floor,
        ["Ceil"] = Math.Ceiling,
        ["Round"] = x => Math.Round(x, MidpointRounding.ToEven),
        ["Sign"] = x => Math.Sign(x),
        ["Identity"] = x => x,
        ["Dropout"] = x => x,
        ["Relu"] = x => Math.Max(0, x),
        ["Sigmoid"] = Sigmoid,
        ["Softplus"] = x => Math.Log(1 + Math.Exp(x)),
        ["Softsign"] = x => x / (1 + Math.Abs(x)),
        ["Mish"] = x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        ["Swish"] = x => x * Sigmoid(x),
        ["Elu"] = x => x > 0 ? x : Math.Exp(x) - 1,
        ["Celu"] = x => x > 0 ? x : Math.Exp(x) - 1,
        ["Selu"] = x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)),
        ["LeakyRelu"] = x => x > 0 ? x : 0.01 * x,
        ["IsNaN"] = x => double.IsNaN(x) ? 1 : 0,
    };

    private static readonly Dictionary<string, Func<double, double>> OfOnePositive = new()
    {
        ["Log"] = Math.Log,
        ["Sqrt"] = Math.Sqrt,
        ["Reciprocal"] = x => 1 / x,
        ["Asin"] = x => Math.Asin(x / 3),
        ["Acos"] = x => Math.Acos(x / 3),
    };

    private static readonly Dictionary<string, Func<double, double, double>> OfTwo = new()
    {
        ["Add"] = (a, b) => a + b,
        ["Sub"] = (a, b) => a - b,
        ["Mul"] = (a, b) => a * b,
        ["Div"] = (a, b) => a / b,
        ["Max"] = Math.Max,
        ["Min"] = Math.Min,
        ["Sum"] = (a, b) => a + b,
        ["Mean"] = (a, b) => (a + b) / 2,
        ["Equal"] = (a, b) => a == b ? 1 : 0,
        ["Greater"] = (a, b) => a > b ? 1 : 0,
        ["GreaterOrEqual"] = (a, b) => a >= b ? 1 : 0,
        ["Less"] = (a, b) => a < b ? 1 : 0,
        ["LessOrEqual"] = (a, b) => a <= b ? 1 : 0,
    };

    // Operator; inputs as shape:numbers, of whole numbers with an i before; attributes; the output.
    private static readonly string[] Cases =
    [
        "Pow | 3:1,2,3 ; 1:2 | | 3:1,4,9",
        "Pow | i3:1,2,3 ; :0.5 | | i3:1,1,1",
        "Mod | i3:-4,5,7 ; i1:3 | | i3:2,2,1",
        "Mod | 2:-4.5,5 ; 1:3 | fmod=1 | 2:-1.5,2",
        "Div | i3:-7,7,8 ; i1:2 | | i3:-3,3,4",
        "And | b2:1,0 ; b2:1,1 | | b2:1,0",
        "Or | b2:1,0 ; b2:0,0 | | b2:1,0",
        "Xor | b2:1,0 ; b2:1,1 | | b2:0,1",
        "Not | b2:1,0 | | b2:0,1",
        "Where | b2:1,0 ; 1:5 ; 2:1,2 | | 2:5,2",
        "Clip | 3:-2,0.5,4 ; :0 ; :1 | | 3:0,0.5,1",
        "Erf | 2:0,1 | | 2:0,0.8427007929497149",
        "Gelu | 2:0,1 | | 2:0,0.8413447460685429",
        "Gelu | 2:0,1 | approximate=tanh | 2:0,0.8411919906082768",
        "Elu | 1:-1 | alpha=0.5 | 1:-0.3160602794142788",
        "Celu | 1:-1 | alpha=0.5 | 1:-0.4323323583816937",
        "Selu | 1:-1 | alpha=1;gamma=2 | 1:-1.2642411176571153",
        "LeakyRelu | 1:-1 | alpha=0.25 | 1:-0.25",
        "Cast | 2:1.5,-2.5 | to=7 | i2:1,-2",
        "CastLike | i2:1,2 ; 1:0 | | 2:1,2",
        "Softmax | 1,2:0,0.6931471805599453 | axis=1 | 1,2:0.3333333333333333,0.6666666666666666",
        "LogSoftmax | 2:0,0 | | 2:-0.6931471805599453,-0.6931471805599453",
        "LayerNormalization | 1,2:1,3 ; 2:1,2 ; 2:0,1 | epsilon=3 | 1,2:-0.5,2",
        "BatchNormalization | 1,2:1,3 ; 2:1,2 ; 2:0,1 ; 2:0,1 ; 2:1,1 | epsilon=3 | 1,2:0.5,3",
        "ReduceSum | 2,2:1,2,3,4 ; i1:1 | keepdims=0 | 2:3,7",
        "ReduceSum | 2,2:1,2,3,4 | | 1,1:10",
        "ReduceSum | i2:1,2 | keepdims=0 | i:3",
        "ReduceSum | 2:1,2 | noop_with_empty_axes=1 | 2:1,2",
        "ReduceMean | 2,2:1,2,3,4 | axes=-1 | 2,1:1.5,3.5",
        "ReduceMax | 2,2:1,2,3,4 | axes=0;keepdims=0 | 2:3,4",
        "ReduceMin | 2,2:1,2,3,4 | axes=0;keepdims=0 | 2:1,2",
        "ReduceProd | 2,2:1,2,3,4 | axes=0,1;keepdims=0 | :24",
        "ReduceL1 | 2:-1,2 | keepdims=0 | :3",
        "ReduceL2 | 2,2:3,4,0,0 | axes=1;keepdims=0 | 2:5,0",
        "ReduceSumSquare | 2:-1,2 | keepdims=0 | :5",
        "ReduceLogSum | 2:1,2 | keepdims=0 | :1.0986122886681098",
        "ReduceLogSumExp | 2:1000,1000 | keepdims=0 | :1000.6931471805599",
        "CumSum | 3:1,2,3 ; i:0 | | 3:1,3,6",
        "MatMul | 2,2:1,2,3,4 ; 2:1,1 | | 2:3,7",
        "Gemm | 2,2:1,2,3,4 ; 2,1:1,1 ; 1:10 | alpha=2;beta=0.5;transA=1 | 2,1:13,17",
        "Gemm | 1,2:1,2 ; 1,2:3,4 | transB=1 | 1,1:11",
        "Einsum | 2,2:1,2,3,4 ; 2:1,10 | equation=ij,j->i | 2:21,43",
        "Shape | 2,3:0,0,0,0,0,0 | | i2:2,3",
        "Shape | 2,3:0,0,0,0,0,0 | start=-1 | i1:3",
        "Size | 2,3:0,0,0,0,0,0 | | i:6",
        "Reshape | 2,2:1,2,3,4 ; i2:0,-1 | | 2,2:1,2,3,4",
        "Flatten | 2,1,2:1,2,3,4 | axis=1 | 2,2:1,2,3,4",
        "Transpose | 1,2:1,2 | perm=1,0 | 2,1:1,2",
        "Transpose | 1,2:1,2 | | 2,1:1,2",
        "Unsqueeze | 2:1,2 ; i2:0,-1 | | 1,2,1:1,2",
        "Unsqueeze | 2:1,2 | axes=1 | 2,1:1,2",
        "Squeeze | 1,2,1:1,2 ; i1:-1 | | 1,2:1,2",
        "Squeeze | 1,2,1:1,2 | | 2:1,2",
        "Expand | 2,1:1,2 ; i2:1,2 | | 2,2:1,1,2,2",
        "Tile | 2:1,2 ; i1:2 | | 4:1,2,1,2",
        "Concat | 1,1:1 ; 1,2:2,3 | axis=-1 | 1,3:1,2,3",
        "Slice | 4:1,2,3,4 ; i1:-3 ; i1:9 ; i1:0 ; i1:2 | | 2:2,4",
        "Slice | 4:1,2,3,4 ; i1:-1 ; i1:-9 ; i1:0 ; i1:-1 | | 4:4,3,2,1",
        "Slice | 2,2:1,2,3,4 ; i2:0,1 ; i2:1,2 | | 1,1:2",
        "Constant | | value_ints=1,2 | i2:1,2",
        "Constant | | value_int=3 | i:3",
        "ConstantOfShape | i2:1,2 | value=0 | 1,2:0,0",
        "Range | i:1 ; i:6 ; i:2 | | i3:1,3,5",
        "Range | :1 ; :0 ; :-0.5 | | 2:1,0.5",
        "Trilu | 2,2:1,2,3,4 | upper=0 | 2,2:1,0,3,4",
        "Trilu | 2,2:1,2,3,4 ; i:1 | | 2,2:0,2,0,0",
        "Gather | 2,2:1,2,3,4 ; i2:-1,0 | | 2,2:3,4,1,2",
        "Gather | 2,2:1,2,3,4 ; i:1 | axis=1 | 2:2,4",
        "GatherElements | 2,2:1,2,3,4 ; i2,1:1,-2 | axis=1 | 2,1:2,3",
        "GatherND | 2,2:1,2,3,4 ; i1,2:1,-2 | | 1:3",
        "GatherND | 2,2:1,2,3,4 ; i2,1:1,0 | | 2,2:3,4,1,2",
        "ScatterElements | 3:1,2,3 ; i2:0,-1 ; 2:9,8 | | 3:9,2,8",
        "ScatterElements | 3:1,2,3 ; i3:0,0,1 ; 3:1,1,1 | axis=0;reduction=add | 3:3,3,3",
        "ScatterND | 2,2:1,2,3,4 ; i1,1:1 ; 1,2:8,9 | | 2,2:1,2,8,9",
        "ScatterND | 2,2:1,2,3,4 ; i3,2:0,0,0,0,1,1 ; 3:1,1,1 | reduction=add | 2,2:3,2,3,5",
        "NonZero | 2,2:1,0,0,4 | | i2,2:0,1,0,1",
        "OneHot | i2:1,-1 ; i:3 ; 2:0,5 | | 2,3:0,5,0,0,0,5",
    ];

    [Fact]
    public void Functions_of_one_number_are_those_of_the_definition()
    {
        foreach ((string name, Func<double, double> function) in OfOne)
        {
            Compare(name, Run(name, [Of(Values, 5)]), [.. Values.Select(function)]);
        }

        double[] positive = [0.1, 0.5, 1, 2.5];
        foreach ((string name, Func<double, double> function) in OfOnePositive)
        {
            double[] inputs = name[0] == 'A' ? [.. positive.Select(x => x / 3)] : positive;
            Compare(name, Run(name, [Of(inputs, 4)]), [.. positive.Select(function)]);
        }
    }

    [Fact]
    public void Functions_of_two_numbers_go_over_rows_and_columns()
    {
        double[] columns = [-1.5, 0.5, 2];
        foreach ((string name, Func<double, double, double> function) in OfTwo)
        {
            Tensor found = Run(name, [Of(Values, 5, 1), Of(columns, 3)]);
            Assert.Equal([5, 3], found.shape);
            Compare(name, found, [.. from a in Values from b in columns select function(a, b)]);
        }
    }

    [Fact]
    public void Operators_give_what_their_definition_says()
    {
        foreach (string text in Cases)
        {
            string[] parts = [.. text.Split('|').Select(part => part.Trim())];
            Tensor found = Run(
                parts[0],
                [.. parts[1].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Read)],
                Attributes(parts[2])
            );
            Tensor expected = Read(parts[3]);
            Assert.True(expected.shape.SequenceEqual(found.shape), $"{text}: ({string.Join(", ", found.shape)})");
            Assert.True(expected.dtype == found.dtype, $"{text}: {found.dtype}");
            Compare(text, found, Numbers(expected));
        }
    }

    [Fact]
    public void A_split_gives_all_its_parts()
    {
        var node = new OnnxNode("s", "Split", ["x"], ["a", "b"], Attributes("axis=0"));
        Tensor[] parts = OnnxOperators.Of(node).Run(new OnnxCall(node, [Of([1, 2, 3], 3)], 18));
        Assert.Equal([1, 2], Numbers(parts[0]));
        Assert.Equal([3], Numbers(parts[1]));
    }

    [Fact]
    public void Every_operator_of_the_table_is_tested()
    {
        IEnumerable<string> tested = OfOne
            .Keys.Concat(OfOnePositive.Keys)
            .Concat(OfTwo.Keys)
            .Concat(Cases.Select(text => text.Split(' ')[0]))
            .Append("Split");
        Assert.Empty(OnnxOperators.Names.Except(tested));
    }

    [Fact]
    public void A_length_of_zero_has_the_slope_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Of([3, 4, 0, 0], 2, 2).requires_grad_();
        Tensor lengths = Run("ReduceL2", [x], Attributes("axes=1"));
        lengths.sum().backward();
        Compare("ReduceL2", x.grad!, [0.6, 0.8, 0, 0]);
    }

    [Theory]
    [InlineData("Gather | 2:1,2 ; i1:2 | ", "fails")]
    [InlineData("GatherND | 2,2:1,2,3,4 ; i1,2:0,2 | ", "not within 2")]
    [InlineData("Expand | 1:1 ; i2:100000,100000 | ", "too many")]
    [InlineData("ConstantOfShape | i2:100000,100000 | ", "too many")]
    [InlineData("Range | :0 ; :1 ; :0 | ", "too many")]
    [InlineData("Reshape | 2:1,2 ; i1:3 | ", "fails")]
    [InlineData("ScatterND | 2:1,2 ; i1,1:0 ; 1:1 | reduction=mul", "'none' and 'add'")]
    [InlineData("MatMul | 2:1,2 ; 3:1,2,3 | ", "multiplies (2) of Float64 by (3) of Float64")]
    [InlineData("MatMul | 2,1:1,2 ; i1,2:1,2 | ", "of Float64 by (1, 2) of Int64")]
    [InlineData("MatMul | 2,1,1:1,2 ; 3,1,1:1,2,3 | ", "stacks of 2 and 3 matrices")]
    public void What_cannot_be_computed_is_refused_with_the_node(string text, string words)
    {
        string[] parts = [.. text.Split('|').Select(part => part.Trim())];
        var writer = new OnnxWriter();
        var attributes = Attributes(parts[2]).Values.Select(a => (a.Name, (object)a.Text!)).ToArray();
        string[] inputs = parts[1].Split(';');
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor tensor = Read(inputs[i].Trim());
            _ =
                tensor.dtype == ScalarType.Int64
                    ? writer.Constant($"c{i}", tensor.data<long>().ToArray(), tensor.shape)
                    : writer.Constant($"c{i}", tensor.data<double>().ToArray(), tensor.shape);
        }

        string names = string.Join(' ', inputs.Select((_, i) => $"c{i}"));
        byte[] graph = writer.Node(parts[0], names, "y", attributes).Output("y", OnnxWriter.Double).ToBytes();
        var problem = Assert.Throws<PotentialException>(() => new OnnxNetwork(OnnxFile.Read(graph), ["y"]));
        Assert.Contains($"The node 'make_y' ({parts[0]})", problem.Message);
        Assert.Contains(words, problem.Message);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static Tensor Run(
        string name,
        Tensor[] inputs,
        ImmutableDictionary<string, OnnxAttribute>? attributes = null
    )
    {
        var node = new OnnxNode(
            "test",
            name,
            [.. inputs.Select((_, i) => $"x{i}")],
            ["y"],
            attributes ?? Attributes("")
        );
        return OnnxOperators.Of(node).Run(new OnnxCall(node, inputs, 18))[0];
    }

    private static ImmutableDictionary<string, OnnxAttribute> Attributes(string text) =>
        ImmutableDictionary.CreateRange(
            text.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], Attribute(pair[0], pair[1])))
        );

    private static OnnxAttribute Attribute(string name, string value) =>
        name is "value" ? new(name, null, null, OnnxTensor.Of(name, OnnxType.Double, [1], new byte[8]), [], [], false)
        : name is "equation" or "approximate" or "reduction" ? new(name, null, value, null, [], [], false)
        : name is "alpha" or "beta" or "gamma" or "epsilon" ? new(name, double.Parse(value), null, null, [], [], false)
        : new(name, null, null, null, [.. value.Split(',').Select(long.Parse)], [], false);

    private static Tensor Of(double[] values, params long[] shape) => tensor(values, shape);

    private static Tensor Read(string text)
    {
        string[] parts = text.Trim().TrimStart('i', 'b').Split(':');
        long[] shape = [.. parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        double[] numbers = [.. parts[1].Split(',').Select(double.Parse)];
        return Of(numbers, shape)
            .to_type(
                text.Trim()[0] switch
                {
                    'i' => ScalarType.Int64,
                    'b' => ScalarType.Bool,
                    _ => ScalarType.Float64,
                }
            );
    }

    private static double[] Numbers(Tensor found) =>
        found.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static void Compare(string what, Tensor found, double[] expected)
    {
        double[] numbers = Numbers(found);
        Assert.Equal(expected.Length, numbers.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - numbers[i]) < 1e-6, $"{what}: {numbers[i]} where {expected[i]} is due");
        }
    }
}
