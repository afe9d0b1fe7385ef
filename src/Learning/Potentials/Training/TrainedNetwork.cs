using System.Collections.Immutable;
using Lichen.Core.Numerics;

namespace Lichen.Learning.Potentials.Training;

/// <summary>
/// One element's network under training: energies of atoms, their slope in the environment vectors, and the gradient
/// of any sum alpha_i E_i + g_i u_i in the weights, g_i the slope of E_i in vector i.
/// </summary>
/// <remarks>
/// g u is the derivative of E along u, so that tangents t run forward beside the values, and one pass back gives the
/// gradient of both: with s = t W, t' = c'(z) s, the slopes d of g's own pass and the adjoint a of the values,
/// z* = a c'(z) + d s c''(z) / c'(z), dW = x^T z* + t^T d. Nothing is kept of second derivatives of the vectors. Pearlmutter
/// 1994, <see href="https://doi.org/10.1162/neco.1994.6.1.147"/>.
/// </remarks>
internal sealed unsafe class TrainedNetwork
{
    // In root mean squares of the lengths of earlier gradients; fewer steps tell no usual length.
    private const double MostLength = 4;
    private const int FewestSteps = 100;

    private readonly TrainedLayer[] _layers;
    private readonly TrainingProducts _products = new();
    private Pass[] _passes = [];
    private float[] _adjoint = [];
    private float[] _next = [];
    private int _rows;

    /// <param name="inputs">Length of an environment vector.</param>
    /// <param name="hidden">Nodes of the hidden layers.</param>
    public TrainedNetwork(int inputs, IReadOnlyList<int> hidden)
    {
        int[] widths = [inputs, .. hidden, 1];
        _layers = [.. widths.Zip(widths.Skip(1)).Select(pair => new TrainedLayer(pair.First, pair.Second))];
    }

    public IReadOnlyList<TrainedLayer> Layers => _layers;

    /// <summary>Steps taken.</summary>
    public int Steps { get; set; }

    /// <summary>Draws first weights; deviations of vectors set the pace of the first layer.</summary>
    /// <param name="deviations">Root mean square of each number of the vectors, shape (inputs).</param>
    public void Draw(double[] deviations, ref SplitMix64 random)
    {
        // Numbers that hardly ever differ from zero are not blown up beyond this.
        const double LeastDeviation = 0.1;
        double active = 0;
        for (int i = 0; i < deviations.Length; i++)
        {
            double scale = Math.Max(deviations[i], LeastDeviation);
            _layers[0].Rates[i] = (float)(1 / scale);
            active += deviations[i] * deviations[i] / (scale * scale);
        }

        for (int l = 0; l < _layers.Length; l++)
        {
            double inputs = l == 0 ? Math.Max(1, active) : _layers[l].OwnInputs;
            _layers[l].Draw(Math.Sqrt((l == 0 || l == _layers.Length - 1 ? 1 : 2) / inputs), ref random);
        }
    }

    public void Load(AtomicNetwork network, double scale)
    {
        for (int l = 0; l < _layers.Length; l++)
        {
            _layers[l].Load(network.Layers[l], l == _layers.Length - 1 ? (float)scale : 1);
        }
    }

    public AtomicNetwork Store(double scale) =>
        new(
            ImmutableArray.CreateRange(
                _layers.Select((layer, l) => layer.Store(l == _layers.Length - 1 ? (float)scale : 1))
            )
        );

    /// <summary>Energies and slopes of atoms.</summary>
    /// <param name="vectors">Environment vectors by pointer.</param>
    /// <param name="masks">A bit for each panel of a vector that may differ from zero; like ones beside each other.</param>
    /// <param name="energies">Receives E, shape (atoms).</param>
    /// <param name="slopes">Receive g, by pointer; panels that are zero in all of six vectors are left as they are.</param>
    public void Evaluate(
        ReadOnlySpan<nint> vectors,
        ReadOnlySpan<ulong> masks,
        Span<float> energies,
        ReadOnlySpan<nint> slopes
    )
    {
        _rows = vectors.Length;
        int padded = SinglePanel.Padded(_rows);
        Reserve(padded);
        _products.Take(masks);
        int hidden = _layers.Length - 1;
        for (int l = 0; l < hidden; l++)
        {
            TrainedLayer layer = _layers[l];
            layer.Transpose();
            float* outputs = PackedLayer.Pointer(_passes[l].Values);
            float* weights = PackedLayer.Pointer(layer.Weights);
            float* biases = PackedLayer.Pointer(layer.Biases);
            if (l == 0)
            {
                _products.Outer(vectors, padded, layer.Inputs, layer.Outputs, weights, biases, outputs);
            }
            else
            {
                _products.Inner(_passes[l - 1].Values, padded, layer.Inputs, layer.Outputs, weights, biases, outputs);
            }

            TrainingProducts.Celu(outputs, padded, layer.Outputs);
        }

        TrainedLayer last = _layers[^1];
        for (int i = 0; i < _rows; i++)
        {
            energies[i] = last.Biases[0];
            for (int k = 0; k < last.OwnInputs; k++)
            {
                energies[i] += _passes[^1].Values[(i * last.Inputs) + k] * last.Weights[k * SinglePanel.Width];
            }
        }

        for (int i = 0; i < padded; i++)
        {
            for (int k = 0; k < last.Inputs; k++)
            {
                _passes[^1].Slopes[(i * last.Inputs) + k] = i < _rows ? last.Weights[k * SinglePanel.Width] : 0;
            }
        }

        for (int l = hidden - 1; l >= 0; l--)
        {
            TrainedLayer layer = _layers[l];
            TrainingProducts.TimesSlope(_passes[l].Slopes, _passes[l].Values, padded * layer.Outputs);
            if (l > 0)
            {
                float* below = PackedLayer.Pointer(_passes[l - 1].Slopes);
                _products.Inner(_passes[l].Slopes, padded, layer.Outputs, layer.Inputs, layer.Backward, null, below);
            }
            else
            {
                _products.Pull(_passes[0].Slopes, padded, layer.Outputs, layer.Inputs, layer.Backward, slopes);
            }
        }
    }

