using System.Runtime.Intrinsics;
using Lichen.Core.Numerics;

namespace Lichen.Learning.Potentials.Training;

/// <summary>A dense layer under training: weights as panels of sixteen columns, their gradient, and Adam's moments.</summary>
/// <remarks>
/// Columns beyond the layer's own are zero, and stay so: their activations and slopes are zero, and with them their
/// gradients. Adam: Kingma and Ba 2015, algorithm 1, <see href="https://doi.org/10.48550/arXiv.1412.6980"/>.
/// </remarks>
internal sealed unsafe class TrainedLayer
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Least = 1e-8f;

    // A product of six rows may write five rows beyond the last.
    private const int Slack = (SinglePanel.Height - 1) * SinglePanel.Width;

    private readonly float[] _backward;
    private readonly float[] _rates;

    /// <param name="inputs">The layer's own inputs.</param>
    /// <param name="nodes">Its own outputs.</param>
    public TrainedLayer(int inputs, int nodes)
    {
        (OwnInputs, OwnOutputs) = (inputs, nodes);
        Inputs = SinglePanel.Count(inputs) * SinglePanel.Width;
        Outputs = SinglePanel.Count(nodes) * SinglePanel.Width;
        Weights = Pinned(Inputs * Outputs);
        Biases = Pinned(Outputs);
        WeightSlopes = Pinned((Inputs * Outputs) + Slack);
        BiasSlopes = Pinned(Outputs);
        Moments = [Pinned(Weights.Length), Pinned(Weights.Length), Pinned(Outputs), Pinned(Outputs)];
        _backward = Pinned(Inputs * Outputs);
        _rates = Pinned(Inputs);
        Array.Fill(_rates, 1);
    }

    public int OwnInputs { get; }

    public int OwnOutputs { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Shape (Outputs / Width, Inputs, Width).</summary>
    public float[] Weights { get; }

    /// <summary>Shape (Outputs).</summary>
    public float[] Biases { get; }

    /// <summary>As the weights, with places behind them that hold nothing.</summary>
    public float[] WeightSlopes { get; }

    public float[] BiasSlopes { get; }

    /// <summary>Means and mean squares of the slopes: of weights, then of biases.</summary>
    public float[][] Moments { get; }

    /// <summary>Shape (Inputs / Width, Outputs, Width): of the weights as <see cref="Transpose"/> last saw them.</summary>
    public float* Backward => PackedLayer.Pointer(_backward);

    /// <summary>How much faster than others the weights of each input move, shape (Inputs): as if that input were scaled
    /// by this.</summary>
    public Span<float> Rates => _rates;

    /// <summary>Draws weights of a variance by input; biases become zero.</summary>
    public void Draw(double deviation, ref SplitMix64 random)
    {
        for (int i = 0; i < OwnInputs; i++)
        {
            for (int o = 0; o < OwnOutputs; o++)
            {
                Weights[Place(i, o)] = (float)(deviation * _rates[i] * random.Normal());
            }
        }
    }

    public void Load(NetworkLayer layer, float scale)
    {
        for (int o = 0; o < OwnOutputs; o++)
        {
            Biases[o] = layer.Biases[o] * scale;
            for (int i = 0; i < OwnInputs; i++)
            {
                Weights[Place(i, o)] = layer.Weights[(o * OwnInputs) + i] * scale;
            }
        }
    }

    public NetworkLayer Store(float scale)
    {
        var weights = new float[OwnInputs * OwnOutputs];
        for (int o = 0; o < OwnOutputs; o++)
        {
            for (int i = 0; i < OwnInputs; i++)
            {
                weights[(o * OwnInputs) + i] = Weights[Place(i, o)] * scale;
            }
        }

        return new NetworkLayer(OwnInputs, OwnOutputs, weights, [.. Biases.Take(OwnOutputs).Select(b => b * scale)]);
    }

    /// <summary>Brings the form for the way back up to the weights.</summary>
    public void Transpose()
    {
        for (int o = 0; o < Outputs; o++)
        {
            int from = (o / SinglePanel.Width * Inputs * SinglePanel.Width) + (o % SinglePanel.Width);
            for (int i = 0; i < Inputs; i++)
            {
                int to = (i / SinglePanel.Width * Outputs * SinglePanel.Width) + (o * SinglePanel.Width);
                _backward[to + (i % SinglePanel.Width)] = Weights[from + (i * SinglePanel.Width)];
            }
        }
    }

    /// <summary>Sums over weights and biases: of squares of the slopes, and of Adam's mean squares of those before.</summary>
    public (double Slopes, double Moments) Squares()
    {
        (double weights, double weightMoments) = Squares(WeightSlopes, Moments[1]);
        (double biases, double biasMoments) = Squares(BiasSlopes, Moments[3]);
        return (weights + biases, weightMoments + biasMoments);
    }

    /// <summary>How much of a mean square Adam's moments hold after so many steps: they begin with zero.</summary>
    public static double Weighed(int steps) => 1 - Math.Pow(SecondDecay, steps);

    /// <summary>One step of Adam down the slopes.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">Steps with this one, from 1.</param>
    /// <param name="share">What the slopes are multiplied by first.</param>
    public void Step(double rate, int step, float share)
    {
        float size = (float)(rate * Math.Sqrt(1 - Math.Pow(SecondDecay, step)) / (1 - Math.Pow(FirstDecay, step)));
        float least = Least * (float)Math.Sqrt(1 - Math.Pow(SecondDecay, step));
        for (int row = 0; row < Weights.Length / SinglePanel.Width; row++)
        {
            Step(
                Weights,
                WeightSlopes,
                Moments[0],
                Moments[1],
                row * SinglePanel.Width,
                size * _rates[row % Inputs],
                least,
                share
            );
        }

        for (int column = 0; column < Outputs; column += SinglePanel.Width)
        {
            Step(Biases, BiasSlopes, Moments[2], Moments[3], column, size, least, share);
        }
    }

    private static (double Slopes, double Moments) Squares(float[] slopes, float[] moments)
    {
        Vector256<float> squares = Vector256<float>.Zero,
            sum = Vector256<float>.Zero;
        for (int i = 0; i < moments.Length; i += 8)
        {
            var slope = Vector256.LoadUnsafe(ref slopes[i]);
            squares += slope * slope;
            sum += Vector256.LoadUnsafe(ref moments[i]);
        }

        return (Vector256.Sum(squares), Vector256.Sum(sum));
    }

    private static void Step(
        float[] values,
        float[] slopes,
        float[] means,
        float[] squares,
        int at,
        float size,
        float least,
        float share
    )
    {
        for (int i = at; i < at + SinglePanel.Width; i += 8)
        {
            Vector256<float> slope = Vector256.LoadUnsafe(ref slopes[i]) * share;
            Vector256<float> mean = (Vector256.LoadUnsafe(ref means[i]) * FirstDecay) + (slope * (1 - FirstDecay));
            Vector256<float> square =
                (Vector256.LoadUnsafe(ref squares[i]) * SecondDecay) + (slope * slope * (1 - SecondDecay));
            mean.StoreUnsafe(ref means[i]);
            square.StoreUnsafe(ref squares[i]);
            Vector256<float> move = mean * size / (Vector256.Sqrt(square) + Vector256.Create(least));
            (Vector256.LoadUnsafe(ref values[i]) - move).StoreUnsafe(ref values[i]);
        }
    }

    private int Place(int input, int output) =>
        (((output / SinglePanel.Width * Inputs) + input) * SinglePanel.Width) + (output % SinglePanel.Width);

    private static float[] Pinned(int length) => GC.AllocateArray<float>(length, pinned: true);
}
