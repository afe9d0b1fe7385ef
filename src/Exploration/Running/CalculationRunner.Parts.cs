using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Running;

// A calculation has one part or many; their limits and their cost are those of all together.
public sealed partial class CalculationRunner
{
    private async Task<Outcome> InFolderAsync(Assignment assignment, Func<string, Task<Outcome>> work)
    {
        var folder = Path.Combine(workFolder, assignment.Decision.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        try
        {
            return await work(folder).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs one part after those before it, in a folder that goes with it.</summary>
    /// <param name="spent">By what came before it.</param>
    private async Task<Outcome> PartAsync(
        Assignment assignment,
        Rung rung,
        PartRequest part,
        ResourceUsage spent,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var left = Left(assignment, spent);
        if (left <= 0)
        {
            return new Failed(
                FailureKind.Resources,
                Rung.MoreTime,
                $"what came before it took all of the {assignment.CpuLimitSeconds:0.##} CPU seconds reserved",
                ResourceUsage.Nothing,
                OwnProvenance()
            );
        }

        var place = Directory.CreateDirectory(Path.Combine(folder, "part")).FullName;
        var request = new CalculationRequest(
            part.Candidate,
            part.Level,
            part.Wanted,
            part.Start,
            part.Bonds,
            Limits(left),
            place,
            rung == assignment.Rung ? assignment.Cure : null
        );
        var outcome = await rung.Engine.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (rung.Engine is PotentialEngine or ModelEngine)
        {
            // It ran in this process, and the molecule has paid for it: it is no overhead.
            AddInProcess(outcome.Usage.CpuSeconds);
        }

        Directory.Delete(place, recursive: true);
        return outcome;
    }

    private static double Left(Assignment assignment, ResourceUsage spent) =>
        assignment.CpuLimitSeconds - spent.CpuSeconds - GuardSlack;

    // What a part took is booked with the whole, and once.
    private ArchivedOutcome OfPart(Calculation calculation, Outcome outcome) =>
        new(calculation, outcome, meter.Of(ResourceUsage.Nothing), run, 0, time.GetUtcNow());

    private readonly record struct PartRequest(
        Candidate Candidate,
        LevelOfTheory Level,
        IReadOnlyList<Property> Wanted,
        Geometry? Start,
        IReadOnlyList<(int, int)> Bonds
    );
}
