using System.CommandLine;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Reporting;

namespace Lichen.Cli.Campaigns;

/// <summary>Verbs that look at a run folder: <c>report</c> and <c>explain</c>.</summary>
internal static class RunFolderVerbs
{
    public static Command Report(Terminal terminal, GlobalOptions options)
    {
        var (folder, archive) = Arguments();
        var command = new Command("report", "Write the report and tables of a run again.") { folder, archive };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = RunFolders.Find(parsed.GetValue(folder)!);
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
        var command = new Command("explain", "Say why a molecule was or was not computed.")
        {
            folder,
            id,
            archive,
            all,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (path, wanted) = (RunFolders.Find(parsed.GetValue(folder)!), parsed.GetValue(id)!);
                using var session = await OpenAsync(path, parsed.GetValue(archive), terminal, cancellationToken);
                if (ExplainText.Find(session.Preparation.Pool, wanted) is not { } candidate)
                {
                    ExplainText.WriteRefused(
                        terminal,
                        RejectedRow.Find(path, wanted),
                        wanted,
                        parsed.GetValue(options.Json)
                    );
                    return ExitCode.Ok;
                }

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
        (
            new("run") { Description = "The run folder, or its name under runs/.", HelpName = "run" },
            new RunArguments().Archive
        );

    public static async Task<CampaignSession> OpenAsync(
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
