using Lichen.Exploration.Choosing;

namespace Lichen.Benchmarks;

/// <summary>
/// A whole calculation of a campaign whose engine does next to nothing: chosen, journalled, run in a folder of its own by
/// the command engine, checked, priced, archived. One worker; the floor is <c>xargs -n1 /bin/true</c>.
/// </summary>
internal static class CalculationOverhead
{
    public static IEnumerable<Finding> Run(Scale scale)
    {
        // Alkanes of rising length: every one another molecule, so that nothing comes from the archive.
        string[] smiles = [.. Enumerable.Range(1, scale.Programs).Select(length => new string('C', length))];
        var campaign = new CommandCampaign(
            ["/bin/echo", """{"values":{"score":1}}"""],
            smiles,
            scale.Programs,
            Workers: 1,
            StrategyKind.Random
        );
        var turns = Turns.Take(
            scale.Repeats,
            () => campaign.Run().Took.Per(scale.Programs),
            () => ProgramOverhead.Floor(scale.Programs)
        );
        return ProgramOverhead.AboveFloor(
            $"a whole calculation, {scale.Programs} in a row: journal, folder, command engine (/bin/echo), archive",
            turns
        );
    }
}
