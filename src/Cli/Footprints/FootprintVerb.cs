using System.CommandLine;
using Lichen.Cli.Campaigns;
using Lichen.Core.Footprints;
using Lichen.Exploration.Results;
using Lichen.Exploration.Spaces;

namespace Lichen.Cli.Footprints;

/// <summary><c>lichen footprint</c>: what runs took, as rows for a benchmark table, and a check of rows of others.</summary>
internal static class FootprintVerb
{
    private const string StandardInput = "-";

    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var runs = new Argument<string[]>("run")
        {
            Description = "Run folders, or their names under runs/. Without any: all runs there.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var from = new Option<string?>("--from")
        {
            Description =
                "Check published rows instead: CSV with structures, cpu_hours, co2e_kg; - for standard input.",
            HelpName = "file",
        };
        var csv = new Option<bool>("--csv") { Description = "Write CSV, units in the column names." };
        var command = new Command("footprint", "Show what runs took: structures, CPU-hours, kWh and CO2e.")
        {
            runs,
            from,
            csv,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is not null && result.GetValue(runs) is { Length: > 0 })
            {
                result.AddError("give run folders or --from, not both");
            }

            if (result.GetValue(csv) && result.GetValue(options.Json))
            {
                result.AddError("give --csv or --json, not both");
            }
        });
        command.SetAction(parsed =>
        {
            var form =
                parsed.GetValue(options.Json) ? Form.Json
                : parsed.GetValue(csv) ? Form.Csv
                : Form.Table;
            return parsed.GetValue(from) is { } file
                ? Check(terminal, file, form)
                : Show(terminal, parsed.GetValue(runs) ?? [], form);
        });
        return command;
    }

    private static int Show(Terminal terminal, string[] given, Form form)
    {
        // All are found before any is read: a misspelt name is said at once.
        var folders = given.Length > 0 ? given.Select(RunFolders.Find).ToList() : RunFolders.All().ToList();
        var rows = folders.Select(RunFootprint.Read).ToList();
        switch (form)
        {
            case Form.Json:
                Json.Write(terminal.Output, json => RunFootprintRows.WriteJson(json, rows));
                break;
            case Form.Csv:
                RunFootprintRows.WriteCsv(terminal.Output, rows);
                break;
            default:
                if (rows.Count == 0)
                {
                    terminal.Output.WriteLine($"There are no runs under {Path.GetFullPath(RunFolders.Parent)}.");
                    break;
                }

                terminal.Write(RunFootprintRows.Table(rows));
                break;
        }

        return ExitCode.Ok;
    }

    private static int Check(Terminal terminal, string file, Form form)
    {
        var read = Read(terminal, file);
        switch (form)
        {
            case Form.Json:
                Json.Write(terminal.Output, json => StatedFootprintRows.WriteJson(json, read));
                break;
            case Form.Csv:
                StatedFootprintRows.WriteCsv(terminal.Output, read.Rows);
                break;
            default:
                if (read.Rows.Count > 0)
                {
                    terminal.Write(StatedFootprintRows.Table(read.Rows));
                }

                break;
        }

        foreach (var problem in read.Problems)
        {
            terminal.Error.WriteLine(problem.InWords(file));
        }

        if (read.Refused > 0)
        {
            terminal.Error.WriteLine($"{read.Refused} of {read.Rows.Count + read.Refused} rows could not be read");
        }

        var flagged = read.Rows.Count(row => row.Verdict != StatedVerdict.Consistent);
        return read.Refused + flagged > 0 ? ExitCode.Partial : ExitCode.Ok;
    }

    private static StatedFootprintFile Read(Terminal terminal, string file)
    {
        if (file == StandardInput)
        {
            return StatedFootprintFile.Read(terminal.Input, "standard input");
        }

        using var reader = SpaceFile.OpenText(SpaceFile.Locate(file, Environment.CurrentDirectory));
        return StatedFootprintFile.Read(reader, file);
    }

    private enum Form
    {
        Table,
        Csv,
        Json,
    }
}
