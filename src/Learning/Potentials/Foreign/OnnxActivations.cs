using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>What networks put between their layers.</summary>
internal static class OnnxActivations
{
    // Of the paper on self-normalising networks, as ONNX has them: Klambauer et al. 2017,
    // https://doi.org/10.48550/arXiv.1706.02515.
    private const double SeluAlpha = 1.67326319217681884765625;
    private const double SeluGamma = 1.05070102214813232421875;

    public static IEnumerable<OnnxOperator> All { get; } =
    [
        Each("Relu", x => x.relu()),
        Each("Tanh", x => x.tanh()),
        Each("Sigmoid", x => x.sigmoid()),
        // log(1 + exp x) = -log sigmoid(-x)
        Each("Softplus", Softplus),
        Each("Softsign", x => x.div(x.abs().add(OnnxTensors.One, OnnxTensors.One))),
        Each("Mish", x => x.mul(Softplus(x).tanh())),
        OnnxOperator.One("Swish", 1, 1, Swish, "alpha"),
        OnnxOperator.One("Elu", 1, 1, call => Elu(call[0], call.Number("alpha", 1), 1, 1), "alpha"),
        OnnxOperator.One("Celu", 1, 1, Celu, "alpha"),
        OnnxOperator.One("Selu", 1, 1, Selu, "alpha", "gamma"),
        OnnxOperator.One("LeakyRelu", 1, 1, LeakyRelu, "alpha"),
        OnnxOperator.One("Gelu", 1, 1, Gelu, "approximate"),
        OnnxOperator.One("Softmax", 1, 1, call => Softmax(call).exp(), "axis"),
        OnnxOperator.One("LogSoftmax", 1, 1, Softmax, "axis"),
        OnnxOperator.One("LayerNormalization", 2, 3, LayerNormalization, "axis", "epsilon", "stash_type"),
        OnnxOperator.One("BatchNormalization", 5, 5, BatchNormalization, "epsilon", "momentum", "training_mode"),
        // Only training drops anything.
        OnnxOperator.One("Dropout", 1, 2, call => call[0], "ratio", "seed"),
    ];

    private static OnnxOperator Each(string name, Func<Tensor, Tensor> run) =>
        OnnxOperator.One(name, 1, 1, call => run(call[0]));

    private static Tensor Softplus(Tensor x) => nn.functional.logsigmoid(x.neg()).neg();

    private static Tensor Swish(OnnxCall call)
    {
        Tensor x = call[0];
        return x.mul(x.mul(OnnxTensors.Number(call.Number("alpha", 1), x.dtype)).sigmoid());
    }

    /// <summary>scale x above zero, scale alpha (exp(inner x) - 1) below.</summary>
    private static Tensor Elu(Tensor x, double alpha, double scale, double inner)
    {
        using Scalar a = alpha,
            s = scale,
            i = inner;
        return x.elu(a, s, i);
    }

    private static Tensor Celu(OnnxCall call)
    {
        using Scalar alpha = call.Number("alpha", 1);
        return call[0].celu(alpha);
    }

    private static Tensor Selu(OnnxCall call) =>
        Elu(call[0], call.Number("alpha", SeluAlpha), call.Number("gamma", SeluGamma), 1);

    private static Tensor LeakyRelu(OnnxCall call)
    {
        using Scalar slope = call.Number("alpha", 0.01);
        return call[0].leaky_relu(slope);
    }

    private static Tensor Gelu(OnnxCall call) =>
        call.Text("approximate", "none") switch
        {
            "none" => call[0].gelu(),
            "tanh" => call[0].gelu(TorchSharp.Modules.GELU.Approximate.tanh),
            var other => throw call.Wrong($"asks for the approximation '{other}'"),
        };

    /// <summary>The logarithm of the softmax along one dimension.</summary>
    private static Tensor Softmax(OnnxCall call)
    {
        Tensor x = call[0];
        int axis = call.Axis(call.Integer("axis", call.Opset < 13 ? 1 : -1), x.dim());
        // Until operator set 12 all dimensions from this one on were taken together.
        return call.Opset >= 13 || axis == x.dim() - 1
            ? x.log_softmax(axis)
            : throw call.Wrong($"takes dimensions together; export it to operator set 13 or later");
    }

    private static Tensor LayerNormalization(OnnxCall call)
    {
        Tensor x = call[0];
        int first = call.Axis(call.Integer("axis", -1), x.dim());
        long[] axes = [.. Enumerable.Range(first, (int)x.dim() - first).Select(axis => (long)axis)];
        Tensor centred = x.sub(x.mean(axes, true));
        Tensor variance = centred.mul(centred).mean(axes, true);
        Tensor scaled = Over(call, centred, variance).mul(call[1]);
        return call.Optional(2) is { } bias ? scaled.add(bias, OnnxTensors.One) : scaled;
    }

    private static Tensor BatchNormalization(OnnxCall call)
    {
        if (call.Integer("training_mode", 0) != 0)
        {
            throw call.Wrong("is in training; export the model for inference");
        }

        Tensor x = call[0];
        // One number for each channel, the second dimension.
        long[] shape = [.. Enumerable.Range(0, (int)x.dim()).Select(d => d == 1 ? -1L : 1)];
        Tensor Channel(int input) => call[input].reshape(shape);
        return Over(call, x.sub(Channel(3)), Channel(4)).mul(Channel(1)).add(Channel(2), OnnxTensors.One);
    }

    /// <summary>values / sqrt(variance + epsilon)</summary>
    private static Tensor Over(OnnxCall call, Tensor values, Tensor variance) =>
        values.div(
            variance.add(OnnxTensors.Number(call.Number("epsilon", 1e-5), variance.dtype), OnnxTensors.One).sqrt()
        );
}
