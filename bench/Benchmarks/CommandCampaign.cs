using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Benchmarks;

/// <summary>A campaign whose only level is a program given here, run the way <c>lichen run</c> runs it.</summary>
/// <param name="Program">The program and its arguments; it prints a value of <c>score</c>.</param>
/// <param name="Smiles">The space.</param>
/// <param name="Calculations">How many the budget allows.</param>
internal sealed record CommandCampaign(
    IReadOnlyList<string> Program,
    IReadOnlyList<string> Smiles,
    int Calculations,
    int Workers,
    StrategyKind Strategy
)
{
    private const string Level = "MyModel";

    /// <summary>Runs it in a fresh folder with a fresh archive and journal, on disk.</summary>
    /// <returns>What exploring took, start-up and report left out, and the state at the end.</returns>
    /// <exception cref="InvalidOperationException">A calculation failed, or their number is not the budget's.</exception>
    public (Sample Took, CampaignState State) Run()
    {
        using var folder = new ScratchFolder();
        folder.Write("space.smi", string.Join('\n', Smiles) + "\n");
        var file = folder.Write("campaign.yaml", Text());
        var reading = CampaignFile.Read(file, Workers);
        var spec = reading.Spec ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        var guard = Guard.Beside();
        var engines = new EngineFactory(guard, new EngineProbe(guard, folder.Path));
        var rungs = Ladder.MakeAsync(spec, engines, CancellationToken.None).GetAwaiter().GetResult();
        var space = PoolReader.Read(spec, TextWriter.Null, threads: 1, CancellationToken.None);
        var run = Path.Combine(folder.Path, "run");
        using var session = CampaignSession.Open(
            Preparation.Make(spec, space, rungs, "unknown processor"),
            new SessionOptions(
                run,
                Path.Combine(folder.Path, "archive.db"),
                "bench",
                Strategy,
                TimeProvider.System,
                _ => { }
            )
        );
        var took = Sample.Of(() =>
            session.RunAsync(CancellationToken.None, CancellationToken.None).GetAwaiter().GetResult()
        );
        var state = session.State;
        return
            state.FinishedInOrder.Count == Calculations
            && state.FinishedInOrder.All(finished => finished.Failure is null)
            ? (took, state)
            : throw new InvalidOperationException(
                $"{state.FinishedInOrder.Count} of {Calculations} calculations ended, first failure: "
                    + (
                        state.FinishedInOrder.FirstOrDefault(finished => finished.Failure is not null)?.Failure?.Reason
                        ?? "none"
                    )
            );
    }

    // A text in single quotes is taken by YAML as it stands; the quote itself is doubled.
    private string Text() =>
        $$"""
            name: bench
            space: { file: space.smi }
            objective: { property: score, level: {{Level}}, goal: maximise }
            hits: 5
            ladder:
              - level: {{Level}}
                command:
                  program: [{{string.Join(", ", Program.Select(part => $"'{part.Replace("'", "''")}'"))}}]
                  properties: { score: '1' }
                  version: '1'
                  geometry: false
            stop: { chance_better_left: 0 }
            budget: { calculations: { {{Level}}: {{Calculations.ToString(CultureInfo.InvariantCulture)}} } }
            """;
}
