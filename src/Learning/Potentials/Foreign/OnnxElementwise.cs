using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Arithmetic, comparisons and functions of each number on its own.</summary>
internal static class OnnxElementwise
{
    public static IEnumerable<OnnxOperator> All { get; } =
    [
        Two("Add", (a, b) => a.add(b, OnnxTensors.One)),
        Two("Sub", (a, b) => a.sub(b)),
        Two("Mul", (a, b) => a.mul(b)),
        // Of whole numbers ONNX drops the remainder.
        Two("Div", (a, b) => a.is_floating_point() ? a.div(b) : a.div(b, RoundingMode.trunc)),
        Two("Pow", (a, b) => a.pow(b).to_type(a.dtype)),
        OnnxOperator.One(
            "Mod",
            2,
            2,
            call =>
                call.Integer("fmod", 0) == 1
                    ? Wide(call, call[0], call[1]).fmod(call[1])
                    : Wide(call, call[0], call[1]).remainder(call[1]),
            "fmod"
        ),
        Two("Equal", (a, b) => a.eq(b)),
        Two("Greater", (a, b) => a.gt(b)),
        Two("GreaterOrEqual", (a, b) => a.ge(b)),
        Two("Less", (a, b) => a.lt(b)),
        Two("LessOrEqual", (a, b) => a.le(b)),
        Two("And", (a, b) => a.logical_and(b)),
        Two("Or", (a, b) => a.logical_or(b)),
        Two("Xor", (a, b) => a.logical_xor(b)),
        Many("Max", (a, b) => a.maximum(b)),
        Many("Min", (a, b) => a.minimum(b)),
        Many("Sum", (a, b) => a.add(b, OnnxTensors.One)),
        OnnxOperator.One("Where", 3, 3, call => where(call[0], Wide(call, call[1], call[2]), call[2])),
        OnnxOperator.One("Clip", 1, 3, Clip, "min", "max"),
        Each("Abs", x => x.abs()),
        Each("Neg", x => x.neg()),
        Each("Exp", x => x.exp()),
        Each("Log", x => x.log()),
        Each("Sqrt", x => x.sqrt()),
        Each("Reciprocal", x => x.reciprocal()),
        Each("Sin", x => x.sin()),
        Each("Cos", x => x.cos()),
        Each("Tan", x => x.tan()),
        Each("Asin", x => x.asin()),
        Each("Acos", x => x.acos()),
        Each("Atan", x => x.atan()),
        Each("Sinh", x => x.sinh()),
        Each("Cosh", x => x.cosh()),
        Each("Erf", x => x.erf()),
        Each("Floor", x => x.floor()),
        Each("Ceil", x => x.ceil()),
        Each("Round", x => x.round()),
        Each("Sign", x => x.sign()),
        Each("Not", x => x.logical_not()),
        Each("IsNaN", x => x.isnan()),
        Each("Identity", x => x),
        OnnxOperator.One("Cast", 1, 1, Cast, "to", "saturate"),
        OnnxOperator.One("CastLike", 2, 2, call => call[0].to_type(call[1].dtype), "saturate"),
    ];

    private static OnnxOperator Each(string name, Func<Tensor, Tensor> run) =>
        OnnxOperator.One(name, 1, 1, call => run(call[0]));

    private static OnnxOperator Two(string name, Func<Tensor, Tensor, Tensor> run) =>
        OnnxOperator.One(name, 2, 2, call => run(Wide(call, call[0], call[1]), call[1]));

    private static OnnxOperator Many(string name, Func<Tensor, Tensor, Tensor> run) =>
        OnnxOperator.One(name, 1, 64, call => call.All().Aggregate((a, b) => run(Wide(call, a, b), b)));

    /// <summary>The first of two, once what both make together is small enough.</summary>
    private static Tensor Wide(OnnxCall call, Tensor a, Tensor b)
    {
        long[] one = a.shape,
            other = b.shape;
        int dimensions = Math.Max(one.Length, other.Length);
        double count = 1;
        for (int d = 1; d <= dimensions; d++)
        {
            count *= Math.Max(d <= one.Length ? one[^d] : 1, d <= other.Length ? other[^d] : 1);
        }

        return count <= OnnxCall.MostElements ? a : throw call.Wrong($"makes {count:0.0e+0} numbers, too many");
    }

    private static Tensor Clip(OnnxCall call)
    {
        Tensor values = call[0];
        Tensor? low = call.Optional(1),
            high = call.Optional(2);
        values = low is null ? values : values.maximum(low);
        return high is null ? values : values.minimum(high);
    }

    private static Tensor Cast(OnnxCall call) =>
        OnnxTensor.TypeOf(call.Integer("to", 0)) is { } type
            ? call[0].to_type(OnnxTensors.Kind(type))
            : throw call.Wrong($"asks for the type {call.Integer("to", 0)}, which is not read");
}
