using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

public sealed class XtbCampaignTests
{
    private const string File = """
        space: {file: space.smi}
        objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
        hits: 2
        ladder: [GFN2-xTB//MMFF94, GFN2-xTB]
        conformers: {count: 1, seed: 7}
        budget: unlimited
        stop: {chance_better_left: 0, failures_in_row: 20}
        workers: 2
        seed: 1

        """;

    private static readonly string[] Molecules =
    [
        "O water",
        "CO methanol",
        "C=C ethene",
        "C=O methanal",
        "C=CC=C butadiene",
        "CC ethane",
    ];

    [Fact]
    public async Task Six_molecules_climb_a_ladder_of_real_calculations()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var guard = Guard.Beside();
        var probe = new EngineProbe(guard, folder.Path);
        if ((await probe.FindAsync("xtb", cancellationToken)).Problem is { } missing)
        {
            Assert.Skip(missing);
        }

        System.IO.File.WriteAllLines(folder["space.smi"], Molecules);
        var spec = CampaignFile.Parse(File, "campaign.yaml", folder.Path, 2).Spec!;
        var rungs = await Ladder.MakeAsync(spec, new EngineFactory(guard, probe), cancellationToken);
        var preparation = Preparation.Make(
            spec,
            PoolReader.Read(spec, TextWriter.Null, 1, cancellationToken),
            rungs,
            "unknown"
        );
        var options = new SessionOptions(
            folder["run"],
            folder["archive.db"],
            "run",
            StrategyKind.Improvement,
            TimeProvider.System,
            _ => { }
        );
        using (var session = CampaignSession.Open(preparation, options))
        {
            await session.RunAsync(CancellationToken.None, cancellationToken);
            var (state, result) = (session.State, session.Result());
            Assert.Equal("exhausted", state.Stop!.Code);
            Assert.Empty(result.Failures);
            Assert.Equal(6, result.Molecules.Count(molecule => molecule.Status == "computed"));
            // Conjugation closes the gap, and of these only the two carbonyl and diene gaps are small.
            Assert.Subset(
                new HashSet<string> { "butadiene", "methanal" },
                result.Molecules.Take(2).Select(molecule => molecule.Candidate.Id).ToHashSet()
            );
            Assert.All(result.Molecules, molecule => Assert.InRange(molecule.Value!.Value, 1, 20));
            Assert.All(result.Molecules, molecule => Assert.NotNull(molecule.Geometry));
            Assert.All(result.Molecules, molecule => Assert.True(molecule.Cost.Usage.CpuSeconds > 0));
        }

        using var archive = Archive.OpenRead(folder["archive.db"]);
        Assert.Empty(archive.Verify());
        var outcomes = archive.Read().ToList();
        Assert.Equal(outcomes.Count, outcomes.Select(outcome => outcome.Calculation.Key).Distinct().Count());
        // Force-field geometries are calculations too: one for each molecule, whoever needed it first.
        Assert.Equal(6, archive.Read("GFN2-xTB").Count());
    }
}
