using System.Collections.Immutable;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Potentials.Heads;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Training;

/// <summary>The training of one member's <see cref="HeadNetwork"/> on charges, dipole moments and gaps, with libtorch.</summary>
/// <remarks>
/// On one thread: sums are then in one order. The loss is the sum of mean absolute errors, of gaps in eV, of components of dipole
/// moments and of charges each over its deviation in the data: gaps count most, and outliers do not lead. A label without charges or
/// without a dipole moment teaches none. What goes on from given weights decays towards them, not towards zero (Li, Grandvalet and Davoine 2018,
/// <see href="https://doi.org/10.48550/arXiv.1802.01483"/>).
/// </remarks>
public sealed class HeadTraining : IDisposable
{
    // Structures that are put in order of size together: batches of like sizes have little padding.
    private const int Window = 1024;

    private readonly LabelledStructures _data;
    private readonly HeadSettings _settings;
    private readonly int[] _structures;
    private readonly ImmutableArray<(string Name, int Inputs, int Outputs)> _layers;
    private readonly Dictionary<string, (Parameter Weights, Parameter Biases)> _parameters = [];
    private readonly DecoupledAdam _optimizer;
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ulong _seed;
    private readonly Scalar _dipoleWeight;
    private readonly Scalar _chargeWeight;

    /// <param name="data">Structures with gaps, and with dipole moments and charges where there are any.</param>
    /// <param name="structures">Which of them to learn from.</param>
    /// <param name="settings">Sizes and training.</param>
    /// <param name="seed">Of first weights and of the order of structures.</param>
    /// <param name="start">What to go on from, one member of the same terms and shape; null to begin with drawn weights.</param>
    /// <exception cref="ArgumentException">The start is of another shape or of several members.</exception>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded; the message says why.</exception>
    public HeadTraining(
        LabelledStructures data,
        ReadOnlySpan<int> structures,
        HeadSettings settings,
        ulong seed,
        PropertyHeads? start = null
    )
    {
        if (start is not null && (start.Members.Length != 1 || start.Shape != settings.Shape))
        {
            throw new ArgumentException(
                $"A start is one member of {settings.Shape}; this has {start.Members.Length} of {start.Shape}.",
                nameof(start)
            );
        }

        Libtorch.Load();
        set_num_threads(1);
        (_data, _settings, _seed, _structures) = (data, settings, seed, structures.ToArray());
        _layers = settings.Shape.Layers(data.Terms);
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        double[][] deviations = data.Deviations(_structures);
        foreach ((string name, int inputs, int outputs) in _layers)
        {
            int element = Enumerable
                .Range(0, data.Terms.ElementCount)
                .FirstOrDefault(e => HeadNames.Embedding(data.Terms, e, 0) == name, -1);
            double[] scales = element < 0 ? [] : deviations[element];
            DenseLayer? own = start?.Members[0].Layers[name];
            float[] weights = own is null ? Drawn(inputs, outputs, scales, random) : own.Weights.ToArray(),
                biases = own is null ? new float[outputs] : own.Biases.ToArray();
            if (name == HeadNames.Output(1))
            {
                // Gaps begin where their mean is right.
                biases[HeadNetwork.Empty] += (float)(
                    start is null
                        ? _structures.Average(s => data.Labels[s].GapElectronvolts)
                            + (2 * Math.Log(_structures.Average(s => data.Elements[s].Length)))
                        : _structures.Average(s =>
                            data.Labels[s].GapElectronvolts - start.Evaluate(data.Labels[s].Geometry).Gap
                        )
                );
            }

            bool moves = Moves(name);
            _parameters[name] = (
                new Parameter(tensor(weights, [inputs, outputs]), moves),
                new Parameter(tensor(biases), moves)
            );
        }

        _optimizer = new DecoupledAdam(Trained(), settings.LearningRate, settings.WeightDecay, start is not null);
        _dipoleWeight = Weight(_structures.SelectMany(s => data.Labels[s].Dipole.Select(HeadBatch.Angstrom)));
        _chargeWeight = Weight(_structures.SelectMany(s => data.Labels[s].Charges));
    }

    /// <summary>Passes that are done.</summary>
    public int Epoch { get; private set; }

    public bool IsDone => Epoch >= _settings.Epochs;

