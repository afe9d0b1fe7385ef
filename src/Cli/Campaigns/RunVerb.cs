using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Lichen.Cli.Views;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;
using Lichen.Reporting;

namespace Lichen.Cli.Campaigns;

/// <summary><c>lichen run</c>: runs a campaign, or goes on with it.</summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var arguments = new RunArguments();
        var branch = new Option<bool>("--branch")
        {
            Description = "Start a new run beside one whose campaign file differs; the archive is reused.",
        };
        var strategy = WordOption.Of(
            "--strategy",
            "name",
            "How to choose, per cost: improvement (of the hits), bound, thompson, top; or a baseline: greedy, random, funnel, cheapfirst.",
            StrategyKind.Improvement
        );
        var command = new Command("run", "Run a campaign, or go on with it.")
        {
            arguments.File,
            arguments.Out,
            arguments.Archive,
            strategy,
            branch,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var reading = CampaignLoading.ReadFile(parsed.GetValue(arguments.File)!);
                var folder = RunFolders.Settle(
                    CampaignLoading.RunFolder(reading.Spec!, parsed.GetValue(arguments.Out)),
                    reading.Spec!,
                    parsed.GetValue(branch)
                );
                var mode =
                    parsed.GetValue(options.Json) ? ViewMode.Json
                    : parsed.GetValue(options.Quiet) ? ViewMode.Quiet
                    : ViewMode.People;
                var request = new RunRequest(
                    parsed.GetValue(arguments.File)!,
                    reading,
                    folder,
                    parsed.GetValue(arguments.Archive) ?? DataFolder.Archive,
                    WordOption.Value<StrategyKind>(parsed.GetValue(strategy)!),
                    mode
                );
                return await RunAsync(request, terminal, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(RunRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var spec = request.Reading.Spec!;
        var shown = Path.GetRelativePath(Environment.CurrentDirectory, request.Folder);
        var title = new CampaignTitle(spec.Name, spec.WishesInWords, shown);
        using var view = CampaignViews.Make(request.Mode, terminal, title);
        using var interruption = Interruption.Listen(view.Say);
        view.Show(Early("reading the space, finding the engines"));
        var preparation = await CampaignLoading.PrepareAsync(spec, request.Folder, cancellationToken);
        if (preparation.BudgetProblem() is { } problem)
        {
            throw new UserException(ExitCode.Usage, problem);
        }

        view.Show(Early("making features"));
        var started = terminal.Time.GetUtcNow();
        var runId =
            $"{spec.Name}-{started.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..6]}";
        using var session = CampaignSession.Open(
            preparation,
            new SessionOptions(request.Folder, request.Archive, runId, request.Strategy, terminal.Time, view.Show)
        );
        ResolvedFile.Write(request, preparation);
        var aborted = false;
        try
        {
            await session.RunAsync(interruption.Drain, interruption.Abort);
        }
        catch (OperationCanceledException) when (interruption.Abort.IsCancellationRequested)
        {
            aborted = true;
        }

        view.Show(session.Snapshot("writing the report", null));
        var result = session.Result();
        var files = RunFolderWriter.Write(result, request.Folder);
        var finished = session.State.Stop is not null;
        view.Show(session.Snapshot(finished ? "finished" : "paused", null));
        view.End(
            new RunEnd(
                finished ? "finished"
                    : aborted ? "interrupted"
                    : "paused",
                aborted ? "stopped at once by the user" : result.StatusReason,
                [.. files.Select(file => (Path.Combine(shown, file.Path), file.What))],
                finished ? null : GoOn(request)
            )
        );
        return finished ? ExitCode.Ok
            : interruption.Happened ? ExitCode.Interrupted
            : ExitCode.Partial;

        CampaignSnapshot Early(string stage) =>
            new(stage, [], [], [], [], ImmutableSortedDictionary<string, int>.Empty, 0, 0, TimeSpan.Zero, null, null);
    }

    /// <summary>The command that goes on with a run, ready to be pasted into a shell.</summary>
    internal static string GoOn(RunRequest request)
    {
        var command = $"lichen run {Quoted(request.File)}";
        if (request.Folder != CampaignLoading.RunFolder(request.Reading.Spec!, null))
        {
            command += $" --out {Quoted(Path.GetRelativePath(Environment.CurrentDirectory, request.Folder))}";
        }

        if (request.Archive != DataFolder.Archive)
        {
            command += $" --archive {Quoted(request.Archive)}";
        }

        return request.Strategy == StrategyKind.Improvement
            ? command
            : command + $" --strategy {request.Strategy.ToString().ToLowerInvariant()}";
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "/._-".Contains(character))
            ? word
            : $"'{word.Replace("'", "'\\''")}'";
}

/// <summary>A run as the command line asks for it.</summary>
internal sealed record RunRequest(
    string File,
    CampaignReading Reading,
    string Folder,
    string Archive,
    StrategyKind Strategy,
    ViewMode Mode
);

/// <summary>Arguments that several verbs about campaigns share.</summary>
internal sealed class RunArguments
{
    public Argument<string> File { get; } =
        new("campaign")
        {
            Description = "The campaign file, or a folder with campaign.yaml.",
            HelpName = "campaign.yaml",
        };

    public Option<string?> Out { get; } =
        new("--out", "-o") { Description = "The run folder; without it, runs/NAME.", HelpName = "folder" };

    public Option<string?> Archive { get; } =
        new("--archive") { Description = "Another archive's file; without it, the user's own.", HelpName = "file" };
}
