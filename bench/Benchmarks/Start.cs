namespace Lichen.Benchmarks;

/// <summary>
/// The start of commands that compute nothing, against this program told to do nothing: the start of .NET is in both.
/// </summary>
internal static class Start
{
    /// <summary>The argument that makes this program end at once.</summary>
    public const string Nothing = "--nothing";

    public static IEnumerable<Finding> Run(Scale scale)
    {
        var lichen = Path.Combine(Programs.Root, "src", "Cli", "bin", "Release", "net10.0", "linux-x64", "lichen");
        if (!File.Exists(lichen))
        {
            throw new InvalidOperationException($"{lichen} is missing: build src/Cli in Release first.");
        }

        var self = Path.Combine(AppContext.BaseDirectory, "Lichen.Benchmarks");
        foreach (var verb in new[] { "--version", "properties" })
        {
            var turns = Turns.Take(
                scale.Starts,
                () => Sample.Of(() => Programs.Output(lichen, [verb])),
                () => Sample.Of(() => Programs.Output(self, [Nothing]))
            );
            yield return Of(verb, "elapsed", turns, Turns.Wall);
            yield return Of(verb, "CPU", turns, Turns.Cpu);
        }
    }

    private static Finding Of(string verb, string clock, Turns turns, Func<Sample, double> of) =>
        new(
            $"lichen {verb}, from nothing",
            clock,
            $"{Finding.Milliseconds(turns.Here(of))}, {Finding.Milliseconds(turns.Above(of))} above the floor",
            $"a .NET program that does nothing: {Finding.Milliseconds(turns.Baseline(of))}",
            turns.Ratio(of)
        );
}
