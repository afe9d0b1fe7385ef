using System.Collections.Immutable;

namespace Lichen.Learning.Ensembles;

/// <summary>
/// Small networks that each predict a mean and a variance, trained apart; together a mixture of normals whose members
/// disagree where labels are far.
/// </summary>
/// <remarks>
/// Lakshminarayanan, Pritzel and Blundell 2017, <see href="https://doi.org/10.48550/arXiv.1612.01474"/>. Predictions
/// need no libtorch: <see cref="EnsembleTraining"/> alone does.
/// </remarks>
public sealed class DeepEnsemble
{
    /// <summary>The least variance a member states, in standardised units.</summary>
    internal const float LeastVariance = 1e-3f;

    private readonly ImmutableArray<ImmutableArray<DenseLayer>> _members;

    /// <param name="shift">Mean of the labels, in the user's unit.</param>
    /// <param name="scale">What standardised predictions are multiplied with, in the user's unit, positive.</param>
    /// <param name="descriptors">The number of descriptors among the inputs.</param>
    /// <param name="members">The layers of each member, from the inputs to (mean, variance).</param>
    /// <exception cref="FormatException">The layers do not follow on each other.</exception>
    internal DeepEnsemble(
        double shift,
        double scale,
        int descriptors,
        ImmutableArray<ImmutableArray<DenseLayer>> members
    )
    {
        bool valid =
            double.IsFinite(shift)
            && scale > 0
            && double.IsFinite(scale)
            && !members.IsDefaultOrEmpty
            && members.All(layers =>
                layers.Length > 0
                && layers[0].Inputs == members[0][0].Inputs
                && layers[0].Inputs > descriptors
                && layers[^1].Outputs == 2
                && layers.Zip(layers.Skip(1)).All(pair => pair.First.Outputs == pair.Second.Inputs)
            );
        if (!valid || descriptors < 0)
        {
            throw new FormatException("The layers of the networks do not follow on each other.");
        }

        (Shift, Scale, Descriptors, _members) = (shift, scale, descriptors, members);
    }

    public double Shift { get; }

    public double Scale { get; }

    /// <summary>The number of descriptors among the inputs; the rest are folded counts.</summary>
    public int Descriptors { get; }

    internal ImmutableArray<ImmutableArray<DenseLayer>> Members => _members;

    /// <summary>Predicts labels, noise included.</summary>
    /// <param name="candidates">m candidates, features of the kinds and scaling that it was trained on.</param>
    /// <param name="means">Receives the means of the mixture, shape (m), in the user's unit.</param>
    /// <param name="variances">Receives its variances, shape (m), in that unit squared.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The descriptors are others in number.</exception>
    public void Predict(
        Features candidates,
        double[] means,
        double[] variances,
        int maxThreads,
        CancellationToken cancellationToken
    )
    {
        if (candidates.Descriptors.Columns != Descriptors)
        {
            throw new ArgumentException(
                $"{candidates.Descriptors.Columns} descriptors for networks that take {Descriptors}."
            );
        }

        const int block = 32;
        PoolBlocks.ForEach((candidates.Rows + block - 1) / block, maxThreads, PredictBlock);

        void PredictBlock(int index)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int widest = _members.Max(layers => layers.Max(layer => layer.Outputs));
            var inputs = new float[_members[0][0].Inputs];
            float[] values = new float[widest],
                next = new float[widest];
            for (int row = index * block; row < Math.Min((index + 1) * block, candidates.Rows); row++)
            {
                NetworkInputs.Fill(candidates, row, inputs);
                double sum = 0,
                    squares = 0;
                foreach (ImmutableArray<DenseLayer> layers in _members)
                {
                    (double mean, double variance) = Evaluate(layers, inputs, values, next);
                    sum += mean;
                    squares += variance + (mean * mean);
                }

                double centre = sum / _members.Length;
                means[row] = Shift + (Scale * centre);
                variances[row] = Scale * Scale * ((squares / _members.Length) - (centre * centre));
            }
        }
    }

    private static (double Mean, double Variance) Evaluate(
        ImmutableArray<DenseLayer> layers,
        ReadOnlySpan<float> inputs,
        Span<float> values,
        Span<float> next
    )
    {
        layers[0].Apply(inputs, values[..layers[0].Outputs]);
        for (int layer = 1; layer < layers.Length; layer++)
        {
            DenseLayer.Activate(values[..layers[layer - 1].Outputs]);
            layers[layer].Apply(values[..layers[layer].Inputs], next[..layers[layer].Outputs]);
            Span<float> swap = values;
            values = next;
            next = swap;
        }

        // softplus, written so that it neither overflows nor loses small values.
        double raw = values[1];
        double variance = Math.Max(raw, 0) + Math.Log(1 + Math.Exp(-Math.Abs(raw))) + LeastVariance;
        return (values[0], variance);
    }
}
