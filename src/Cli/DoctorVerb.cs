using System.CommandLine;
using System.Text.Json;
using Lichen.Cli.Doctor;
using Spectre.Console;

namespace Lichen.Cli;

/// <summary><c>lichen doctor</c>: every engine and part, found where, and what brings what is missing.</summary>
internal static class DoctorVerb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var command = new Command(
            "doctor",
            "Show every engine and part: found where, version, licence, and what brings what is missing."
        );
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var diagnosis = await DiagnoseAsync(cancellationToken);
                if (parsed.GetValue(options.Json))
                {
                    Json.Write(terminal.Output, json => WriteJson(json, diagnosis));
                }
                else if (!parsed.GetValue(options.Quiet))
                {
                    WriteTable(terminal, diagnosis);
                }

                return diagnosis.IsReady ? ExitCode.Ok : ExitCode.Partial;
            }
        );
        return command;
    }

    private static async Task<Diagnosis> DiagnoseAsync(CancellationToken cancellationToken)
    {
        // Programs answer while the libraries load.
        var engines = EngineParts.ProbeAsync(DataFolder.Path, Limit, cancellationToken);
        var native = new NativeParts(AppContext.BaseDirectory);
        Part[] libraries =
        [
            native.RdkitDoor(),
            RdkitData.Probe(RdkitData.UsualRoots()),
            native.Torch(),
            native.Sqlite(),
            native.DuckDb(),
        ];
        var parts = (Part[])[.. await engines, .. libraries];
        // After everything else, so that nothing else runs while it is measured.
        var rates = await LinearAlgebra.FactsAsync(DataFolder.Path, cancellationToken);
        return new Diagnosis(parts, [.. Machine.Facts(DataFolder.Path), .. rates]);
    }

    internal static void WriteTable(Terminal terminal, Diagnosis diagnosis)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("part", "state", "version", "licence", "where, or what is wrong");
        foreach (var part in diagnosis.Parts)
        {
            var (state, style) = part.State switch
            {
                PartState.Found => ("found", new Style(Color.Green)),
                PartState.Missing when !part.IsNeeded => ("absent", new Style(Color.Grey)),
                PartState.Missing => ("missing", new Style(Color.Red)),
                _ => ("broken", new Style(Color.Red)),
            };
            table.AddRow(
                new Text(part.Name),
                new Text(state, style),
                new Text(part.Version),
                new Text(part.Licence),
                new Text(part.Problem.Length > 0 ? part.Problem : part.Where)
            );
        }

        terminal.Write(table);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var fact in diagnosis.Machine)
        {
            grid.AddRow(new Text(fact.Name), new Text(fact.Value));
            if (fact.Problem.Length > 0)
            {
                grid.AddRow(new Text(""), new Text(fact.Problem, new Style(Color.Red)));
            }
        }

        terminal.Write(grid);
        terminal.Output.WriteLine();
        foreach (var part in diagnosis.Parts.Where(part => part.State != PartState.Found))
        {
            terminal.Output.WriteLine(
                $"{part.Name} ({part.Purpose}{(part.IsNeeded ? "" : ", optional")}): {part.Cure}"
            );
        }

        terminal.Output.WriteLine(
            diagnosis.IsReady ? "All that the examples need is there." : "Something that the examples need is missing."
        );
    }

    private static void WriteJson(Utf8JsonWriter json, Diagnosis diagnosis)
    {
        json.WriteStartObject();
        json.WriteBoolean("ready", diagnosis.IsReady);
        json.WriteStartArray("parts");
        foreach (var part in diagnosis.Parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("purpose", part.Purpose);
            json.WriteBoolean("needed", part.IsNeeded);
            json.WriteString("state", part.State.ToString().ToLowerInvariant());
            json.WriteString("version", part.Version);
            json.WriteString("licence", part.Licence);
            json.WriteString("where", part.Where);
            json.WriteString("problem", part.Problem);
            json.WriteString("cure", part.Cure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("machine");
        foreach (var fact in diagnosis.Machine)
        {
            json.WriteString(fact.Name, fact.Problem.Length > 0 ? $"{fact.Value} ({fact.Problem})" : fact.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
