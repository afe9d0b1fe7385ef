using Lichen.Cli.Potentials;
using Lichen.Learning.Potentials;
using Lichen.Learning.Tests.Potentials;
using Lichen.Learning.Tests.Potentials.Foreign;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Potentials;

public sealed class ModelsVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_potential_is_added_listed_shown_and_checked()
    {
        string source = Directory.CreateDirectory(_folder["source"]).FullName;
        PotentialCard card = SmallPotential.Write(source);
        File.WriteAllText(Path.Combine(source, "card.json"), card.ToJson());

        var added = await RunAsync("add", "small", "--from", source);
        Assert.Equal(ExitCode.Ok, added.Code);
        Assert.Contains("licence MIT", added.Error);
        Assert.Contains("small is installed in", added.Output);

        var listed = await RunAsync("list");
        Assert.Matches(@"small\s+installed", listed.Output);
        Assert.Matches(@"ANI-2x\s+not installed", listed.Output);
        Assert.Contains("lichen models add ANI-2x --from FOLDER|URL", listed.Output);

        Assert.Contains("H C; charge 0; multiplicity 1", (await RunAsync("show", "small")).Output);
        var check = await RunAsync("check", "small");
        Assert.Equal(ExitCode.Ok, check.Code);
        Assert.Contains("5 files as published, 2 members", check.Output);
    }

    [Fact]
    public async Task A_reference_value_that_does_not_come_out_fails_the_check()
    {
        string source = Directory.CreateDirectory(_folder["source"]).FullName;
        var wrong = new CardReference("wrong", ["H", "H"], [0, 0, 0, 0, 0, 0.74], -1000, [], 1e-6, 1e-6);
        PotentialCard card = SmallPotential.Write(source) with { References = [wrong] };
        File.WriteAllText(Path.Combine(source, "card.json"), card.ToJson());
        await RunAsync("add", "small", "--from", source);
        var check = await RunAsync("check", "small");
        Assert.Equal(ExitCode.Failed, check.Code);
        Assert.Contains("FAILS: wrong", check.Output);
    }

    [Fact]
    public async Task A_graph_of_someone_else_is_added_shown_and_checked()
    {
        string source = Directory.CreateDirectory(_folder["source"]).FullName;
        MorsePotential.Write(source);
        Assert.Equal(ExitCode.Ok, (await RunAsync("add", "morse", "--from", source)).Code);
        Assert.Matches(@"morse\s+installed", (await RunAsync("list")).Output);
        string shown = (await RunAsync("show", "morse")).Output;
        Assert.Contains("H O; charge 0; multiplicity 1", shown);
        Assert.Contains("onnx: species, coordinates, pairs within 20 angstrom", shown);
        Assert.Contains("energy (eV), dipole_moment (e angstrom); forces by differentiation", shown);
        var check = await RunAsync("check", "morse");
        Assert.Equal(ExitCode.Ok, check.Code);
        Assert.Contains("morse: 1 file as published, 12 parameters", check.Output);
        Assert.Contains("holds: bent water", check.Output);
        Assert.Contains("from differences of the energy", check.Output);
    }

    [Fact]
    public async Task A_mapping_with_a_wrong_unit_is_found_out_when_the_model_is_added()
    {
        string source = Directory.CreateDirectory(_folder["source"]).FullName;
        MorsePotential.Write(source, mapping: MorsePotential.Mapping.Replace("\"eV\"", "\"hartree\""));
        var problem = await Assert.ThrowsAsync<PotentialException>(() => RunAsync("add", "morse", "--from", source));
        Assert.Contains("does not give its reference 'bent water'", problem.Message);
        Assert.DoesNotMatch(@"morse", (await RunAsync("list")).Output);
    }

    [Fact]
    public async Task A_program_is_added_only_where_that_is_said()
    {
        string source = Directory.CreateDirectory(_folder["source"]).FullName;
        const string mapping = """
            {
              "inputs": [
                { "name": "species", "role": "species", "as": "numbers" },
                { "name": "coordinates", "role": "coordinates", "unit": "bohr", "precision": "double" }
              ],
              "outputs": [{ "name": "0", "role": "energy", "unit": "hartree" }]
            }
            """;
        double hartree = MorsePotential.Water.Bohr.ToArray().Sum(x => 0.25 * x * x);
        MorsePotential.Write(source, TorchScriptWriter.Archive(), mapping, "springs", "torchscript", hartree);
        var problem = await Assert.ThrowsAsync<UserException>(() => RunAsync("add", "springs", "--from", source));
        Assert.Contains("say --allow-program if you trust them", problem.Message);
        Assert.DoesNotMatch("springs", (await RunAsync("list")).Output);
        Assert.Equal(ExitCode.Ok, (await RunAsync("add", "springs", "--from", source, "--allow-program")).Code);
        Assert.Contains("holds: bent water", (await RunAsync("check", "springs")).Output);
    }

    [Fact]
    public async Task What_is_not_installed_names_the_command_that_brings_it()
    {
        var problem = await Assert.ThrowsAsync<UserException>(() => RunAsync("show", "ani-2x"));
        Assert.Contains("lichen models add ANI-2x --from FOLDER|URL", problem.Message);
    }

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        ModelsCommand.RunAsync(_folder["store"], arguments);
}
