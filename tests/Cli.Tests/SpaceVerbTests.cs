using System.Text.Json;

namespace Lichen.Cli.Tests;

public sealed class SpaceVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-space-verb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Combinations_of_every_reaction_are_counted()
    {
        var said = await CommandLine.RunAsync("space", "count", "--blocks", Blocks(), "--sample", "50", "--json");
        Assert.Equal(ExitCode.Ok, said.Code);
        using var json = JsonDocument.Parse(said.Output);
        var amide = json
            .RootElement.GetProperty("reactions")
            .EnumerateArray()
            .Single(reaction => reaction.GetProperty("name").GetString() == "Schotten-Baumann-amide");
        // 2 acids and 2 amines.
        Assert.Equal(4, amide.GetProperty("combinations").GetInt64());
        Assert.Equal(1, json.RootElement.GetProperty("refused_building_blocks").GetInt32());
        Assert.Equal(4, amide.GetProperty("made").GetInt32());
    }

    [Fact]
    public async Task Reactions_that_match_nothing_are_named()
    {
        var said = await CommandLine.RunAsync("space", "count", "--blocks", Blocks());
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Contains("match nothing:", said.Output, StringComparison.Ordinal);
        Assert.Contains("Suzuki", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_space_is_needed()
    {
        var said = await CommandLine.RunAsync("space", "count");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("--blocks", said.Error, StringComparison.Ordinal);
    }

    private string Blocks()
    {
        var path = Path.Combine(_folder, "blocks.smi");
        File.WriteAllText(path, "CC(=O)O acetic\nOC(=O)c1ccccc1 benzoic\nCN a\nCCN b\nC( broken\n");
        return path;
    }
}
