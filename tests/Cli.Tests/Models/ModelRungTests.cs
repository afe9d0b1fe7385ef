using System.Globalization;

namespace Lichen.Cli.Tests.Models;

/// <summary>A model that Lichen trained, as a level of a campaign.</summary>
public sealed class ModelRungTests : IDisposable
{
    private const string NotTaught = "O=S(=O)(c1ccccc1)c1ccc(Br)cc1";
    private static readonly string[] Asked = ["CCCCCO", "CC(C)CO", "OCCCO", "CCCCCC"];
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-model-rung-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_candidate_has_what_the_model_predicts_and_what_it_was_not_taught_is_refused()
    {
        var model = await TrainAsync("mol/L");
        Write("pool.csv", ["id,smiles", .. Asked.Append(NotTaught).Select((smiles, i) => $"m{i},{smiles}")]);
        var ran = await RunAsync("my-model", "solubility, unit: mol/L");
        Assert.True(ran.Code is ExitCode.Ok or ExitCode.Partial, ran.Error);

        Write("in.csv", ["smiles", .. Asked]);
        var predicted = await CommandLine.RunAsync("model", "predict", model, "--in", PathOf("in.csv"), "-q");
        var expected = Table(predicted.Output).ToDictionary(row => row["smiles"], row => row["pred"]);
        var rows = Table(File.ReadAllText(PathOf("run/molecules.csv")));
        foreach (var row in rows.Where(row => Asked.Contains(row["smiles"])))
        {
            var value = row.First(field => field.Key.StartsWith("my_model_", StringComparison.Ordinal)).Value;
            Assert.Equal(Number(expected[row["smiles"]]), Number(value), 1e-5);
        }

        Assert.Equal(Asked.Length, rows.Count(row => row["status"] == "computed"));
        var ledger = Table(File.ReadAllText(PathOf("run/ledger.csv")));
        Assert.Contains(ledger, row => row["failure"] == "outside_domain");
    }

    [Fact]
    public async Task Two_models_of_one_property_are_a_ladder_and_each_number_has_its_unit_and_its_deviation()
    {
        await TrainAsync("mol/L");
        File.Copy(PathOf("model.safetensors"), PathOf("first.safetensors"));
        Write("pool.csv", ["id,smiles", .. Asked.Select((smiles, i) => $"m{i},{smiles}")]);
        var ran = await RunAsync(
            "my-model",
            "solubility, unit: mol/L",
            below: "{level: first, model: {file: first.safetensors, property: solubility, unit: mol/L}}"
        );
        Assert.True(ran.Code is ExitCode.Ok or ExitCode.Partial, ran.Error);
        var row = Table(File.ReadAllText(PathOf("run/molecules.csv"))).First(row => row["status"] == "computed");
        Assert.True(Number(row["my_model_solubility_molL"]) > 0);
        Assert.True(Number(row["my_model_solubility_deviation_molL"]) > 0);
        Assert.Equal(row["my_model_solubility_molL"], row["first_solubility_molL"]);
        Assert.Contains("mol/L", File.ReadAllText(PathOf("run/report.html")));
        var exported = await CommandLine.RunAsync(
            "archive",
            "export",
            PathOf("out.csv"),
            "--level",
            "my-model",
            "--archive",
            PathOf("a.db")
        );
        Assert.True(exported.Code == ExitCode.Ok, exported.Error);
        Assert.Contains("solubility_deviation_molL", File.ReadLines(PathOf("out.csv")).First());
    }

    [Fact]
    public async Task Two_levels_of_one_property_in_two_units_are_refused()
    {
        await TrainAsync("mol/L");
        Write("pool.csv", "id,smiles", "a,CCO");
        var plan = await RunAsync(
            "my-model",
            "solubility, unit: mol/L",
            "plan",
            "{level: first, model: {file: model.safetensors, property: solubility, unit: g/L}}"
        );
        Assert.Equal(ExitCode.Usage, plan.Code);
        Assert.Contains("solubility is in 'mol/L' here and in 'g/L' at 'first'", plan.Error);
    }

