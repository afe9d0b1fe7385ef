using System.Collections.Immutable;

namespace Lichen.Learning.Ensembles;

/// <summary>How a <see cref="DeepEnsemble"/> is built and trained.</summary>
/// <param name="Members">Networks, each with its own start and its own labels held out; at least 2.</param>
/// <param name="FoldedWidth">Inputs that all count fingerprints are folded into.</param>
/// <param name="Hidden">Widths of the hidden layers, multiples of 8, at least one.</param>
/// <param name="LearningRate">Step of AdamW, Loshchilov and Hutter 2019.</param>
/// <param name="WeightDecay">Its decay of weights.</param>
/// <param name="BatchSize">Labels per step and member.</param>
/// <param name="MaxEpochs">Passes over the labels at most.</param>
/// <param name="Patience">Passes without gain on the labels held out after which a member is done.</param>
public sealed record EnsembleSettings(
    int Members,
    int FoldedWidth,
    ImmutableArray<int> Hidden,
    double LearningRate,
    double WeightDecay,
    int BatchSize,
    int MaxEpochs,
    int Patience
)
{
    /// <summary>Measured to serve tables of 100 to 5,000 labels: docs/methods/deep-ensemble.md.</summary>
    public static EnsembleSettings Usual { get; } = new(5, 512, [128, 64], 1e-3, 1e-2, 32, 200, 20);
}
