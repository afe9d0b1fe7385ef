namespace Lichen.Benchmarks;

/// <summary>How much of everything is measured.</summary>
/// <param name="Rows">Rows of the space.</param>
/// <param name="KernelRows">Rows of the kernel matrix.</param>
/// <param name="Labels">Numbers of labels that models are fitted to, rising.</param>
/// <param name="Updates">Labels added one by one.</param>
/// <param name="Programs">Programs or calculations in a row.</param>
/// <param name="Worked">Calculations by two workers.</param>
/// <param name="Repeats">How often a path and its baseline take turns.</param>
/// <param name="Structures">Structures described.</param>
/// <param name="KernelStructures">Structures of a local kernel.</param>
internal sealed record Scale(
    int Rows,
    int KernelRows,
    IReadOnlyList<int> Labels,
    int Updates,
    int Programs,
    int Worked,
    int Repeats,
    int Structures,
    int KernelStructures
)
{
    public static Scale Whole { get; } = new(int.MaxValue, 500, [100, 300], 15, 300, 80, 5, 2000, 800);

    public static Scale Dry { get; } = new(300, 20, [12, 24], 2, 5, 6, 1, 20, 20);
}
