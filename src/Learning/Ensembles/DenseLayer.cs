using System.Runtime.Intrinsics;

namespace Lichen.Learning.Ensembles;

/// <summary>y = b + x W of one layer of one network, in single precision.</summary>
internal sealed class DenseLayer
{
    private readonly float[] _weights;
    private readonly float[] _biases;

    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="weights">W, shape (inputs, outputs) by rows.</param>
    /// <param name="biases">b, shape (outputs).</param>
    /// <exception cref="FormatException">The shapes do not fit.</exception>
    public DenseLayer(int inputs, int outputs, float[] weights, float[] biases)
    {
        if (inputs < 1 || outputs < 1 || weights.Length != (long)inputs * outputs || biases.Length != outputs)
        {
            throw new FormatException(
                $"{weights.Length} weights and {biases.Length} biases are no layer of {inputs} x {outputs}."
            );
        }

        (Inputs, Outputs, _weights, _biases) = (inputs, outputs, weights, biases);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public ReadOnlySpan<float> Weights => _weights;

    public ReadOnlySpan<float> Biases => _biases;

    /// <summary>Computes the outputs of one candidate.</summary>
    /// <remarks>
    /// Inputs that are zero are passed over: nine in ten of a fingerprint are. Each output is one chain in rising order
    /// of the inputs, so that its bits do not depend on the length of a vector.
    /// </remarks>
    public void Apply(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        _biases.CopyTo(outputs);
        int whole = Outputs - (Outputs % Vector256<float>.Count);
        for (int i = 0; i < Inputs; i++)
        {
            float input = inputs[i];
            if (input == 0)
            {
                continue;
            }

            ReadOnlySpan<float> row = _weights.AsSpan(i * Outputs, Outputs);
            Vector256<float> factor = Vector256.Create(input);
            int j = 0;
            for (; j < whole; j += Vector256<float>.Count)
            {
                Vector256<float> sum = Vector256.Create<float>(outputs[j..]);
                Vector256.FusedMultiplyAdd(factor, Vector256.Create<float>(row[j..]), sum).CopyTo(outputs[j..]);
            }

            for (; j < Outputs; j++)
            {
                outputs[j] = MathF.FusedMultiplyAdd(input, row[j], outputs[j]);
            }
        }
    }

    /// <summary>x / (1 + exp(-x)) in place.</summary>
    public static void Activate(Span<float> values)
    {
        foreach (ref float value in values)
        {
            value /= 1 + MathF.Exp(-value);
        }
    }
}
