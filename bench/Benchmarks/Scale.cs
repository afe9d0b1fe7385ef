namespace Lichen.Benchmarks;

/// <summary>How much of everything is measured.</summary>
/// <param name="Rows">Rows of the space.</param>
/// <param name="Fingerprints">SMILES whose fingerprints are counted.</param>
/// <param name="KernelRows">Rows of the kernel matrix.</param>
/// <param name="LargePool">Candidates of a large pool.</param>
/// <param name="DecisionPool">Candidates among which is chosen.</param>
/// <param name="ManyLabels">Labels of the model that predicts it.</param>
/// <param name="Labels">Numbers of labels that models are fitted to, rising.</param>
/// <param name="Updates">Labels added one by one.</param>
/// <param name="Starts">How often a command is started from nothing.</param>
/// <param name="Programs">Programs or calculations in a row.</param>
/// <param name="Worked">Calculations by two workers.</param>
/// <param name="Repeats">How often a path and its baseline take turns.</param>
/// <param name="Structures">Structures described.</param>
/// <param name="KernelStructures">Structures of a local kernel, beside libtorch.</param>
/// <param name="ManyStructures">Structures of a large one, alone.</param>
internal sealed record Scale(
    int Rows,
    int Fingerprints,
    int KernelRows,
    int LargePool,
    int DecisionPool,
    int ManyLabels,
    IReadOnlyList<int> Labels,
    int Updates,
    int Starts,
    int Programs,
    int Worked,
    int Repeats,
    int Structures,
    int KernelStructures,
    int ManyStructures
)
{
    public static Scale Whole { get; } =
        new(int.MaxValue, 100_000, 500, 1_000_000, 100_000, 2000, [100, 300], 15, 20, 300, 80, 5, 2000, 800, 5000);

    public static Scale Dry { get; } = new(300, 600, 20, 1000, 1000, 100, [12, 24], 2, 1, 5, 6, 1, 20, 20, 40);
}
