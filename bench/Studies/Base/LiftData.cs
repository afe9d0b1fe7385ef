using System.Globalization;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Base;

/// <summary>
/// A few hundred labels of a density functional for structures that GFN2-xTB labelled before, into two files that an
/// interrupted run goes on with: one to teach, one to judge by.
/// </summary>
internal static class LiftData
{
    public const string Method = "B3LYP";
    public const string Basis = "def2-SVP";
    public const string Taught = "b3lyp.xyz";
    public const string Judged = "b3lyp-judged.xyz";

    // Larger molecules cost more than the more of their atoms teach; that it carries over to them is to be judged.
    private const int MostHeavy = 5;
    private const int MostHeavyJudged = 7;

    // So many to teach for each to judge by: stopped at any time, both are there.
    private const int TaughtForEachJudged = 5;

    // Hartree per bohr, as for the data of lichen-base.
    private const double LargestForce = 0.35;

    /// <param name="work">Folder of the files.</param>
    /// <param name="set">What GFN2-xTB labelled, by split.</param>
    /// <param name="count">Structures to teach.</param>
    public static async Task RunAsync(string work, BaseSet set, int count)
    {
        var psi4 = await ProgramLabels.OfPsi4Async(Method, Basis);
        var jobs = Interleaved(OneOfEach(set.Train, MostHeavy).Take(count), OneOfEach(set.Test, MostHeavyJudged));
        HashSet<long> done =
        [
            .. new[] { Taught, Judged }
                .Select(file => Path.Combine(work, file))
                .Where(File.Exists)
                .SelectMany(ExtendedXyz.Read)
                .Select(example => example.Index),
        ];
        double seconds = 0;
        int labelled = 0,
            refused = 0;
        foreach (var (example, file) in jobs.Where(job => !done.Contains(job.Example.Index)))
        {
            StructureLabel? label = psi4.Of(example.Label.Geometry);
            if (label is null || label.Forces.Any(force => Math.Abs(force) > LargestForce))
            {
                refused++;
                continue;
            }

            File.AppendAllText(Path.Combine(work, file), ExtendedXyz.Frame(example with { Label = label }));
            seconds += label.CpuSeconds;
            labelled++;
            if (labelled % 10 == 0)
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{labelled} labelled, {refused} refused, {seconds:0} core-seconds of Psi4"
                    )
                );
            }
        }
    }

    // In the order of their places in the stream of candidates, which is random.
    private static IEnumerable<Example> OneOfEach(IEnumerable<Example> examples, int most) =>
        examples
            .Where(example =>
                BaseSet.Heavy(example.Label.Geometry) >= 2 && BaseSet.Heavy(example.Label.Geometry) <= most
            )
            .OrderBy(example => example.Index)
            .DistinctBy(example => example.Smiles);

    private static IEnumerable<(Example Example, string File)> Interleaved(
        IEnumerable<Example> taught,
        IEnumerable<Example> judged
    )
    {
        using var others = judged.GetEnumerator();
        foreach (var (place, example) in taught.Index())
        {
            yield return (example, Taught);
            if (place % TaughtForEachJudged == TaughtForEachJudged - 1 && others.MoveNext())
            {
                yield return (others.Current, Judged);
            }
        }
    }
}
