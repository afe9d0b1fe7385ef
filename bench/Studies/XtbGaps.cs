using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Studies;

/// <summary>Gaps of neutral closed shells by the xtb of this machine, through the engine that campaigns have.</summary>
internal sealed class XtbGaps
{
    private readonly Xtb _xtb;
    private readonly TimeSpan _patience;

    private XtbGaps(Xtb xtb, TimeSpan patience) => (_xtb, _patience) = (xtb, patience);

    /// <param name="patience">CPU and wall time of a calculation.</param>
    /// <exception cref="InvalidOperationException">There is no xtb that can be used.</exception>
    public static async Task<XtbGaps> OpenAsync(TimeSpan patience)
    {
        var guard = Guard.Beside();
        var report = await new EngineProbe(guard, Path.GetTempPath()).FindAsync("xtb", CancellationToken.None);
        return new XtbGaps(
            new Xtb(guard, report.Program ?? throw new InvalidOperationException(report.Problem)),
            patience
        );
    }

    /// <summary>The gap, with the geometry that it is of; null where xtb gives none.</summary>
    public async Task<Computed?> OfAsync(
        string id,
        string smiles,
        string level,
        Geometry start,
        IReadOnlyList<(int First, int Second)> bonds
    )
    {
        string folder = Directory.CreateTempSubdirectory("lichen-study-").FullName;
        try
        {
            byte[] numbers = start.AtomicNumbers.ToArray();
            var candidate = new Candidate(
                1,
                id,
                smiles,
                0,
                1,
                numbers.Count(number => number > 1),
                numbers.Length,
                numbers.Sum(number => number),
                [.. numbers.Distinct().Order().Select(number => Elements.Symbol(number))]
            );
            var request = new CalculationRequest(
                candidate,
                LevelOfTheory.Parse(level),
                [Property.HomoLumoGap],
                start,
                bonds,
                new ResourceLimits(_patience, _patience, 4_000_000_000),
                folder,
                null
            );
            return await _xtb.RunAsync(request, CancellationToken.None) as Computed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
