using System.Text.Json;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Routes;

public sealed class RouteVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_route_is_told_as_a_tree_and_drawn()
    {
        var drawings = Path.Combine(_folder.Path, "drawings");
        var said = await CommandLine.RunAsync("route", "CC(=O)Nc1ccccc1", "--stock", Stock(), "--svg", drawings);
        Assert.Equal((ExitCode.Ok, ""), (said.Code, said.Error));
        Assert.StartsWith(
            "CC(=O)Nc1ccccc1: solved: 1 step\nCC(=O)Nc1ccccc1  <= ",
            said.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("in stock as aniline, price 3.5", said.Output, StringComparison.Ordinal);
        Assert.Contains("price 5.5; no shorter route exists", said.Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(drawings, "route-1.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_a_line_for_each_molecule_of_a_file()
    {
        var targets = Write("targets.smi", "CC(=O)Nc1ccccc1 anilide\nFC(F)F\nnonsense\n");
        var said = await CommandLine.RunAsync("route", targets, "--stock", Stock(), "--json");
        Assert.Equal(ExitCode.Partial, said.Code);
        var lines = said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var solved = JsonDocument.Parse(lines[0]);
        Assert.Equal("anilide", solved.RootElement.GetProperty("name").GetString());
        Assert.Equal(1, solved.RootElement.GetProperty("steps").GetInt32());
        Assert.Equal(2, solved.RootElement.GetProperty("route").GetProperty("precursors").GetArrayLength());
        Assert.Equal(["solved", "not_solved", "refused"], lines.Select(Status));
    }

    [Fact]
    public async Task Other_reactions_may_be_given()
    {
        var templates = Write("templates.txt", "[C:1](=[O:2])O.[N:3]>>[C:1](=[O:2])[N:3] amide\n");
        var said = await CommandLine.RunAsync("route", "CC(=O)Nc1ccccc1", "--stock", Stock(), "--templates", templates);
        Assert.Contains("CC(=O)Nc1ccccc1  <= amide", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_that_make_no_sense_are_refused()
    {
        var said = await CommandLine.RunAsync("route", "CCO", "--stock", Stock(), "--steps", "0");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("--steps 0", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stock_without_molecules_is_refused()
    {
        var said = await CommandLine.RunAsync("route", "CCO", "--stock", Write("empty.csv", "smiles,id\n"));
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("no molecules", said.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string? Status(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("status").GetString();
    }

    private string Stock() => Write("stock.csv", "smiles,name,price\nCC(=O)O,acetic acid,2\nNc1ccccc1,aniline,3.5\n");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
