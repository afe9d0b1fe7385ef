using System.CommandLine;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;

namespace Lichen.Cli.Campaigns;

/// <summary><c>lichen steer</c>: changes what a campaign wants while it goes on.</summary>
internal static class SteerVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var run = new Argument<string>("run")
        {
            Description = "The run folder, or its name under runs/.",
            HelpName = "run",
        };
        var file = new Argument<string>("campaign")
        {
            Description = "The campaign file with other goals, weights, constraints or hits.",
            HelpName = "campaign",
        };
        var command = new Command(
            "steer",
            "Change goals, weights, constraints or hits of a campaign, while it runs or before it goes on."
        )
        {
            run,
            file,
        };
        command.SetAction(parsed =>
        {
            var folder = RunFolders.Find(parsed.GetValue(run)!);
            var before = RunFolders.SpecNowOf(folder);
            var after = CampaignLoading.ReadFile(parsed.GetValue(file)!).Spec!;
            var problems = Steering.Problems(RunFolders.SpecOf(folder), after);
            if (Steering.Problem(after, RunFolders.StrategyOf(folder)) is { } unfit)
            {
                problems = [.. problems, unfit];
            }

            if (!problems.IsEmpty)
            {
                throw new UserException(
                    ExitCode.Usage,
                    "a campaign can be steered in its goals, weights, constraints and hits alone:\n"
                        + string.Join('\n', problems.Select(problem => "  " + problem))
                );
            }

            var changes = SpecDifference.Between(before, after);
            if (changes.IsEmpty)
            {
                throw new UserException(
                    ExitCode.Usage,
                    $"nothing differs from what the run in '{folder}' wants already"
                );
            }

            Steering.Leave(folder, after);
            if (!parsed.GetValue(options.Quiet))
            {
                terminal.Output.Write(
                    string.Concat(changes.Select(change => change + "\n"))
                        + "A running campaign takes this up at its next decision; one that was put aside when it goes on.\n"
                );
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
