using System.CommandLine;
using System.Globalization;
using System.Text;
using Lichen.Chemistry.Reactions;
using Lichen.Chemistry.Routes;
using Lichen.Storage;

namespace Lichen.Cli.Routes;

/// <summary><c>lichen route</c>: how a molecule can be made from what can be bought.</summary>
internal static class RouteVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var molecules = new Argument<string>("molecule")
        {
            Description = "A SMILES, or a file of molecules: text with a SMILES on each line, or .csv; also .gz.",
        };
        var stock = new Option<string>("--stock")
        {
            Description =
                "What can be bought: a file like one of molecules; a column price is read where there is one.",
            HelpName = "file",
            Required = true,
        };
        var templates = new Option<string?>("--templates")
        {
            Description =
                "Reactions: .json, or a reaction SMARTS on each line; without it, the robust ones that come along.",
            HelpName = "file",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Most reactions in a route, those of all its branches together.",
            HelpName = "count",
            DefaultValueFactory = _ => RouteLimits.Default.Steps,
        };
        var expansions = new Option<int>("--expansions")
        {
            Description = "Most molecules taken apart in a search.",
            HelpName = "count",
            DefaultValueFactory = _ => RouteLimits.Default.Expansions,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Longest search for one molecule.",
            HelpName = "seconds",
            DefaultValueFactory = _ => RouteLimits.Default.Time.TotalSeconds,
        };
        var drawings = new Option<string?>("--svg")
        {
            Description = "Folder for a drawing of each route: route-1.svg for the first molecule, and so on.",
            HelpName = "folder",
        };
        var command = new Command("route", "Find how a molecule can be made from what can be bought.")
        {
            molecules,
            stock,
            templates,
            steps,
            expansions,
            seconds,
            drawings,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var limits = Limits(parsed.GetValue(steps), parsed.GetValue(expansions), parsed.GetValue(seconds));
                var targets = Targets(parsed.GetValue(molecules)!);
                using var library = Library(parsed.GetValue(templates));
                var bought = Readable(() => Stock.Read(parsed.GetValue(stock)!));
                var quiet = parsed.GetValue(options.Quiet);
                if (bought.Rejected > 0 && !quiet)
                {
                    terminal.Error.WriteLine(
                        $"lichen: {bought.Rejected} rows of {parsed.GetValue(stock)} have no SMILES that can be read"
                    );
                }

                var search = new RouteSearch(library, bought, terminal.Time);
                var solved = 0;
                for (var i = 0; i < targets.Count; i++)
                {
                    var outcome = search.Find(targets[i].Smiles, limits, cancellationToken);
                    solved += outcome.Status == RouteStatus.Solved ? 1 : 0;
                    if (parsed.GetValue(options.Json))
                    {
                        RouteJson.Write(terminal.Output, targets[i].Name, outcome);
                    }
                    else
                    {
                        Write(terminal.Output, outcome, blankBefore: i > 0);
                    }

                    Draw(parsed.GetValue(drawings), i + 1, outcome.Route);
                }

                if (targets.Count > 1 && !quiet && !parsed.GetValue(options.Json))
                {
                    terminal.Output.WriteLine($"\n{solved} of {targets.Count} solved");
                }

                return Task.FromResult(solved == targets.Count ? ExitCode.Ok : ExitCode.Partial);
            }
        );
        return command;
    }

    private static void Write(TextWriter output, RouteOutcome outcome, bool blankBefore)
    {
        if (blankBefore)
        {
            output.WriteLine();
        }

        var status = outcome.Status switch
        {
            RouteStatus.Solved => "solved",
            RouteStatus.NotSolved => "not solved",
            RouteStatus.Unknown => "unknown",
            _ => "refused",
        };
        output.WriteLine($"{outcome.Smiles}: {status}: {outcome.Reason}");
        if (outcome.Route is { } route)
        {
            output.WriteLine(RouteText.Of(route));
            var price = route.Price is { } known
                ? $"price {known.ToString("0.##", CultureInfo.InvariantCulture)}"
                : $"price class {route.PriceClass.ToString().ToLowerInvariant()} (guessed from size and stereocentres)";
            output.WriteLine($"{price}{(route.IsShortest ? "; no shorter route exists" : "")}");
        }
    }

    private static void Draw(string? folder, int number, Route? route)
    {
        if (folder is not null && route is not null)
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"route-{number}.svg");
            WholeFile.Write(path, part => File.WriteAllText(part, RouteDrawing.Svg(route), new UTF8Encoding(false)));
        }
    }

    private static RouteLimits Limits(int steps, int expansions, double seconds) =>
        steps >= 1 && expansions >= 1 && seconds is > 0 and < 1e9
            ? new RouteLimits(steps, expansions, TimeSpan.FromSeconds(seconds))
            : throw new UserException(
                ExitCode.Usage,
                $"--steps {steps}, --expansions {expansions} and --seconds {seconds.ToString(CultureInfo.InvariantCulture)} should be positive"
            );

    private static IReadOnlyList<StockItem> Targets(string given) =>
        File.Exists(given) ? Readable(() => Stock.Read(given)).Items : [new StockItem(given, "", null)];

    private static ReactionLibrary Library(string? file) =>
        file is null ? ReactionLibrary.Robust() : Readable(() => ReactionLibrary.Read(file));

    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException broken)
        {
            throw new UserException(ExitCode.Usage, broken.Message);
        }
    }
}