    /// <summary>Goes once over all structures.</summary>
    /// <returns>Mean loss.</returns>
    public double Pass(CancellationToken cancellationToken)
    {
        var random = new Random(HashCode.Combine(0, Epoch) ^ unchecked((int)_seed));
        int[] order = [.. _structures];
        random.Shuffle(order);
        int[][] batches =
        [
            .. order
                .Chunk(Window)
                .SelectMany(window => window.OrderBy(s => _data.Elements[s].Length).Chunk(_settings.BatchSize)),
        ];
        random.Shuffle(batches);
        double total = 0;
        for (int step = 0; step < batches.Length; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = Loss(new HeadBatch(_data, batches[step]));
            loss.backward();
            _optimizer.Step(Share((Epoch * batches.Length) + step, _settings.Epochs * batches.Length));
            total += loss.item<float>() / batches.Length;
        }

        Epoch++;
        return total;
    }

    /// <summary>The weights as they are now.</summary>
    public PropertyHeads Heads() =>
        new(_data.Terms, _settings.Shape, [Network()], _structures.Any(s => _data.Labels[s].Charges.Length > 0));

    public void Dispose()
    {
        _dipoleWeight.Dispose();
        _chargeWeight.Dispose();
        _scope.Dispose();
    }

    internal HeadNetwork Network()
    {
        using DisposeScope scope = NewDisposeScope();
        return new HeadNetwork(
            _data.Terms,
            _settings.Shape,
            _layers.ToImmutableDictionary(
                layer => layer.Name,
                layer => new DenseLayer(
                    layer.Inputs,
                    layer.Outputs,
                    _parameters[layer.Name].Weights.detach().data<float>().ToArray(),
                    _parameters[layer.Name].Biases.detach().data<float>().ToArray()
                )
            )
        );
    }

    /// <summary>What the networks say of a batch: charges (batch, atoms), dipoles (batch, 3), gaps (batch).</summary>
    internal (Tensor Charges, Tensor Dipoles, Tensor Gaps) Forward(HeadBatch batch)
    {
        (int count, int atoms, int radial) = (batch.Count, batch.Atoms, _data.Terms.RadialShifts.Length);
        int width = _settings.Shape.Width;
        Tensor[] described =
        [
            .. Enumerable
                .Range(0, _data.Terms.ElementCount)
                .Where(e => batch.Vectors[e] is not null)
                .Select(e =>
                    Silu(
                        Layer(
                            HeadNames.Embedding(_data.Terms, e, 1),
                            Silu(Layer(HeadNames.Embedding(_data.Terms, e, 0), batch.Vectors[e]!))
                        )
                    )
                ),
            zeros(1, width),
        ];
        Tensor seen = cat(described).index_select(0, batch.Places).view(count, atoms, width);
        for (int round = 0; round < _settings.Shape.Rounds; round++)
        {
            Tensor sent = Layer(HeadNames.Sent(round), seen).mul(batch.Present.unsqueeze(2));
            Tensor heard = bmm(batch.Radial.view(count, atoms * radial, atoms), sent)
                .view(count, atoms, radial, width)
                .mul(_parameters[HeadNames.Filter(round)].Weights)
                .sum(2);
            seen = seen.add(Silu(Layer(HeadNames.Updated(round), cat([seen, heard], 2))), Scalars.One);
        }

        Tensor outputs = Layer(HeadNames.Output(1), Silu(Layer(HeadNames.Output(0), seen)));
        Tensor pointing = Layer(HeadNames.Pointing, seen).mul(batch.Present.unsqueeze(2));
        // (batch, i, j): sum_k b_k(r_ij) p_jk
        Tensor lengths = batch.Radial.mul(pointing.transpose(1, 2).unsqueeze(1)).sum(2);
        Tensor shares = outputs.select(2, HeadNetwork.PointingShare).mul(batch.Present);
        Tensor dipoles = Neutral(outputs, HeadNetwork.DipoleCharge, batch)
            .unsqueeze(2)
            .mul(batch.Positions)
            .sum(1)
            .add(lengths.mul(shares.unsqueeze(2)).unsqueeze(3).mul(batch.Directions).sum(1).sum(1), Scalars.One);
        Tensor occupied = outputs.select(2, HeadNetwork.Occupied).add(batch.Absent, Scalars.One).logsumexp(1);
        Tensor empty = outputs.select(2, HeadNetwork.Empty).neg().add(batch.Absent, Scalars.One).logsumexp(1);
        // softplus(x) is -log sigmoid(-x).
        Tensor gaps = nn.functional.logsigmoid(empty.add(occupied, Scalars.One)).neg();
        return (Neutral(outputs, HeadNetwork.Charge, batch), dipoles, gaps);
    }

