using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Ensembles;

/// <summary>Trains a <see cref="DeepEnsemble"/> with libtorch, all members side by side in batched products.</summary>
/// <remarks>
/// The loss is the normal log likelihood of Lakshminarayanan et al. 2017 with each label weighted by its stated
/// variance to the power of one half, which keeps the mean from neglecting what the variance can excuse: Seitzer et al.
/// 2022, eq. 5, <see href="https://doi.org/10.48550/arXiv.2203.09168"/>.
/// </remarks>
public static class EnsembleTraining
{
    /// <summary>The fewest labels from which each member can hold some out.</summary>
    public const int FewestLabels = 20;

    // Each member holds out its own tenth: none judges itself by labels that it was trained on.
    private const int HeldOutShare = 10;

    /// <summary>Trains on labels of one rung.</summary>
    /// <param name="features">Of the labelled molecules.</param>
    /// <param name="values">The labels, shape (n), finite, at least <see cref="FewestLabels"/>.</param>
    /// <param name="settings">The networks and their training.</param>
    /// <param name="seed">
    /// Chooses starts, order and labels held out: same seed, same weights on the same machine.
    /// </param>
    /// <param name="cancellationToken">Checked at each pass over the labels.</param>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded; the message says why.</exception>
    public static EnsembleFit Train(
        Features features,
        ReadOnlySpan<double> values,
        EnsembleSettings settings,
        ulong seed,
        CancellationToken cancellationToken
    ) => Train(features, values, [], settings, seed, cancellationToken);

    /// <summary>The same with a weight for each label, shape (n), or none: all alike.</summary>
    internal static EnsembleFit Train(
        Features features,
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> weights,
        EnsembleSettings settings,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        if (values.Length != features.Rows || values.Length < FewestLabels)
        {
            throw new ArgumentException($"{values.Length} labels for {features.Rows} molecules; 20 are needed.");
        }

        Libtorch.Load();
        // One thread: sums are then in one order, and the work is too small to be shared.
        set_num_threads(1);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double shift = Mean(values);
        double scale = Deviation(values, shift);
        using DisposeScope scope = NewDisposeScope();
        var run = new EnsembleRun(features, [.. Standardised(values, shift, scale)], weights, settings, seed);
        int epochs = 0;
        while (epochs < settings.MaxEpochs && run.Continues)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Pass();
            epochs++;
        }

        var ensemble = new DeepEnsemble(shift, scale, features.Descriptors.Columns, run.BestLayers());
        return new EnsembleFit(ensemble, epochs, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    /// <summary>
    /// -log p of labels, each times its variance to a power that is not differentiated; shape as the labels.
    /// </summary>
    internal static Tensor Loss(Tensor outputs, Tensor labels, bool weighted)
    {
        // softplus(x) is -log sigmoid(-x).
        Tensor softplus = nn.functional.logsigmoid(outputs.select(-1, 1).neg()).neg();
        Tensor variances = softplus.add(Scalars.LeastVariance, Scalars.One);
        Tensor errors = labels.add(outputs.select(-1, 0).neg(), Scalars.One);
        Tensor loss = variances.log().add(errors.mul(errors).div(variances), Scalars.One).mul(Scalars.Half);
        // The square root is the power of one half that the paper recommends.
        return weighted ? loss.mul(variances.detach().sqrt()) : loss;
    }

    /// <summary>Which member holds out which labels: every label by one member in two, each member a tenth.</summary>
    internal static ImmutableArray<int[]> HeldOut(int labels, int members, Random random)
    {
        int[] order = [.. Enumerable.Range(0, labels)];
        random.Shuffle(order);
        int size = Math.Max(2, labels / HeldOutShare);
        return
        [
            .. Enumerable
                .Range(0, members)
                .Select(m => Enumerable.Range(0, size).Select(i => order[((m * size) + i) % labels]).Order().ToArray()),
        ];
    }

    private static IEnumerable<float> Standardised(ReadOnlySpan<double> values, double shift, double scale) =>
        values.ToArray().Select(value => (float)((value - shift) / scale));

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Deviation(ReadOnlySpan<double> values, double mean)
    {
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(squares / values.Length);
        return deviation > 1e-9 * Math.Abs(mean) ? deviation : 1;
    }
}

/// <summary>What <see cref="EnsembleTraining"/> made and what it took.</summary>
/// <param name="Ensemble">The networks.</param>
/// <param name="Epochs">Passes over the labels until the last member was done.</param>
/// <param name="CoreSeconds">CPU time of the process meanwhile.</param>
public sealed record EnsembleFit(DeepEnsemble Ensemble, int Epochs, double CoreSeconds);
