using System.Collections.Immutable;

namespace Lichen.Learning.Potentials.Training;

/// <summary>How a potential is trained.</summary>
/// <param name="Terms">Constants of its environment vectors.</param>
/// <param name="Hidden">Nodes of the hidden layers, from the vector on.</param>
/// <param name="Epochs">Passes over the structures.</param>
/// <param name="BatchSize">Structures by step.</param>
/// <param name="LearningRate">The largest of Adam; it rises over the first steps, and falls to zero along a cosine.</param>
/// <param name="EnergyWeight">Weight of energies in the loss, that of forces being one.</param>
public sealed record TrainingSettings(
    EnvironmentTerms Terms,
    ImmutableArray<int> Hidden,
    int Epochs,
    int BatchSize,
    double LearningRate,
    double EnergyWeight
)
{
    /// <summary>The vectors of lichen-base: 784 numbers.</summary>
    public static EnvironmentTerms BaseTerms { get; } =
        new(
            5.0,
            3.5,
            18,
            [.. Enumerable.Range(0, 16).Select(i => 0.8 + (0.2625 * i))],
            12,
            [.. Enumerable.Range(0, 6).Select(i => 0.9 + (0.43 * i))],
            14.1,
            [.. Enumerable.Range(0, 4).Select(i => Math.PI * ((2 * i) + 1) / 8)],
            [1, 6, 7, 8, 9, 16, 17]
        );
}
