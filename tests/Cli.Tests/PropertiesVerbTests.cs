using System.Text.Json;

namespace Lichen.Cli.Tests;

public sealed class PropertiesVerbTests
{
    [Fact]
    public async Task Programs_read_who_gives_a_property()
    {
        var line = await CommandLine.RunAsync("properties", "--json");

        Assert.Equal(ExitCode.Ok, line.Code);
        using var json = JsonDocument.Parse(line.Output);
        var gap = json
            .RootElement.EnumerateArray()
            .Single(property => property.GetProperty("name").GetString() == "homo_lumo_gap");
        Assert.Equal("eV", gap.GetProperty("unit").GetString());
        Assert.Equal(
            ["xtb GFN1-xTB", "xtb GFN2-xTB", "psi4 HF and density functionals"],
            gap.GetProperty("given_by")
                .EnumerateArray()
                .Where(giver => giver.GetProperty("engine").GetString() is "xtb" or "psi4")
                .Select(giver => $"{giver.GetProperty("engine").GetString()} {giver.GetProperty("levels").GetString()}")
        );
    }
}
