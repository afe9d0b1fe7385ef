using System.Text.Json;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Models;

public sealed class DistilVerbTests : IDisposable
{
    // Alkanes and alcohols: the label follows the carbons and the hydroxyls.
    private static readonly (string Smiles, double Label)[] Molecules =
    [
        .. Enumerable.Range(1, 25).Select(n => (new string('C', n), (double)n)),
        .. Enumerable.Range(1, 25).Select(n => (new string('C', n) + "O", n + 5.0)),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_student_of_a_table_says_when_it_pays_and_is_an_ordinary_model()
    {
        string student = _folder["s.safetensors"];
        var said = await DistilAsync("--out", student, "--teacher-seconds", "3600", "--json");
        Assert.Equal(ExitCode.Ok, said.Code);
        var json = JsonElement.Parse(said.Output);
        double making = json.GetProperty("making_core_seconds").GetDouble();
        Assert.True(making > 40 * 3600);
        double student1 = json.GetProperty("student_core_seconds_each").GetDouble();
        Assert.Equal(making / (3600 - student1), json.GetProperty("break_even_predictions").GetDouble(), 1e-6);
        Assert.Equal("a table", json.GetProperty("card").GetProperty("teacher").GetProperty("name").GetString());

        var described = await CommandLine.RunAsync("model", "describe", student);
        Assert.Contains("student of    a table: 40 labels", described.Output);
        var predicted = await CommandLine.RunAsync(
            "model",
            "predict",
            student,
            "--in",
            Pool(),
            "--out",
            _folder["p.csv"]
        );
        Assert.Equal(ExitCode.Ok, predicted.Code);
    }

    [Fact]
    public async Task Without_the_price_of_a_label_nothing_is_said_of_when_it_pays()
    {
        var said = await DistilAsync("--out", _folder["s.safetensors"], "--quick");
        Assert.Contains("no word on when it pays", said.Output);
    }

    [Fact]
    public async Task One_teacher_is_needed()
    {
        var said = await CommandLine.RunAsync("distil", "--pool", Pool());
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("expected one of --teacher", said.Error);
    }

    [Fact]
    public async Task Too_small_a_pool_is_refused()
    {
        File.WriteAllLines(_folder["few.csv"], ["smiles,y", "C,1", "CC,2"]);
        var said = await CommandLine.RunAsync("distil", "--pool", _folder["few.csv"], "--target", "y");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("2 labels of a pool of 2", said.Error);
    }

    private Task<CommandLine> DistilAsync(params string[] more) =>
        CommandLine.RunAsync(["distil", "--pool", Pool(), "--target", "y", "--labels", "40", .. more]);

    private string Pool()
    {
        string file = _folder["pool.csv"];
        File.WriteAllLines(
            file,
            ["smiles,y", .. Molecules.Select(m => FormattableString.Invariant($"{m.Smiles},{m.Label}"))]
        );
        return file;
    }
}