    [Fact]
    public async Task A_model_of_geometries_is_asked_at_the_geometry_that_the_level_names()
    {
        var model = PathOf("model.safetensors");
        var trained = await CommandLine.RunAsync([
            "model",
            "train",
            "--data",
            StructureModelVerbTests.Frames(_folder, 60, 1),
            "--target",
            "energy",
            "--unit",
            "eV",
            "--out",
            model,
            "-q",
        ]);
        Assert.True(trained.Code == ExitCode.Ok, trained.Error);
        Write("pool.csv", "id,smiles", "water,O", "salt,CS", "ion,[OH3+]");

        var none = await RunAsync("water-energy", "energy, unit: eV", "plan");
        Assert.Equal(ExitCode.Usage, none.Code);
        Assert.Contains("names none; write 'water-energy//MMFF94'", none.Error);

        var ran = await RunAsync("water-energy//MMFF94", "energy, unit: eV");
        Assert.True(ran.Code is ExitCode.Ok or ExitCode.Partial, ran.Error);
        var row = Assert.Single(
            Table(File.ReadAllText(PathOf("run/molecules.csv"))),
            row => row["status"] == "computed"
        );
        var ion = await CommandLine.RunAsync("explain", PathOf("run"), "ion");
        Assert.Contains("geometries of neutral closed shells, not charge +1", ion.Output);
        var geometries = PathOf("run/geometries.xyz");
        var predicted = await CommandLine.RunAsync("model", "predict", model, "--in", geometries, "-q");
        Assert.Equal(
            Number(Assert.Single(Table(predicted.Output))["pred"]),
            Number(row.First(field => field.Key.StartsWith("water_energy", StringComparison.Ordinal)).Value),
            1e-4
        );
    }

    [Theory]
    [InlineData("", "homo_lumo_gap", "says no unit of its labels; if it is eV, write 'unit: eV'")]
    [InlineData("kcal/mol", "homo_lumo_gap", "predicts in 'kcal/mol', and homo_lumo_gap is in 'eV' here")]
    [InlineData("eV", "homo_lmo_gap", "did you mean 'homo_lumo_gap'")]
    [InlineData("eV", "homo_lumo_gap, unit: meV", "expected 'eV', the unit of homo_lumo_gap everywhere, found 'meV'")]
    public async Task A_unit_that_does_not_fit_is_refused(string trained, string property, string said)
    {
        await TrainAsync(trained);
        Write("pool.csv", "id,smiles", "a,CCO");
        var plan = await RunAsync("my-model", property, "plan");
        Assert.Equal(ExitCode.Usage, plan.Code);
        Assert.Contains(said, plan.Error);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused_and_so_is_a_geometry_that_it_does_not_take()
    {
        Write("pool.csv", "id,smiles", "a,CCO");
        Write("model.safetensors", "this is no model, only text");
        Assert.Contains("is no model of Lichen", (await RunAsync("my-model", "y, unit: '1'", "plan")).Error);
        await TrainAsync("eV");
        Assert.Contains(
            "predicts from the molecule alone; write 'my-model'",
            (await RunAsync("my-model//MMFF94", "homo_lumo_gap", "plan")).Error
        );
    }

    private async Task<string> TrainAsync(string unit)
    {
        string[] molecules =
        [
            .. Enumerable.Range(1, 14).Select(n => new string('C', n)),
            .. Enumerable.Range(1, 14).Select(n => new string('C', n) + "O"),
            .. Enumerable.Range(1, 8).Select(n => "OC" + new string('C', n) + "O"),
        ];
        Write(
            "train.csv",
            ["smiles,y", .. molecules.Select(m => $"{m},{(2 * m.Count(c => c == 'O')) - m.Count(c => c == 'C') + 20}")]
        );
        var model = PathOf("model.safetensors");
        string[] arguments = ["model", "train", "--data", PathOf("train.csv"), "--target", "y", "--kind", "gp"];
        var said = await CommandLine.RunAsync([
            .. arguments,
            "--out",
            model,
            .. unit.Length == 0 ? [] : (string[])["--unit", unit],
        ]);
        Assert.True(said.Code == ExitCode.Ok, said.Error);
        return model;
    }

    private Task<CommandLine> RunAsync(string level, string property, string verb = "run", string below = "")
    {
        Write(
            "campaign.yaml",
            $$"""
            name: model-rung
            space: {file: pool.csv}
            objective: {property: {{property.Split(',')[0]}}, level: {{level}}, goal: minimise}
            hits: 4
            ladder:
              {{(below.Length == 0 ? "" : $"- {below}")}}
              - level: {{level}}
                model: {file: model.safetensors, property: {{property}}}
            budget: {core_time: 10 core-minutes}
            stop: {chance_better_left: 0}
            """
        );
        return verb == "run"
            ? CommandLine.RunAsync("run", PathOf("campaign.yaml"), "--out", PathOf("run"), "--archive", PathOf("a.db"))
            : CommandLine.RunAsync(verb, PathOf("campaign.yaml"));
    }

    private static List<Dictionary<string, string>> Table(string text)
    {
        string[][] lines = [.. text.TrimEnd().Split('\n').Select(line => line.Split(','))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(p => p.First, p => p.Second))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(string name, params string[] lines) =>
        File.WriteAllText(PathOf(name), string.Join('\n', lines) + "\n");
}
