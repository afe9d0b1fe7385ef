using System.CommandLine;
using Lichen.Core;
using Lichen.Storage;

namespace Lichen.Cli;

/// <summary><c>lichen archive</c>: what all campaigns ever computed.</summary>
internal static class ArchiveVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var file = new Option<string?>("--archive")
        {
            Description = "Another archive's file; without it, the user's own in the data folder.",
            HelpName = "file",
            Recursive = true,
        };
        var command = new Command("archive", "Look at, check and export all outcomes ever computed.")
        {
            List(terminal, options, file),
            Stats(terminal, options, file),
            Export(terminal, options, file),
            Verify(terminal, options, file),
        };
        command.Add(file);
        return command;
    }

    private static Command List(Terminal terminal, GlobalOptions options, Option<string?> file)
    {
        var level = new Option<string?>("--level")
        {
            Description = "Only this level, such as GFN2-xTB.",
            HelpName = "level",
        };
        var run = new Option<string?>("--run") { Description = "Only what this run paid for.", HelpName = "run" };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many, the first ones.",
            HelpName = "count",
            DefaultValueFactory = _ => 50,
        };
        var command = new Command("list", "List outcomes, in the order they were computed.") { level, run, limit };
        command.SetAction(parsed =>
        {
            using var archive = Archive.OpenRead(parsed.GetValue(file) ?? DataFolder.Archive);
            var outcomes = archive.Read(parsed.GetValue(level), run: parsed.GetValue(run)).Take(parsed.GetValue(limit));
            if (parsed.GetValue(options.Json))
            {
                ArchiveJson.WriteList(terminal.Output, outcomes);
            }
            else
            {
                terminal.Write(ArchiveTables.Outcomes(outcomes));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Stats(Terminal terminal, GlobalOptions options, Option<string?> file)
    {
        var command = new Command("stats", "Count what is there by level and engine, with what it cost.");
        command.SetAction(parsed =>
        {
            using var archive = Archive.OpenRead(parsed.GetValue(file) ?? DataFolder.Archive);
            var statistics = archive.Statistics();
            if (parsed.GetValue(options.Json))
            {
                ArchiveJson.WriteStatistics(terminal.Output, archive.Path, statistics);
            }
            else
            {
                terminal.Write(ArchiveTables.Statistics(statistics));
                terminal.Output.WriteLine(archive.Path);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Export(Terminal terminal, GlobalOptions options, Option<string?> file)
    {
        var target = new Argument<string>("target") { Description = "File to write: NAME.csv or NAME.parquet." };
        var level = new Option<string?>("--level")
        {
            Description = "Only this level, such as GFN2-xTB: labels for 'lichen model train'.",
            HelpName = "level",
        };
        var command = new Command("export", "Write all outcomes as one table, units in the column names.")
        {
            target,
            level,
        };
        command.SetAction(parsed =>
        {
            using var archive = Archive.OpenRead(parsed.GetValue(file) ?? DataFolder.Archive);
            var path = parsed.GetValue(target)!;
            var only = parsed.GetValue(level);
            Require(archive, only);
            switch (Path.GetExtension(path))
            {
                case ".csv":
                    CsvTable.Write(path, archive.AsTable(only));
                    break;
                case ".parquet":
                    ParquetTable.Write(path, archive.AsTable(only));
                    break;
                default:
                    throw new UserException(
                        ExitCode.Usage,
                        $"'{path}' should end in .csv or .parquet: the ending says the format"
                    );
            }

            if (!parsed.GetValue(options.Quiet))
            {
                terminal.Output.WriteLine($"wrote {path}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="UserException">The archive has nothing at the level.</exception>
    private static void Require(Archive archive, string? level)
    {
        string[] levels = [.. archive.Statistics().Select(row => row.Level).Distinct()];
        if (level is not null && !levels.Contains(level))
        {
            var all = levels.Length == 0 ? "it is empty" : $"it has {string.Join(" | ", levels.Take(20))}";
            throw new UserException(
                ExitCode.Usage,
                $"--level: the archive has nothing at '{level}'{NearestWord.Suggestion(level, levels)}; {all}"
            );
        }
    }

    private static Command Verify(Terminal terminal, GlobalOptions options, Option<string?> file)
    {
        var command = new Command("verify", "Check every page, key and number of the archive.");
        command.SetAction(parsed =>
        {
            using var archive = Archive.OpenRead(parsed.GetValue(file) ?? DataFolder.Archive);
            var problems = archive.Verify();
            if (parsed.GetValue(options.Json))
            {
                ArchiveJson.WriteProblems(terminal.Output, archive.Path, problems);
            }
            else
            {
                foreach (var problem in problems)
                {
                    terminal.Output.WriteLine(problem);
                }

                if (!parsed.GetValue(options.Quiet))
                {
                    var verdict = problems.Count == 0 ? "all is as it was written" : $"{problems.Count} problems";
                    terminal.Output.WriteLine($"{archive.Path}: {verdict}");
                }
            }

            return problems.Count == 0 ? ExitCode.Ok : ExitCode.Partial;
        });
        return command;
    }
}
