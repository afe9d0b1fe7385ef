using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Metering;
using Lichen.Compute.Processes;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Cli.Campaigns;

/// <summary>Reads what a campaign needs before anything is computed, for every verb that needs it.</summary>
internal static class CampaignLoading
{
    private const string RejectsFile = "rejects.csv";

    /// <summary>Reads a campaign file; its problems are all told at once.</summary>
    /// <exception cref="UserException">The file has problems.</exception>
    public static CampaignReading ReadFile(string path)
    {
        if (Directory.Exists(path))
        {
            path = Path.Combine(path, "campaign.yaml");
        }

        if (!File.Exists(path))
        {
            throw new UserException(ExitCode.Usage, $"there is no campaign file '{path}'");
        }

        var reading = CampaignFile.Read(path, Environment.ProcessorCount);
        return reading.Spec is not null
            ? reading
            : throw new UserException(
                ExitCode.Usage,
                $"{path} has {Count(reading.Problems.Length, "problem")}:\n"
                    + string.Join('\n', reading.Problems.Select(problem => "  " + problem))
            );
    }

    /// <summary>Reads the space, finds the engines and fits the budget to them.</summary>
    /// <param name="rejectsFolder">Folder that receives rejects.csv, or null to write none.</param>
    public static async Task<Preparation> PrepareAsync(
        CampaignSpec spec,
        string? rejectsFolder,
        CancellationToken cancellationToken
    )
    {
        var guard = Guard.Beside();
        var probe = new EngineProbe(guard, DataFolder.Path);
        var rungs = await Ladder.MakeAsync(
            spec,
            new EngineFactory(guard, probe) { Potentials = DataFolder.Potentials },
            cancellationToken
        );
        var space = ReadSpace(spec, rejectsFolder, cancellationToken);
        return Preparation.Make(spec, space, rungs, HostFacts.Read().CpuModel ?? "unknown processor") with
        {
            Routes = spec.Routes is null ? null : RouteSource.Open(spec, guard, TimeProvider.System),
        };
    }

    /// <summary>The run folder: where the user says, else runs/NAME below the current folder.</summary>
    public static string RunFolder(CampaignSpec spec, string? chosen) =>
        Path.GetFullPath(chosen ?? Path.Combine(RunFolders.Parent, SafeName(spec.Name)));

    public static string Count(int number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";

    private static PoolReading ReadSpace(CampaignSpec spec, string? folder, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return PoolReader.Read(spec, TextWriter.Null, Environment.ProcessorCount, cancellationToken);
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, RejectsFile);
        var partial = file + ".part";
        PoolReading reading;
        using (var rejects = new StreamWriter(partial))
        {
            reading = PoolReader.Read(spec, rejects, Environment.ProcessorCount, cancellationToken);
        }

        File.Move(partial, file, overwrite: true);
        return reading;
    }

    private static string SafeName(string name) =>
        string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'))
            .Trim('.');
}
