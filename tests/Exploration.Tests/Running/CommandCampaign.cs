using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

/// <summary>
/// A campaign on twelve molecules with a small script as its engine: real processes, journal and archive, in a folder of
/// its own. The script writes a line to "calls" whenever it is asked.
/// </summary>
internal sealed class CommandCampaign : IDisposable
{
    public const int Molecules = 12;

    /// <summary>Answers with the length of the SMILES.</summary>
    public const string Answers = """printf '{"values":{"homo_lumo_gap":%d}}' ${#smiles}""";

    /// <summary>The same, once there is a file "go" beside the script; until then it waits.</summary>
    public const string Waits =
        """
            touch "$home/started"
            while [ ! -e "$home/go" ]; do sleep 0.02; done
            """
        + "\n"
        + Answers;

    private readonly TemporaryFolder _folder = new();

    public CommandCampaign(string script)
    {
        File.WriteAllLines(
            _folder["space.smi"],
            Enumerable.Range(1, Molecules).Select(i => $"{new string('C', i)}O mol{i}")
        );
        Engine(script);
    }

    public string Folder => _folder.Path;

    /// <summary>How often the engine was asked.</summary>
    public int Calls => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]).Length : 0;

    public string ArchivePath => _folder["archive.db"];

    public void Dispose() => _folder.Dispose();

    /// <summary>Replaces the engine; $id, $smiles and $home (the campaign's folder) are set for the script.</summary>
    public void Engine(string script)
    {
        var path = _folder["engine.sh"];
        File.WriteAllText(
            path,
            """
            #!/bin/bash
            home=${0%/*}
            read -r request
            id=${request#*\"id\":\"}; id=${id%%\"*}
            smiles=${request#*\"smiles\":\"}; smiles=${smiles%%\"*}
            echo "$id $$" >> "$home/calls"

            """
                + script
                + "\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Go() => File.WriteAllText(_folder["go"], "");

    /// <summary>Waits until the engine runs for the first time.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        while (!File.Exists(_folder["started"]))
        {
            await Task.Delay(5, cancellationToken);
        }
    }

    public CampaignSpec Spec(
        string budget = "unlimited",
        string property = "homo_lumo_gap",
        string program = "./engine.sh",
        string limits = "10 min",
        int failuresInRow = 50,
        int workers = 2,
        string routes = "",
        string graphicsCard = ""
    )
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            space: {file: space.smi}
            objective: {property: {{property}}, level: Made, goal: minimise}
            hits: 3
            ladder:
              - level: Made
                command:
                  program: [{{program}}]
                  properties: {homo_lumo_gap: eV, dipole_moment: D}
                  version: "1"
                  {{(graphicsCard.Length == 0 ? "" : "graphics_card: " + graphicsCard)}}
            budget: {{budget}}
            limits: {wall_time: {{limits}}, memory: 4 GB}
            stop: {chance_better_left: 0, failures_in_row: {{failuresInRow}}}
            workers: {{workers}}
            seed: 3
            {{routes}}

            """
        );
        var reading = CampaignFile.Parse(text, "campaign.yaml", Folder, 2);
        Assert.Empty(reading.Problems.Select(problem => problem.ToString()));
        return reading.Spec!;
    }

    public async Task<CampaignSession> OpenAsync(
        CampaignSpec spec,
        string run,
        StrategyKind strategy = StrategyKind.Random,
        Action<CampaignSnapshot>? progress = null,
        string? engineVersion = null
    )
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var guard = Guard.Beside();
        var rungs = await Ladder.MakeAsync(
            spec,
            new EngineFactory(guard, new EngineProbe(guard, Folder)),
            cancellationToken
        );
        if (engineVersion is not null)
        {
            rungs = [.. rungs.Select(rung => rung with { Engine = new Reversioned(rung.Engine, engineVersion) })];
        }

        var space = PoolReader.Read(spec, TextWriter.Null, 1, cancellationToken);
        return CampaignSession.Open(
            Preparation.Make(spec, space, rungs, "unknown processor") with
            {
                Routes = spec.Routes is null ? null : RouteSource.Open(spec, guard, TimeProvider.System),
            },
            new SessionOptions(_folder[run], ArchivePath, run, strategy, TimeProvider.System, progress ?? (_ => { }))
        );
    }

    /// <summary>Runs a session to its end, or until it is put aside.</summary>
    public async Task<CampaignState> RunAsync(
        CampaignSpec spec,
        string run,
        StrategyKind strategy = StrategyKind.Random
    )
    {
        using var session = await OpenAsync(spec, run, strategy);
        await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        return session.State;
    }

    public IReadOnlyList<string> ArchiveKeys()
    {
        using var archive = Archive.OpenRead(ArchivePath);
        return [.. archive.Read().Select(outcome => outcome.Calculation.Key.Hex)];
    }

    public IReadOnlyList<(string Key, string Version)> ArchiveVersions()
    {
        using var archive = Archive.OpenRead(ArchivePath);
        return [.. archive.Read().Select(outcome => (outcome.Calculation.Key.Hex, outcome.Calculation.EngineVersion))];
    }

    /// <summary>Processes of this machine whose command line names the campaign's folder.</summary>
    public string[] Processes() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .Select(CommandLine)
                .Where(line => line.Contains(Folder, StringComparison.Ordinal)),
        ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    /// <summary>The same engine after an update.</summary>
    private sealed class Reversioned(IEngine engine, string version) : IEngine
    {
        public EngineIdentity Identity { get; } = engine.Identity with { Version = version };

        public EngineOffer Offer(LevelOfTheory level) => engine.Offer(level);

        public string? Refusal(Candidate candidate, LevelOfTheory level) => engine.Refusal(candidate, level);

        public string? CureFor(string code) => engine.CureFor(code);

        public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken) =>
            engine.RunAsync(request, cancellationToken);
    }
}