    private Tensor Loss(HeadBatch batch)
    {
        (Tensor charges, Tensor dipoles, Tensor gaps) = Forward(batch);
        Tensor gap = gaps.add(batch.Gaps.neg(), Scalars.One).abs().mean();
        return gap.add(Error(dipoles, batch.Dipoles, batch.HasDipole).mul(_dipoleWeight), Scalars.One)
            .add(Error(charges, batch.Charges, batch.HasCharge).mul(_chargeWeight), Scalars.One);
    }

    /// <summary>The mean absolute error of what there are labels of; zero where there are none.</summary>
    private static Tensor Error(Tensor found, Tensor labels, Tensor known) =>
        found.add(labels.neg(), Scalars.One).mul(known).abs().sum().div(known.sum().clamp_min(Scalars.One));

    /// <summary>An output shifted alike over the atoms of a structure, so that it sums to nothing; shape (batch, atoms).</summary>
    private static Tensor Neutral(Tensor outputs, int column, HeadBatch batch)
    {
        Tensor own = outputs.select(2, column).mul(batch.Present);
        Tensor mean = own.sum(1, keepdim: true).div(batch.Present.sum(1, keepdim: true));
        return own.add(mean.neg(), Scalars.One).mul(batch.Present);
    }

    private Tensor Layer(string name, Tensor inputs) =>
        inputs.matmul(_parameters[name].Weights).add(_parameters[name].Biases, Scalars.One);

    private static Tensor Silu(Tensor values) => nn.functional.silu(values);

    /// <summary>What the optimizer moves: a filter has no bias, or it would reach beyond the cutoff.</summary>
    private IEnumerable<Parameter> Trained()
    {
        foreach (string name in _layers.Select(layer => layer.Name).Where(Moves))
        {
            yield return _parameters[name].Weights;
            if (!name.StartsWith("filter", StringComparison.Ordinal))
            {
                yield return _parameters[name].Biases;
            }
        }
    }

    private bool Moves(string name) =>
        _settings.Moved switch
        {
            HeadLayers.ReadOff => HeadNames.IsReadOff(name),
            HeadLayers.AboveVectors => !HeadNames.IsFirst(_data.Terms, name),
            _ => true,
        };

    private static double Share(int step, int steps) =>
        Math.Min(1, (step + 1.0) / 200) * 0.5 * (1 + Math.Cos(Math.PI * step / Math.Max(1, steps)));

    private static float[] Drawn(int inputs, int outputs, double[] deviations, Random random)
    {
        // Numbers that hardly ever differ from zero are not blown up beyond this.
        const double LeastDeviation = 0.1;
        double active = deviations
            .Take(inputs)
            .Sum(deviation => Math.Pow(deviation / Math.Max(deviation, LeastDeviation), 2));
        double spread = Math.Sqrt(1 / Math.Max(1, deviations.Length == 0 ? inputs : active));
        var values = new float[inputs * outputs];
        for (int i = 0; i < values.Length; i++)
        {
            double scale = deviations.Length == 0 ? 1 : Math.Max(deviations[i / outputs], LeastDeviation);
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(spread / scale * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    /// <summary>One over the deviation; zero where there is nothing to learn from.</summary>
    private static double Weight(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.DefaultIfEmpty().Average();
        double square = all.DefaultIfEmpty().Average(value => (value - mean) * (value - mean));
        return square > 0 ? 1 / Math.Sqrt(square) : 0;
    }
}

/// <summary>How heads are trained.</summary>
/// <param name="Shape">Sizes of the layers.</param>
/// <param name="Epochs">Passes over the structures.</param>
/// <param name="BatchSize">Structures by step.</param>
/// <param name="LearningRate">The largest; it rises over the first steps, and falls to zero along a cosine.</param>
/// <param name="WeightDecay">Per unit of learning rate.</param>
public sealed record HeadSettings(HeadShape Shape, int Epochs, int BatchSize, double LearningRate, double WeightDecay)
{
    /// <summary>Which layers are trained; the others stay as they began.</summary>
    public HeadLayers Moved { get; init; } = HeadLayers.All;
}

/// <summary>Layers of a <see cref="HeadNetwork"/>.</summary>
public enum HeadLayers
{
    /// <summary>All.</summary>
    All,

    /// <summary>All but the first of each element, which see the environment vectors and are most of the numbers.</summary>
    AboveVectors,

    /// <summary>Those that read properties off the descriptions of atoms.</summary>
    ReadOff,
}
