using System.CommandLine;
using System.Text.Json;
using Lichen.Cli.Views;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Reporting;
using Lichen.Storage;
using Spectre.Console;

namespace Lichen.Cli.Campaigns;

/// <summary>Verbs that look at a run folder: <c>status</c>, <c>report</c> and <c>explain</c>.</summary>
internal static class RunFolderVerbs
{
    public static Command Status(Terminal terminal, GlobalOptions options)
    {
        var (folder, archive) = Arguments();
        var command = new Command("status", "Say how a run stands.") { folder, archive };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var session = await OpenAsync(parsed.GetValue(folder)!, parsed.GetValue(archive), terminal, cancellationToken);
                var state = session.State;
                var (stage, reason) = state switch
                {
                    { Stop: { } stop } => ("finished", stop.Reason),
                    { Pause: { } pause } => ("paused", pause.Reason),
                    _ => ("running", "it runs now, or was stopped without warning; run it again to go on"),
                };
                var spec = session.Preparation.Spec;
                var title = new CampaignTitle(
                    spec.Name,
                    $"{spec.Objective.Goal} {spec.Objective.Property} at {spec.Objective.Level}",
                    parsed.GetValue(folder)!
                );
                var snapshot = session.Snapshot(stage, null);
                using ICampaignView view = parsed.GetValue(options.Json)
                    ? new JsonView(terminal.Output, title, terminal.Time, TimeSpan.Zero)
                    : new QuietView(terminal.Output, title);
                view.Show(snapshot);
                view.End(new RunEnd(stage, reason, [], null));
                return ExitCode.Ok;
            }
        );
        return command;
    }

    public static Command Report(Terminal terminal, GlobalOptions options)
    {
        var (folder, archive) = Arguments();
        var command = new Command("report", "Write the report and tables of a run again.") { folder, archive };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = parsed.GetValue(folder)!;
                using var session = await OpenAsync(path, parsed.GetValue(archive), terminal, cancellationToken);
                var result = session.Result();
                var files = RunFolderWriter.Write(result, path);
                if (!parsed.GetValue(options.Quiet))
                {
                    terminal.Output.Write(ConsoleSummary.Of(result, files, path));
                }

                return ExitCode.Ok;
            }
        );
        return command;
    }

    public static Command Explain(Terminal terminal, GlobalOptions options)
    {
        var (folder, archive) = Arguments();
        var id = new Argument<string>("id") { Description = "The molecule's id, row number or SMILES." };
        var all = new Option<bool>("--all") { Description = "Show every decision, not only where its rank changed." };
        var command = new Command("explain", "Say why a molecule was or was not computed.") { folder, id, archive, all };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var session = await OpenAsync(parsed.GetValue(folder)!, parsed.GetValue(archive), terminal, cancellationToken);
                var candidate = ExplainText.Find(session.Preparation.Pool, parsed.GetValue(id)!);
                var explanation = session.Explain(candidate);
                if (parsed.GetValue(options.Json))
                {
                    ExplainText.WriteJson(terminal.Output, session, explanation);
                }
                else
                {
                    ExplainText.Write(terminal, session, explanation, parsed.GetValue(all));
                }

                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static (Argument<string> Folder, Option<string?> Archive) Arguments() =>
        (new("run") { Description = "The run folder.", HelpName = "folder" }, new RunArguments().Archive);

    private static async Task<CampaignSession> OpenAsync(
        string folder,
        string? archive,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var spec = RunFolders.SpecOf(folder);
        var preparation = await CampaignLoading.PrepareAsync(spec, null, cancellationToken);
        return CampaignSession.OpenRead(
            preparation,
            new SessionOptions(
                Path.GetFullPath(folder),
                archive ?? DataFolder.Archive,
                "",
                StrategyKind.Improvement,
                terminal.Time,
                _ => { }
            )
        );
    }
}
