using System.Globalization;
using Lichen.Compute.Processes;

namespace Lichen.Benchmarks;

/// <summary>A program that does nothing: guarded, bounded and measured, against <c>xargs</c>, which is none of it.</summary>
internal static class ProgramOverhead
{
    private const string Nothing = "/bin/true";

    public static IEnumerable<Finding> Run(Scale scale)
    {
        var guard = Guard.Beside();
        var call = new ProgramCall(Nothing, [], Path.GetTempPath());
        var turns = Turns.Take(
            scale.Repeats,
            () =>
                Sample
                    .Of(() =>
                    {
                        for (var i = 0; i < scale.Programs; i++)
                        {
                            guard.Run(call, CancellationToken.None);
                        }
                    })
                    .Per(scale.Programs),
            () => Floor(scale.Programs)
        );
        return AboveFloor($"a guarded {Nothing}, {scale.Programs} in a row", turns);
    }

    /// <summary>One program after the other, by <c>xargs -n1 /bin/true</c>; per program.</summary>
    public static Sample Floor(int programs)
    {
        var input = string.Join(
            '\n',
            Enumerable.Range(0, programs).Select(i => i.ToString(CultureInfo.InvariantCulture))
        );
        return Sample.Of(() => Programs.Output("xargs", ["-n1", Nothing], input)).Per(programs);
    }

    public static IEnumerable<Finding> AboveFloor(string path, Turns turns) =>
        new (string Name, Func<Sample, double> Clock)[] { ("elapsed", Turns.Wall), ("CPU", Turns.Cpu) }.Select(
            clock => new Finding(
                path,
                clock.Name,
                $"{Finding.Milliseconds(turns.Here(clock.Clock))}, {Finding.Milliseconds(turns.Above(clock.Clock))} above the floor",
                $"xargs -n1 {Nothing}: {Finding.Milliseconds(turns.Baseline(clock.Clock))}",
                turns.Ratio(clock.Clock)
            )
        );
}
