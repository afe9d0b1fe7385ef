namespace Lichen.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Path">What was measured.</param>
/// <param name="Clock">CPU time or elapsed time.</param>
/// <param name="Here">What Lichen took or reached, with unit.</param>
/// <param name="Baseline">The same of the plain way, with its name.</param>
/// <param name="Ratio">Time here over time of the baseline; below 1 is faster than it.</param>
internal sealed record Finding(string Path, string Clock, string Here, string Baseline, double Ratio)
{
    public const string TableHead =
        "| path | clock | here | baseline in the same run | time, here / baseline |\n| --- | --- | --- | --- | --- |\n";

    public string TableRow => $"| {Path} | {Clock} | {Here} | {Baseline} | {Number(Ratio)} |";

    /// <summary>A count per second, from the count and the seconds it took.</summary>
    public static string Rate(double count, double seconds) => $"{Number(count / seconds)} a second";

    public static string Milliseconds(double seconds) => $"{Number(1e3 * seconds)} ms";

    // Three digits: more would not repeat.
    private static string Number(double value) =>
        Math.Abs(value) switch
        {
            >= 1000 => $"{Math.Round(value / Magnitude(value)) * Magnitude(value):N0}",
            >= 100 => $"{value:0}",
            >= 10 => $"{value:0.0}",
            >= 1 => $"{value:0.00}",
            _ => $"{value:0.000}",
        };

    private static double Magnitude(double value) => Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
}