    /// <summary>The gradient in the weights of sum_i alpha_i E_i + g_i u_i over the atoms evaluated last.</summary>
    /// <param name="vectors">As they were given.</param>
    /// <param name="tangents">The u, by pointer; zero where the vector's mask is.</param>
    /// <param name="alphas">Shape (atoms).</param>
    public void Differentiate(ReadOnlySpan<nint> vectors, ReadOnlySpan<nint> tangents, ReadOnlySpan<float> alphas)
    {
        int padded = SinglePanel.Padded(_rows);
        int hidden = _layers.Length - 1;
        for (int l = 0; l < hidden; l++)
        {
            TrainedLayer layer = _layers[l];
            Pass pass = _passes[l];
            float* weights = PackedLayer.Pointer(layer.Weights);
            float* outputs = PackedLayer.Pointer(pass.Tangents);
            if (l == 0)
            {
                _products.Outer(tangents, padded, layer.Inputs, layer.Outputs, weights, null, outputs);
            }
            else
            {
                _products.Inner(_passes[l - 1].Moved, padded, layer.Inputs, layer.Outputs, weights, null, outputs);
            }

            pass.Tangents.AsSpan(0, padded * layer.Outputs).CopyTo(pass.Moved);
            TrainingProducts.TimesSlope(pass.Moved, pass.Values, padded * layer.Outputs);
        }

        Readout(alphas, padded);
        for (int l = hidden - 1; l >= 0; l--)
        {
            TrainedLayer layer = _layers[l];
            Pass pass = _passes[l];
            TrainingProducts.Adjoint(_adjoint, pass.Slopes, pass.Tangents, pass.Values, padded * layer.Outputs);
            Array.Clear(layer.BiasSlopes);
            for (int i = 0; i < _rows; i++)
            {
                TrainingProducts.Add(layer.BiasSlopes, _adjoint.AsSpan(i * layer.Outputs, layer.Outputs));
            }

            if (l == 0)
            {
                _products.OuterGradient(vectors, tangents, layer, _adjoint, pass.Slopes);
                return;
            }

            _products.InnerGradient(_rows, _passes[l - 1].Values, _passes[l - 1].Moved, layer, _adjoint, pass.Slopes);
            float* below = PackedLayer.Pointer(_next);
            _products.Inner(_adjoint, padded, layer.Outputs, layer.Inputs, layer.Backward, null, below);
            (_adjoint, _next) = (_next, _adjoint);
        }
    }

    /// <summary>One step down the gradient, which is shortened where it is far longer than usual.</summary>
    /// <remarks>
    /// A torn structure may pull a hundred times as hard as others, and undo what an epoch has learned: lengths beyond four times the root
    /// mean square of those before are cut to it (Pascanu, Mikolov and Bengio 2013, <see href="https://doi.org/10.48550/arXiv.1211.5063"/>).
    /// </remarks>
    public void Step(double rate)
    {
        (double now, double usual) = (0, 0);
        foreach (TrainedLayer layer in _layers)
        {
            (double slopes, double moments) = layer.Squares();
            now += slopes;
            usual += moments;
        }

        double most = MostLength * MostLength * usual / TrainedLayer.Weighed(Steps);
        double share = Steps >= FewestSteps && now > most ? Math.Sqrt(most / now) : 1;
        Steps++;
        foreach (TrainedLayer layer in _layers)
        {
            layer.Step(rate, Steps, (float)share);
        }
    }

    /// <summary>The last layer's gradient, and the adjoint of what it takes in.</summary>
    private void Readout(ReadOnlySpan<float> alphas, int padded)
    {
        TrainedLayer last = _layers[^1];
        Array.Clear(last.WeightSlopes);
        Array.Clear(last.BiasSlopes);
        for (int i = 0; i < padded; i++)
        {
            float alpha = i < _rows ? alphas[i] : 0;
            last.BiasSlopes[0] += alpha;
            for (int k = 0; k < last.Inputs; k++)
            {
                int at = (i * last.Inputs) + k;
                _adjoint[at] = alpha * last.Weights[k * SinglePanel.Width];
                last.WeightSlopes[k * SinglePanel.Width] +=
                    i < _rows ? (alpha * _passes[^1].Values[at]) + _passes[^1].Moved[at] : 0;
            }
        }
    }

    private void Reserve(int padded)
    {
        int widest = _layers.Skip(1).Max(layer => layer.Inputs);
        if (_adjoint.Length < padded * widest)
        {
            float[] New(int columns) => GC.AllocateArray<float>(padded * columns, pinned: true);
            _passes =
            [
                .. _layers
                    .SkipLast(1)
                    .Select(l => new Pass(New(l.Outputs), New(l.Outputs), New(l.Outputs), New(l.Outputs))),
            ];
            (_adjoint, _next) = (New(widest), New(widest));
        }
    }

    /// <summary>What one layer leaves behind, each of shape (atoms, outputs).</summary>
    /// <param name="Values">c(z).</param>
    /// <param name="Slopes">d E / dz.</param>
    /// <param name="Tangents">s, the tangents of z.</param>
    /// <param name="Moved">t, the tangents of c(z).</param>
    private sealed record Pass(float[] Values, float[] Slopes, float[] Tangents, float[] Moved);
}
