using System.CommandLine;
using Lichen.Chemistry.Reactions;
using Lichen.Cli.Campaigns;
using Lichen.Exploration.ReactionSpaces;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Cli.Spaces;

/// <summary><c>lichen space count</c>: how many products a reaction space has, without writing it out.</summary>
internal static class SpaceVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options) =>
        new("space", "Look at spaces made of reactions and building blocks.") { Count(terminal, options) };

    private static Command Count(Terminal terminal, GlobalOptions options)
    {
        var campaign = new Argument<string?>("campaign")
        {
            Description = "Campaign file whose space has building_blocks.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var blocks = new Option<string?>("--blocks")
        {
            Description = "File of building blocks: .smi, .csv or .sdf, each also .gz, or .parquet.",
        };
        var reactions = new Option<string>("--reactions")
        {
            Description = "robust, or a file of reaction templates.",
            DefaultValueFactory = _ => ReactionLibrary.RobustName,
        };
        var sample = new Option<int>("--sample")
        {
            Description = "Products made, drawn uniformly, to see how many reactions fail.",
            DefaultValueFactory = _ => 0,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Every random choice follows from this number.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("count", "Count the combinations of every reaction, exactly; nothing is written out.")
        {
            campaign,
            blocks,
            reactions,
            sample,
            seed,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                using var source = Open(
                    parsed.GetValue(campaign),
                    parsed.GetValue(blocks),
                    parsed.GetValue(reactions)!,
                    cancellationToken
                );
                var drawn = Math.Clamp(parsed.GetValue(sample), 0, 1_000_000);
                var count = SpaceCount.Of(source, drawn, parsed.GetValue(seed), cancellationToken);
                if (parsed.GetValue(options.Json))
                {
                    SpaceCountText.WriteJson(terminal.Output, count);
                }
                else
                {
                    SpaceCountText.Write(terminal, count);
                }

                return Task.FromResult(ExitCode.Ok);
            }
        );
        return command;
    }

    private static ReactionSource Open(
        string? campaign,
        string? blocks,
        string reactions,
        CancellationToken cancellationToken
    )
    {
        if (campaign is null == (blocks is null))
        {
            throw new UserException(ExitCode.Usage, "expected a campaign file or --blocks FILE, one of the two");
        }

        if (campaign is not null)
        {
            var spec = CampaignLoading.ReadFile(campaign).Spec!;
            return spec.Space.Reactions is not null
                ? ReactionSource.Open(spec, Environment.ProcessorCount, cancellationToken)
                : throw new UserException(
                    ExitCode.Usage,
                    $"{campaign}: its space is a file of molecules, not reactions"
                );
        }

        var here = Environment.CurrentDirectory;
        return ReactionSource.Open(
            SpaceFile.Locate(blocks!, here),
            reactions == ReactionLibrary.RobustName ? null : SpaceFile.Locate(reactions, here),
            new SpaceSpec("", null, null),
            Environment.ProcessorCount,
            cancellationToken
        );
    }
}
