using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Studies.Ladders;

namespace Lichen.Studies.Base;

/// <summary>
/// Gaps that campaigns have paid for already: dyes at B3LYP/def2-SVP//GFN2-xTB. Their geometries are optimised again, and taken where they
/// have the gap of GFN2-xTB that the table has.
/// </summary>
internal static class LiftDyesData
{
    public const string File = "b3lyp-dyes.xyz";

    // What is written of the same optimum in another run.
    private const double SameGap = 0.005;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="work">Folder of the file.</param>
    public static async Task RunAsync(string work)
    {
        string file = Path.Combine(work, File);
        var guard = Guard.Beside();
        var report = await new EngineProbe(guard, Path.GetTempPath()).FindAsync("xtb", CancellationToken.None);
        var xtb = new Xtb(guard, report.Program ?? throw new InvalidOperationException(report.Problem));
        HashSet<long> done = System.IO.File.Exists(file) ? [.. ExtendedXyz.Read(file).Select(e => e.Index)] : [];
        int taken = 0,
            other = 0;
        foreach (var dye in DyesDftTable.Gaps())
        {
            Molecule molecule = Molecule.Parse(dye.Smiles).Molecule!;
            if (Candidates.Split(molecule.CanonicalSmiles) != "train" || done.Contains(dye.Row))
            {
                continue;
            }

            if (await OptimumAsync(xtb, dye.Smiles) is not { } found || Math.Abs(found.Gap - dye.Optimised) > SameGap)
            {
                other++;
                continue;
            }

            var label = new StructureLabel(found.Geometry, double.NaN, [], [], [], dye.Top)
            {
                CpuSeconds = dye.Seconds,
            };
            System.IO.File.AppendAllText(
                file,
                ExtendedXyz.Frame(new Example(dye.Row, molecule.CanonicalSmiles, "optimum", label))
            );
            taken++;
        }

        Console.WriteLine($"{taken} taken, {other} whose optimum is another one");
    }

    private static async Task<(Geometry Geometry, double Gap)?> OptimumAsync(Xtb xtb, string smiles)
    {
        if (Conformers.Build(smiles, 3, 1, Patience) is not ConformerOutcome.Built built)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("lichen-lift-").FullName;
        try
        {
            byte[] numbers = built.Geometry.AtomicNumbers.ToArray();
            var candidate = new Candidate(
                1,
                smiles,
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
                LevelOfTheory.Parse("GFN2-xTB"),
                [Property.HomoLumoGap],
                built.Geometry,
                built.Topology.Bonds,
                new ResourceLimits(Patience, Patience, 4_000_000_000),
                folder,
                null
            );
            return await xtb.RunAsync(request, CancellationToken.None) is Computed { Geometry: { } optimum } computed
                ? (optimum, computed.Values["homo_lumo_gap"])
                : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
