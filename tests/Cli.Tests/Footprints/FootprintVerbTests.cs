using System.Text.Json;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Footprints;

public sealed class FootprintVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_a_row_of_structures_hours_energy_emissions_level_and_elements()
    {
        var run = await RunAsync();
        var said = await CommandLine.RunAsync("footprint", run, "--json");
        Assert.Equal((ExitCode.Ok, ""), (said.Code, said.Error));
        var row = Assert.Single(JsonElement.Parse(said.Output).EnumerateArray());
        Assert.Equal(run, row.GetProperty("run").GetString());
        Assert.Equal(3, row.GetProperty("structures").GetInt32());
        Assert.Equal(["GFN2-xTB"], row.GetProperty("levels").EnumerateArray().Select(level => level.GetString()!));
        Assert.Equal(
            ["H", "C", "N", "O"],
            row.GetProperty("elements").EnumerateArray().Select(element => element.GetString()!)
        );
        // A table declares an hour for each; what Lichen computed itself comes on top.
        var (all, own) = (row.GetProperty("cpu_hours").GetDouble(), row.GetProperty("cpu_hours_own_work").GetDouble());
        Assert.Equal(3, all - own, 1e-9);
        Assert.Equal("assumed", row.GetProperty("energy_basis").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("energy_kwh_low").ValueKind);
        // 500 g/kWh in the campaign file.
        Assert.Equal(row.GetProperty("energy_kwh").GetDouble() * 0.5, row.GetProperty("co2e_kg").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task Rows_of_several_runs_come_as_table_and_as_csv()
    {
        var run = await RunAsync();
        var table = await CommandLine.RunAsync("footprint", run, run);
        Assert.Equal(ExitCode.Ok, table.Code);
        Assert.Contains("CPU-hours", table.Output);
        Assert.Contains("H C N O", table.Output);
        Assert.Contains("unknown", table.Output);
        var csv = await CommandLine.RunAsync("footprint", run, run, "--csv");
        var lines = csv.Output.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("run,structures,calculations,from_archive,cpu_hours,", lines[0]);
        Assert.EndsWith(",GFN2-xTB,H C N O", lines[1]);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_refused()
    {
        var said = await CommandLine.RunAsync("footprint", _folder["nothing"]);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("there is no run", said.Error);
    }

    [Fact]
    public async Task Published_rows_are_recomputed_with_defaults_and_flagged()
    {
        // 1000 h at the usual 12 W are 12 kWh, at the world's 473 g/kWh 5.676 kg.
        var said = await CheckAsync(
            "--json",
            "name,structures,cpu_hours,watts_per_core,pue,g_co2e_per_kwh,co2e_kg",
            "usual,100,1000,,,,5.676",
            "own,100,1000,15,1.2,400,7.2",
            "grams,100,1000,15,1.2,400,7200",
            "tonnes,100,1000,15,1.2,400,0.0072",
            "odd,100,1000,15,1.2,400,720"
        );
        Assert.Equal((ExitCode.Partial, ""), (said.Code, said.Error));
        var rows = JsonElement.Parse(said.Output).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(
            ["consistent", "consistent", "likely_g_for_kg", "likely_t_for_kg", "inconsistent"],
            rows.Select(row => row.GetProperty("verdict").GetString()!)
        );
        Assert.Equal(5.676, rows[0].GetProperty("recomputed_co2e_kg").GetDouble(), 1e-9);
        Assert.Equal([2, 3, 4, 5, 6], rows.Select(row => row.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Rows_that_agree_end_well_in_every_form()
    {
        string[] lines = ["cpu_hours,co2e_kg,structures", "1000,6,100"];
        var table = await CheckAsync("-q", lines);
        Assert.Equal((ExitCode.Ok, ""), (table.Code, table.Error));
        Assert.Contains("consistent", table.Output);
        Assert.Contains("1.06", table.Output);
        var csv = await CheckAsync("--csv", lines);
        Assert.Equal(ExitCode.Ok, csv.Code);
        Assert.StartsWith("2,,100,1000,12,1,473,6,5.67", csv.Output.Split('\n')[1]);
    }

    [Fact]
    public async Task Bad_rows_are_named_by_line_and_column_with_what_was_expected_and_counted()
    {
        var said = await CheckAsync(
            "--csv",
            "structures,cpu_hours,pue,co2e_kg",
            "100,1000,1,6",
            "1.5,none,0.9,",
            "100,1000,1",
            "100,-1,1,NaN"
        );
        Assert.Equal(ExitCode.Partial, said.Code);
        Assert.Equal(2, said.Output.TrimEnd().Split('\n').Length);
        string[] expected =
        [
            "line 3, column structures: expected a whole number of molecules, at least 1, found '1.5'",
            "line 3, column cpu_hours: expected core-hours above 0, found 'none'",
            "line 3, column pue: expected a power usage effectiveness of at least 1, found '0.9'",
            "line 3, column co2e_kg: expected kg of CO2e above 0, found nothing",
            "line 4: the row has 3 fields and the header 4",
            "line 5, column cpu_hours: expected core-hours above 0, found '-1'",
            "line 5, column co2e_kg: expected kg of CO2e above 0, found 'NaN'",
            "3 of 4 rows could not be read",
        ];
        Assert.Equal(
            expected,
            said.Error.TrimEnd().Split('\n').Select(line => line.Replace(_folder["rows.csv"] + ", ", ""))
        );
    }

    [Theory]
    [InlineData("structures,cpu_hours", "missing 'co2e_kg'")]
    [InlineData(
        "structures,cpu_hours,co2e_kg,watt_per_core",
        "unknown column 'watt_per_core'; did you mean 'watts_per_core'?"
    )]
    [InlineData("structures,cpu_hours,co2e_kg,pue,PUE", "there are two columns 'PUE'")]
    public async Task A_header_that_does_not_hold_the_columns_is_refused(string header, string reason)
    {
        var said = await CheckAsync("--csv", header, "1,1,1,1,1");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains(reason, said.Error);
    }

    [Fact]
    public async Task An_empty_file_lacks_a_header()
    {
        var said = await CheckAsync("--csv");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("expected a header", said.Error);
    }

    [Fact]
    public async Task A_quote_that_stays_open_is_named_by_file_and_line()
    {
        var said = await CheckAsync("--csv", "structures,cpu_hours,co2e_kg", "1,\"2,3");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("rows.csv, line 2: a quoted field begins", said.Error);
    }

    [Theory]
    [InlineData("footprint", "run", "--from", "rows.csv")]
    [InlineData("footprint", "--csv", "--json")]
    public async Task Words_that_exclude_each_other_are_wrong_use(params string[] words)
    {
        var said = await CommandLine.RunAsync(words);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("not both", said.Error);
    }

    private async Task<CommandLine> CheckAsync(string option, params string[] lines)
    {
        await File.WriteAllLinesAsync(_folder["rows.csv"], lines, TestContext.Current.CancellationToken);
        return await CommandLine.RunAsync("footprint", "--from", _folder["rows.csv"], option);
    }

    /// <summary>Three molecules, all answered by a table that declares an hour for each.</summary>
    private async Task<string> RunAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_folder["space.csv"], "id,smiles\na,CO\nb,CN\nc,CCO\n", cancellationToken);
        await File.WriteAllTextAsync(_folder["table.csv"], "id,gap\na,1\nb,2\nc,3\n", cancellationToken);
        await File.WriteAllTextAsync(
            _folder["campaign.yaml"],
            """
            name: small
            space: {file: space.csv}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
            hits: 1
            ladder:
              - level: GFN2-xTB
                table: {file: table.csv, key: id, values: {homo_lumo_gap: gap}, cost: 3600 core-seconds}
            budget: unlimited
            stop: {chance_better_left: 0}
            grid: {intensity: 500 g CO2e/kWh}
            workers: 1
            """,
            cancellationToken
        );
        var said = await CommandLine.RunAsync("run", _folder["campaign.yaml"], "--out", _folder["run"], "-q");
        Assert.Equal((ExitCode.Ok, ""), (said.Code, said.Error));
        return _folder["run"];
    }
}
