using System.Collections.Immutable;
using System.Text.Json;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Storage;

namespace Lichen.Cli.Tests;

public sealed class ArchiveVerbTests : IDisposable
{
    private static readonly ResourceUsage Usage = new(1.5, 1.6, 1 << 20, CostBasis.Measured);
    private static readonly Provenance Made = new("xtb", "6.5.1", "--gfn 2", "");

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-archive-").FullName;

    private string File => Path.Combine(_folder, "archive.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_shows_values_and_failures()
    {
        Fill();
        var said = await CommandLine.RunAsync("archive", "list", "--archive", File);
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Contains("homo_lumo_gap 2.5", said.Output);
        Assert.Contains("failed: scf", said.Output);
    }

    [Fact]
    public async Task List_as_json_has_an_outcome_on_each_line_and_obeys_the_limit()
    {
        Fill();
        var said = await CommandLine.RunAsync("archive", "list", "--archive", File, "--json", "--limit", "1");
        var outcome = JsonElement.Parse(said.Output.TrimEnd());
        Assert.Equal("CCO", outcome.GetProperty("smiles").GetString());
        Assert.Equal(2.5, outcome.GetProperty("values").GetProperty("homo_lumo_gap").GetDouble());
    }

    [Fact]
    public async Task Stats_count_by_level()
    {
        Fill();
        var said = await CommandLine.RunAsync("archive", "stats", "--archive", File, "--json");
        var level = JsonElement.Parse(said.Output).GetProperty("levels")[0];
        Assert.Equal((1, 1), (level.GetProperty("computed").GetInt32(), level.GetProperty("failed").GetInt32()));
        Assert.Equal(3.0, level.GetProperty("cpu_seconds").GetDouble());
    }

    [Fact]
    public async Task Export_writes_a_table_with_units_in_its_columns()
    {
        Fill();
        var table = Path.Combine(_folder, "all.csv");
        var said = await CommandLine.RunAsync("archive", "export", table, "--archive", File);
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Contains("homo_lumo_gap_eV", System.IO.File.ReadLines(table).First());
    }

    [Fact]
    public async Task Export_of_a_level_has_nothing_else_and_an_unknown_one_is_told_with_the_nearest()
    {
        Fill();
        Fill("PM7", "heat_of_formation");
        var table = Path.Combine(_folder, "one.csv");
        var said = await CommandLine.RunAsync("archive", "export", table, "--level", "PM7", "--archive", File);
        Assert.Equal(ExitCode.Ok, said.Code);
        string[] lines = [.. System.IO.File.ReadLines(table)];
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains(",PM7,", line));
        Assert.Contains("heat_of_formation", lines[0]);
        Assert.DoesNotContain("homo_lumo_gap", lines[0]);

        var wrong = await CommandLine.RunAsync("archive", "export", table, "--level", "GFN2-xBT", "--archive", File);
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.Contains("nothing at 'GFN2-xBT'; did you mean 'GFN2-xTB'?", wrong.Error);
    }

    [Fact]
    public async Task Export_to_an_unknown_format_is_wrong_use()
    {
        Fill();
        var said = await CommandLine.RunAsync("archive", "export", "all.xlsx", "--archive", File);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains(".csv or .parquet", said.Error);
    }

    [Fact]
    public async Task Verify_finds_nothing_in_a_sound_archive_and_says_what_is_wrong_with_a_damaged_one()
    {
        Fill();
        var sound = await CommandLine.RunAsync("archive", "verify", "--archive", File);
        Assert.Equal(ExitCode.Ok, sound.Code);
        await System.IO.File.WriteAllTextAsync(
            File,
            "not a database, and long enough",
            TestContext.Current.CancellationToken
        );
        var damaged = await CommandLine.RunAsync("archive", "verify", "--archive", File);
        Assert.NotEqual(ExitCode.Ok, damaged.Code);
        Assert.Contains(File, damaged.Error);
    }

    [Fact]
    public async Task Missing_archive_is_one_line_that_names_the_file()
    {
        var said = await CommandLine.RunAsync("archive", "stats", "--archive", File);
        Assert.Equal(ExitCode.Failed, said.Code);
        Assert.Contains(File, said.Error);
        Assert.Single(said.Error.TrimEnd().Split('\n'));
    }

    private void Fill(string ofLevel = "GFN2-xTB", string property = "homo_lumo_gap")
    {
        using var archive = Archive.Open(File);
        var level = LevelOfTheory.Parse(ofLevel);
        var cost = new Footprint(Usage, 1e-5, CostBasis.Modelled, 0.004, 0);
        var ethanol = new Candidate(1, "NSC-1", "CCO", 0, 1, 3, 9, 26, ["H", "C", "O"]);
        var methane = ethanol with { Row = 2, Id = "NSC-2", Smiles = "C", HeavyAtoms = 1, Atoms = 5, Electrons = 10 };
        var values = ImmutableSortedDictionary<string, double>.Empty.Add(property, 2.5);
        archive.Put([
            new(
                new(ethanol, level, "none", "xtb 6.5.1"),
                new Computed(values, null, Usage, Made),
                cost,
                "run",
                1,
                At(1)
            ),
            new(
                new(methane, level, "none", "xtb 6.5.1"),
                new Failed(FailureKind.Convergence, "scf", "no convergence", Usage, Made),
                cost,
                "run",
                2,
                At(2)
            ),
        ]);
    }

    private static DateTimeOffset At(int second) => new(2026, 1, 1, 0, 0, second, TimeSpan.Zero);
}
