using System.Globalization;
using System.Text.Json;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Models;

public sealed class ModelVerbTests : IDisposable
{
    // Alkanes and alcohols: the label follows the carbons and the hydroxyls.
    private static readonly string[] Molecules =
    [
        .. Enumerable.Range(1, 14).Select(n => new string('C', n)),
        .. Enumerable.Range(1, 14).Select(n => new string('C', n) + "O"),
        .. Enumerable.Range(1, 8).Select(n => "OC" + new string('C', n) + "O"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_trained_model_describes_itself_and_predicts()
    {
        var model = await TrainAsync();
        var described = await CommandLine.RunAsync("model", "describe", model);
        Assert.Equal(ExitCode.Ok, described.Code);
        Assert.Contains("solubility in mol/L", described.Output);
        Assert.Contains("36 labels", described.Output);
        var card = JsonElement.Parse((await CommandLine.RunAsync("model", "describe", model, "--json")).Output);
        Assert.Equal("gaussian_process", card.GetProperty("kind").GetString());
        Assert.Equal(36, card.GetProperty("labels").GetProperty("count").GetInt32());

        var input = Write("in.csv", "id;SMILES", "a;CCCCO", "\"b;1\";OCCO");
        var said = await CommandLine.RunAsync("model", "predict", model, "--in", input);
        Assert.Equal(ExitCode.Ok, said.Code);
        var lines = said.Output.TrimEnd().Split('\n');
        Assert.Equal("id;SMILES;pred;pred_sd;domain_score;in_domain", lines[0]);
        Assert.StartsWith("\"b;1\";OCCO;", lines[2]);
        var fields = lines[1].Split(';');
        Assert.InRange(double.Parse(fields[2], CultureInfo.InvariantCulture), -3.5, -1.5);
        Assert.True(double.Parse(fields[3], CultureInfo.InvariantCulture) > 0);
        Assert.Equal("true", fields[5]);
        Assert.Contains("2 rows: 2 predicted", said.Error);
    }

    [Fact]
    public async Task Bad_rows_are_skipped_counted_and_written_with_line_and_reason()
    {
        var model = await TrainAsync();
        var input = Write("in.csv", "smiles,note", "CCO,good", "C1CC,open ring", "", "CCC", ",nothing", "CCCC,good");
        var output = Path.Combine(_folder, "out.csv");
        var said = await CommandLine.RunAsync("model", "predict", model, "--in", input, "--out", output, "--json");
        var counts = JsonElement.Parse(said.Output);
        Assert.Equal(
            (5, 2, 3),
            (
                counts.GetProperty("rows").GetInt32(),
                counts.GetProperty("predicted").GetInt32(),
                counts.GetProperty("rejected").GetInt32()
            )
        );
        Assert.Equal(3, File.ReadAllLines(output).Length);
        var rejects = File.ReadAllLines(Path.Combine(_folder, "out.rejects.csv"));
        Assert.Equal("line,reason,row", rejects[0]);
        Assert.StartsWith("3,", rejects[1]);
        Assert.Contains("unclosed ring", rejects[1]);
        Assert.StartsWith("5,the row has 1 fields and the header 2", rejects[2]);
        Assert.StartsWith("6,", rejects[3]);
    }

    [Fact]
    public async Task Standard_input_and_output_can_be_piped_through()
    {
        var model = await TrainAsync();
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader("smiles\nCCO\nCCC\n");
        var code = await LichenCommand.RunAsync(
            ["model", "predict", model, "--in", "-", "-q"],
            new Terminal(output, error, isTerminal: false, new ManualTime(), () => input)
        );
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(3, output.ToString().TrimEnd().Split('\n').Length);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Evaluation_counts_errors_coverage_and_draws_the_parity()
    {
        var model = await TrainAsync();
        var data = Write(
            "test.csv",
            ["smiles,solubility", "CCCCCO,-2.5", "OCCCO,0.9", "CCCCCCC,-7.1", "CCCCCCCO,none", "CO,-0.4"]
        );
        var figures = Path.Combine(_folder, "figures");
        var said = await CommandLine.RunAsync([
            "model",
            "evaluate",
            model,
            "--data",
            data,
            "--out",
            figures,
            "--json",
            "--rejects",
            Path.Combine(_folder, "r.csv"),
        ]);
        Assert.Equal(ExitCode.Ok, said.Code);
        var numbers = JsonElement.Parse(said.Output);
        Assert.Equal(
            (5, 1, 4, 4),
            (
                numbers.GetProperty("rows").GetInt32(),
                numbers.GetProperty("rejected").GetInt32(),
                numbers.GetProperty("molecules").GetInt32(),
                numbers.GetProperty("trained_on").GetInt32()
            )
        );
        Assert.True(numbers.GetProperty("rmse").GetDouble() >= numbers.GetProperty("mae").GetDouble());
        Assert.Equal(5, File.ReadAllLines(Path.Combine(figures, "parity.csv")).Length);
        Assert.True(File.Exists(Path.Combine(figures, "parity.svg")));
        Assert.True(File.Exists(Path.Combine(figures, "parity.png")));
    }

    [Fact]
    public async Task New_labels_test_the_calibration_and_are_counted_on_the_card()
    {
        var model = await TrainAsync();
        var data = Write("new.csv", "smiles,solubility", "CC(C)CCO,-3", "CC(O)CO,0.2", "CCO,-0.5");
        var later = Path.Combine(_folder, "later.safetensors");
        var said = await CommandLine.RunAsync("model", "evaluate", model, "--data", data, "--save", later);
        Assert.True(said.Code == ExitCode.Ok, said.Error);
        Assert.Contains("1 of the molecules were trained on", said.Error);
        var card = JsonElement.Parse((await CommandLine.RunAsync("model", "describe", later, "--json")).Output);
        Assert.Equal(2, card.GetProperty("calibration").GetProperty("check").GetProperty("labels").GetInt32());
        Assert.Contains("2 later labels", (await CommandLine.RunAsync("model", "describe", later)).Output);
    }

    [Fact]
    public async Task A_wrong_column_is_one_line_with_the_nearest_name()
    {
        var data = Write("data.csv", "smiles,solubility", "CCO,1");
        var said = await CommandLine.RunAsync("model", "train", "--data", data, "--target", "solubillity");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("line 1: there is no column 'solubillity' (--target); did you mean 'solubility'?", said.Error);
    }

    [Fact]
    public async Task Parquet_goes_in_and_out()
    {
        var model = await TrainAsync();
        var table = Path.Combine(_folder, "in.parquet");
        ParquetTable.Write(
            table,
            new Table(
                [new("id", ColumnType.Whole), new("smiles", ColumnType.Text)],
                [
                    [1L, "CCCCO"],
                    [2L, "C1CC"],
                    [3L, "OCCO"],
                ]
            )
        );
        var output = Path.Combine(_folder, "out.parquet");
        var said = await CommandLine.RunAsync("model", "predict", model, "--in", table, "--out", output);
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Contains("3 rows: 2 predicted, 1 rejected", said.Output);
        using var reader = new StreamReader(new ParquetTextStream(output));
        var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        Assert.Equal("id,smiles,pred,pred_sd,domain_score,in_domain", lines[0]);
        var text = await CommandLine.RunAsync(
            "model",
            "predict",
            model,
            "--in",
            Write("in.csv", "id,smiles", "1,CCCCO", "3,OCCO"),
            "-q"
        );
        Assert.Equal(text.Output.TrimEnd().Split('\n')[1..].Select(Prediction), lines[1..].Select(Prediction));

        File.WriteAllText(table, "PAR1, and nothing else");
        var bad = await CommandLine.RunAsync("model", "predict", model, "--in", table);
        Assert.Contains("cannot be read as Parquet", bad.Error);
        Assert.Single(bad.Error.TrimEnd().Split('\n'));

        static double Prediction(string line) => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Labels_of_two_levels_are_not_averaged()
    {
        var data = Write("two.csv", "smiles,level,gap", "CCO,GFN2-xTB,10", "OCC,B3LYP/def2-SVP,8");
        var said = await CommandLine.RunAsync("model", "train", "--data", data, "--target", "gap");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("line 3: CCO has labels of two levels, GFN2-xTB and B3LYP/def2-SVP", said.Error);
    }

    [Fact]
    public async Task Too_few_labels_are_refused_with_the_counts()
    {
        var data = Write("data.csv", "smiles,y", "CCO,1", "OCC,2", "C,x");
        var said = await CommandLine.RunAsync([
            "model",
            "train",
            "--data",
            data,
            "--target",
            "y",
            "--out",
            Path.Combine(_folder, "m.safetensors"),
        ]);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("3 rows: 1 molecules, 1 repeat a molecule (labels averaged), 1 rejected", said.Error);
        Assert.False(File.Exists(Path.Combine(_folder, "m.safetensors")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_the_work()
    {
        var data = Write("data.csv", [.. Molecules.Select(Labelled).Prepend("smiles,y")]);
        var model = Path.Combine(_folder, "nowhere", "m.safetensors");
        var said = await CommandLine.RunAsync("model", "train", "--data", data, "--target", "y", "--out", model);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Equal($"lichen: {model}: there is no folder {Path.GetDirectoryName(model)}", said.Error.TrimEnd());
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused_in_words()
    {
        var file = Write("x.safetensors", "this is not a model, only text");
        var said = await CommandLine.RunAsync("model", "describe", file);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("is no model of Lichen", said.Error);
        Assert.Single(said.Error.TrimEnd().Split('\n'));
        var missing = await CommandLine.RunAsync("model", "describe", Path.Combine(_folder, "y.safetensors"));
        Assert.Contains("did you mean 'x.safetensors'?", missing.Error);
    }

    [Fact]
    public async Task A_table_that_has_the_name_of_a_prediction_is_refused()
    {
        var model = await TrainAsync();
        var input = Write("in.csv", "smiles,pred", "CCO,1");
        var said = await CommandLine.RunAsync("model", "predict", model, "--in", input);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("a column 'pred' already", said.Error);
    }

    [Fact]
    public void Progress_says_the_share_and_what_is_left()
    {
        Assert.Equal(
            "3,000 rows, 100 a second, 25 %, 1 min 30 s left",
            Lichen.Cli.Models.RowProgress.Words(3000, 250, 1000, TimeSpan.FromSeconds(30))
        );
        Assert.Equal(
            "10 rows, 5.00 a second",
            Lichen.Cli.Models.RowProgress.Words(10, null, null, TimeSpan.FromSeconds(2))
        );
    }

    private async Task<string> TrainAsync()
    {
        var data = Write("train.csv", [.. Molecules.Select(Labelled).Prepend("smiles,solubility")]);
        var model = Path.Combine(_folder, "model.safetensors");
        var said = await CommandLine.RunAsync([
            "model",
            "train",
            "--data",
            data,
            "--target",
            "solubility",
            "--unit",
            "mol/L",
            "--kind",
            "gp",
            "--out",
            model,
        ]);
        Assert.True(said.Code == ExitCode.Ok, said.Error);
        Assert.Contains($"wrote {model}", said.Output);
        return model;
    }

    private static string Labelled(string smiles)
    {
        var label = (1.5 * smiles.Count(c => c == 'O')) - smiles.Count(c => c == 'C');
        return string.Create(CultureInfo.InvariantCulture, $"{smiles},{label}");
    }

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }
}
