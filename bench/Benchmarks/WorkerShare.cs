using System.Globalization;
using Lichen.Exploration.Choosing;

namespace Lichen.Benchmarks;

/// <summary>
/// Two workers and an engine of 0.3 s that only waits, over the pool of examples/dyes: how much of the workers' time is
/// inside engines while the surrogate learns and chooses. The baseline keeps two at work with nothing to choose.
/// </summary>
internal static class WorkerShare
{
    private const int Workers = 2;

    // The length of the request's line stands for a property: it follows from the molecule alone.
    private const string Engine = """read -r line; sleep 0.3; echo "{\"values\":{\"score\":${#line}}}" """;

    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        string[] smiles = [.. dyes.Pool.Candidates.Select(candidate => candidate.Smiles)];
        var campaign = new CommandCampaign(
            ["/bin/sh", "-c", Engine],
            smiles,
            scale.Worked,
            Workers,
            StrategyKind.Improvement
        );
        var (took, state) = campaign.Run();
        var engines = state.FinishedInOrder.Sum(finished => finished.Cost.Usage.WallSeconds);
        var input = string.Concat(
            Enumerable.Range(0, scale.Worked).Select(i => i.ToString(CultureInfo.InvariantCulture) + "\n")
        );
        var floor = Sample.Of(() => Programs.Output("xargs", ["-P2", "-n1", "/bin/sh", "-c", "sleep 0.3"], input));
        yield return new Finding(
            $"{scale.Worked} calculations of 0.3 s by {Workers} workers, pool of {smiles.Length:N0}, model and choosing at work",
            "elapsed",
            $"{engines / (Workers * state.Clock):0.0 %} of worker time inside engines; {state.Clock:0.0} s "
                + $"({took.WallSeconds:0.0} s with features)",
            $"xargs -P{Workers}: {floor.WallSeconds:0.0} s",
            state.Clock / floor.WallSeconds
        );
    }
}
