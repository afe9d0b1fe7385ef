using System.Collections.Immutable;
using Lichen.Core;
using Lichen.Core.Numerics;

namespace Lichen.Learning.Potentials.Training;

/// <summary>
/// The training of one member of a potential on energies and forces. Forces are exact slopes of the energy throughout,
/// so that the potential conserves it.
/// </summary>
/// <remarks>
/// On the calling thread. The same data, settings and seed give the same bits, whether it ran through or went on from a
/// checkpoint. See docs/methods/lichen-base.md.
/// </remarks>
public sealed class PotentialTraining
{
    private const int WarmupSteps = 100;

    private readonly LabelledStructures _data;
    private readonly TrainingSettings _settings;
    private readonly ulong _seed;
    private readonly int[] _structures;
    private readonly TrainedNetwork[] _networks;
    private readonly TrainingBatch _batch;

    /// <param name="data">Structures; the environment vectors are those of the settings.</param>
    /// <param name="structures">Which of them to learn from.</param>
    /// <param name="settings">Networks and training.</param>
    /// <param name="seed">Of first weights and of the order of structures.</param>
    /// <param name="start">What to go on from, a member of a potential of the same terms and nodes; null to begin with
    /// drawn weights.</param>
    public PotentialTraining(
        LabelledStructures data,
        ReadOnlySpan<int> structures,
        TrainingSettings settings,
        ulong seed,
        PotentialMember? start = null
    )
    {
        (_data, _settings, _seed, _structures) = (data, settings, seed, structures.ToArray());
        int[] hidden = start?.Hidden ?? [.. settings.Hidden];
        _networks =
        [
            .. Enumerable.Range(0, data.Terms.ElementCount).Select(_ => new TrainedNetwork(data.Terms.Length, hidden)),
        ];
        double[][] deviations = data.Deviations(_structures);
        var random = new SplitMix64(seed);
        for (int e = 0; e < _networks.Length; e++)
        {
            _networks[e].Draw(deviations[e], ref random);
            if (start is not null)
            {
                _networks[e].Load(start.Networks[e], Constants.HartreeInElectronvolt);
            }
        }

        _batch = new TrainingBatch(data, _networks, settings.EnergyWeight);
    }

    /// <summary>Passes that are done.</summary>
    public int Epoch { get; private set; }

    public bool IsDone => Epoch >= _settings.Epochs;

    internal IReadOnlyList<TrainedNetwork> Networks => _networks;

    /// <summary>Goes once over all structures.</summary>
    public TrainingPass Pass(CancellationToken cancellationToken)
    {
        // Of the seed and the pass alone: going on from a checkpoint needs no more.
        var random = new SplitMix64(_seed ^ ((ulong)(Epoch + 1) << 32));
        int[] order = [.. _structures];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        var total = new BatchLoss();
        int steps = (order.Length + _settings.BatchSize - 1) / _settings.BatchSize;
        Span<bool> present = stackalloc bool[_networks.Length];
        for (int step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = step * _settings.BatchSize;
            BatchLoss loss = _batch.Run(
                order.AsSpan(first, Math.Min(_settings.BatchSize, order.Length - first)),
                gradient: true,
                present
            );
            if (!double.IsFinite(loss.Value))
            {
                throw new ArithmeticException(
                    $"Training came to a loss of {loss.Value} in step {step} of pass {Epoch + 1}: take a smaller learning "
                        + $"rate than {_settings.LearningRate}."
                );
            }

            double rate = Rate((Epoch * steps) + step, _settings.Epochs * steps);
            for (int e = 0; e < _networks.Length; e++)
            {
                if (present[e])
                {
                    _networks[e].Step(rate);
                }
            }

            total.Value += loss.Value / steps;
            total.EnergyError += loss.EnergyError;
            total.ForceError += loss.ForceError;
            total.Structures += loss.Structures;
            total.Components += loss.Components;
        }

        Epoch++;
        return new TrainingPass(total.Value, total.EnergyError / total.Structures, total.ForceError / total.Components);
    }

    /// <summary>The member as it is now.</summary>
    public PotentialMember Member() => new([.. _networks.Select(n => n.Store(1 / Constants.HartreeInElectronvolt))]);

    /// <summary>Writes all that going on needs.</summary>
    public void Save(Stream output) => TrainingCheckpoint.Write(output, _data.Terms, _networks, Epoch);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="Models.ModelFileException">It is no checkpoint of such networks, or is damaged.</exception>
    public void Resume(Stream input) => Epoch = TrainingCheckpoint.Read(input, _data.Terms, _networks);

    internal BatchLoss Loss(ReadOnlySpan<int> structures, bool gradient) =>
        _batch.Run(structures, gradient, stackalloc bool[_networks.Length]);

    private double Rate(int step, int steps) =>
        _settings.LearningRate
        * Math.Min(1, (step + 1.0) / WarmupSteps)
        * 0.5
        * (1 + Math.Cos(Math.PI * step / Math.Max(1, steps)));
}

/// <summary>What a pass over the structures found, each before the step that learned from it.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="EnergyError">Mean absolute error of energies in electronvolt.</param>
/// <param name="ForceError">Mean absolute error of components of forces in electronvolt by angstrom.</param>
public readonly record struct TrainingPass(double Loss, double EnergyError, double ForceError);

/// <summary>One trained member: a network of each element.</summary>
public sealed class PotentialMember
{
    internal PotentialMember(ImmutableArray<AtomicNetwork> networks) => Networks = networks;

    internal ImmutableArray<AtomicNetwork> Networks { get; }

    internal int[] Hidden => [.. Networks[0].Layers[..^1].Select(layer => layer.Nodes)];

    /// <summary>A potential of these members.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="terms">Constants of the environment vectors.</param>
    /// <param name="selfHartree">What atoms of each element add, shape (elements).</param>
    public static AniModel Join(
        string name,
        EnvironmentTerms terms,
        ImmutableArray<double> selfHartree,
        IEnumerable<PotentialMember> members
    ) => new(name, terms, selfHartree, [.. members.Select(member => member.Networks)]);

    /// <summary>The members of a potential.</summary>
    public static IReadOnlyList<PotentialMember> Of(AniModel model) =>
        [.. model.Members.Select(networks => new PotentialMember(networks))];
}
