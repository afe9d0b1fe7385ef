using System.CommandLine;
using Lichen.Exploration.Results;
using Lichen.Storage;

namespace Lichen.Cli.Campaigns;

/// <summary><c>lichen plan</c>: what a campaign would do and cost, before anything runs.</summary>
internal static class PlanVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var arguments = new RunArguments();
        var command = new Command("plan", "Say what a campaign would do and cost; nothing is run.")
        {
            arguments.File,
            arguments.Archive,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var reading = CampaignLoading.ReadFile(parsed.GetValue(arguments.File)!);
                var preparation = await CampaignLoading.PrepareAsync(reading.Spec!, null, cancellationToken);
                var file = parsed.GetValue(arguments.Archive) ?? DataFolder.Archive;
                using var archive = preparation.IsReplay || !File.Exists(file) ? null : Archive.OpenRead(file);
                var plan = CampaignPlan.Make(preparation, archive);
                if (parsed.GetValue(options.Json))
                {
                    PlanText.WriteJson(terminal.Output, plan);
                }
                else
                {
                    PlanText.Write(terminal, reading, plan);
                }

                return plan.Problem is null ? ExitCode.Ok : ExitCode.Usage;
            }
        );
        return command;
    }
}
