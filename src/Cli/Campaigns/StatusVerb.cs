using System.CommandLine;
using Lichen.Cli.Views;
using Lichen.Exploration.Running;

namespace Lichen.Cli.Campaigns;

/// <summary><c>lichen status</c>: how far runs are.</summary>
internal static class StatusVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var run = new Argument<string?>("run")
        {
            Description = "Run folder, or its name under runs/. Without it: all runs there.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var archive = new RunArguments().Archive;
        var command = new Command("status", "Show how far a run is.") { run, archive };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var folders = parsed.GetValue(run) is { } given ? [RunFolders.Find(given)] : RunFolders.All().ToList();
                foreach (var folder in folders)
                {
                    using var session = await RunFolderVerbs.OpenAsync(
                        folder,
                        parsed.GetValue(archive),
                        terminal,
                        cancellationToken
                    );
                    Write(terminal, session, folder, parsed.GetValue(options.Json));
                }

                if (folders.Count == 0 && !parsed.GetValue(options.Json))
                {
                    terminal.Output.WriteLine($"There are no runs under {Path.GetFullPath(RunFolders.Parent)}.");
                }

                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static void Write(Terminal terminal, CampaignSession session, string folder, bool asJson)
    {
        var spec = session.Preparation.Spec;
        var title = new CampaignTitle(spec.Name, spec.WishesInWords, folder);
        var (stage, reason) = session.State switch
        {
            { Stop: { } stop } => ("finished", stop.Reason),
            { Pause: { } pause } => ("paused", pause.Reason),
            _ => ("running", "it runs now, or was stopped without warning; run it again to go on"),
        };
        var snapshot = session.Snapshot(stage, reason) with { Remaining = null };
        if (asJson)
        {
            Json.Write(
                terminal.Output,
                json =>
                {
                    json.WriteStartObject();
                    SnapshotJson.Write(json, title, snapshot);
                    json.WriteEndObject();
                },
                indented: false
            );
            return;
        }

        var width = terminal.IsTerminal ? terminal.Console.Profile.Width - 1 : 100;
        foreach (var line in Screen.Compose(snapshot, title, TimeSpan.Zero, width, int.MaxValue, notice: null))
        {
            terminal.Write(line.ToParagraph());
            if (terminal.IsTerminal)
            {
                terminal.Output.WriteLine();
            }
        }
    }
}
