using System.CommandLine;
using System.CommandLine.Parsing;
using Lichen.Core;
using Lichen.Exploration.Specification;

namespace Lichen.Cli;

/// <summary>Says what is wrong with a command line, what was likely meant, and where help is.</summary>
internal static class UsageErrors
{
    public static int Write(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        var said = new HashSet<string>();
        foreach (var unmatched in parsed.UnmatchedTokens)
        {
            var what =
                unmatched.StartsWith('-') ? "option"
                : command.Subcommands.Count > 0 ? "command"
                : "argument";
            var near = NearestWord.Suggestion(unmatched, Words(parsed, unmatched.StartsWith('-')));
            if (said.Add(unmatched))
            {
                terminal.Error.WriteLine($"lichen: unknown {what} '{unmatched}'{near}");
            }
        }

        if (parsed.UnmatchedTokens.Count == 0)
        {
            foreach (var error in parsed.Errors)
            {
                if (said.Add(error.Message))
                {
                    terminal.Error.WriteLine($"lichen: {error.Message}");
                }
            }
        }

        terminal.Error.WriteLine($"Try '{Path(parsed)} --help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Words(ParseResult parsed, bool options)
    {
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            var symbols = options
                ? result.Command.Options.SelectMany(option => option.Aliases.Append(option.Name))
                : result.Command.Subcommands.Select(subcommand => subcommand.Name);
            foreach (var word in symbols.Where(word => !options || word.StartsWith("--", StringComparison.Ordinal)))
            {
                yield return word;
            }
        }
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result.Parent is CommandResult above; result = above)
        {
            names.Insert(0, result.Command.Name);
        }

        return string.Join(' ', names.Prepend("lichen"));
    }
}
