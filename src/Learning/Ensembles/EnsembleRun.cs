using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lichen.Learning.Ensembles;

/// <summary>One training of all members; its tensors live in the caller's dispose scope.</summary>
internal sealed class EnsembleRun
{
    private readonly EnsembleSettings _settings;
    private readonly Random _random;
    private readonly Tensor _inputs;
    private readonly Tensor _labels;
    private readonly Tensor? _labelWeights;
    private readonly ImmutableArray<int[]> _trained;
    private readonly Tensor _heldOut;
    private readonly Parameter[] _weights;
    private readonly Parameter[] _biases;
    private readonly Tensor[] _best;
    private readonly double[] _bestLoss;
    private readonly int[] _waited;
    private readonly DecoupledAdam _optimizer;

    /// <param name="features">Of the labelled molecules.</param>
    /// <param name="labels">Standardised, shape (n).</param>
    /// <param name="weights">Of each label in the loss, shape (n); none where all are alike.</param>
    /// <param name="settings">The networks and their training.</param>
    /// <param name="seed">Of all that is drawn.</param>
    public EnsembleRun(
        Features features,
        float[] labels,
        ReadOnlySpan<double> weights,
        EnsembleSettings settings,
        ulong seed
    )
    {
        (_settings, _random) = (settings, new Random(unchecked((int)(seed ^ (seed >> 32)))));
        int width = NetworkInputs.Width(features.Descriptors.Columns, settings.FoldedWidth);
        var inputs = new float[features.Rows * width];
        for (int row = 0; row < features.Rows; row++)
        {
            NetworkInputs.Fill(features, row, inputs.AsSpan(row * width, width));
        }

        _inputs = tensor(inputs, [features.Rows, width]);
        _labels = tensor(labels);
        _labelWeights = weights.IsEmpty ? null : tensor(weights.ToArray().Select(weight => (float)weight).ToArray());
        ImmutableArray<int[]> heldOut = EnsembleTraining.HeldOut(labels.Length, settings.Members, _random);
        _heldOut = tensor(heldOut.SelectMany(rows => rows.Select(row => (long)row)).ToArray());
        _trained = [.. heldOut.Select(rows => Enumerable.Range(0, labels.Length).Except(rows).ToArray())];
        int[] widths = [width, .. settings.Hidden, 2];
        _weights = [.. widths.Zip(widths.Skip(1)).Select(pair => Weights(pair.First, pair.Second))];
        _biases = [.. widths.Skip(1).Select(outputs => new Parameter(zeros(settings.Members, 1, outputs)))];
        _best = [.. _weights.Concat(_biases).Select(p => p.detach().clone())];
        _bestLoss = [.. Enumerable.Repeat(double.PositiveInfinity, settings.Members)];
        _waited = new int[settings.Members];
        _optimizer = new DecoupledAdam(_weights.Concat(_biases), settings.LearningRate, settings.WeightDecay);
    }

    /// <summary>False when no member has gained for as long as patience goes.</summary>
    public bool Continues => _waited.Any(waited => waited < _settings.Patience);

    /// <summary>Takes every member once over its labels, and keeps those that gained on what they held out.</summary>
    public void Pass()
    {
        foreach (int[] rows in _trained)
        {
            _random.Shuffle(rows);
        }

        int size = _settings.BatchSize;
        for (int start = 0; start < _trained[0].Length; start += size)
        {
            // The last, small batch is filled up from the front: a step from three labels would be mostly noise.
            int begin = start;
            long[] batch =
            [
                .. _trained.SelectMany(rows =>
                    Enumerable.Range(begin, Math.Min(size, rows.Length)).Select(i => (long)rows[i % rows.Length])
                ),
            ];
            using DisposeScope step = NewDisposeScope();
            // Members do not share weights: the sum of their losses has each one's own gradient.
            Losses(tensor(batch), weighted: true).sum().backward();
            _optimizer.Step();
        }

        Judge();
    }

    /// <summary>The layers of each member as they were when it did best.</summary>
    public ImmutableArray<ImmutableArray<DenseLayer>> BestLayers() =>
        [
            .. Enumerable
                .Range(0, _settings.Members)
                .Select(member => ImmutableArray.CreateRange(_weights.Select((_, layer) => Layer(member, layer)))),
        ];

    private DenseLayer Layer(int member, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = _best[layer][member];
        return new DenseLayer(
            (int)weights.shape[0],
            (int)weights.shape[1],
            weights.contiguous().data<float>().ToArray(),
            _best[_weights.Length + layer][member].contiguous().data<float>().ToArray()
        );
    }

    private void Judge()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        float[] losses = Losses(_heldOut, weighted: false).data<float>().ToArray();
        Parameter[] now = [.. _weights, .. _biases];
        for (int member = 0; member < losses.Length; member++)
        {
            // A member whose patience ended stays as it was.
            if (_waited[member] >= _settings.Patience || !(losses[member] < _bestLoss[member]))
            {
                _waited[member]++;
                continue;
            }

            (_bestLoss[member], _waited[member]) = (losses[member], 0);
            for (int i = 0; i < now.Length; i++)
            {
                _best[i][member].copy_(now[i][member]);
            }
        }
    }

    /// <summary>The mean loss of each member over its own rows, shape (members).</summary>
    /// <param name="rows">As many for each member, one member after another.</param>
    /// <param name="weighted">See <see cref="EnsembleTraining.Loss"/>.</param>
    private Tensor Losses(Tensor rows, bool weighted)
    {
        int members = _settings.Members;
        // (members, rows, inputs)
        Tensor values = _inputs.index_select(0, rows).view(members, -1, _inputs.shape[1]);
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            values = bmm(layer == 0 ? values : nn.functional.silu(values), _weights[layer])
                .add(_biases[layer], Scalars.One);
        }

        Tensor losses = EnsembleTraining.Loss(values, _labels.index_select(0, rows).view(members, -1), weighted);
        if (_labelWeights is not null)
        {
            losses = losses.mul(_labelWeights.index_select(0, rows).view(members, -1));
        }

        return losses.mean([1]);
    }

    /// <summary>
    /// Normal numbers of variance 1 / inputs, shape (members, inputs, outputs), from this run's own generator.
    /// </summary>
    private Parameter Weights(int inputs, int outputs)
    {
        var values = new float[_settings.Members * inputs * outputs];
        double deviation = Math.Sqrt(1.0 / inputs);
        for (int i = 0; i < values.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * _random.NextDouble()));
        }

        return new Parameter(tensor(values, [_settings.Members, inputs, outputs]));
    }
}
