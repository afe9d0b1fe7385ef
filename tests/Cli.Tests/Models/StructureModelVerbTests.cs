using System.Globalization;
using System.Text;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Core.Molecules;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Models;

/// <summary>Models of structures: geometries in, as extended XYZ.</summary>
public sealed class StructureModelVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-structures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Geometries_teach_a_model_that_describes_itself_and_is_evaluated()
    {
        var model = await TrainAsync();
        var card = JsonElement.Parse((await CommandLine.RunAsync("model", "describe", model, "--json")).Output);
        Assert.Equal("structures", card.GetProperty("kind").GetString());
        Assert.Equal(60, card.GetProperty("labels").GetProperty("count").GetInt32());
        Assert.Contains("energy in eV", (await CommandLine.RunAsync("model", "describe", model)).Output);

        var evaluated = await CommandLine.RunAsync("model", "evaluate", model, "--data", Frames(30, 2), "--json");
        Assert.Equal(ExitCode.Ok, evaluated.Code);
        var figures = JsonElement.Parse(evaluated.Output);
        Assert.InRange(figures.GetProperty("mae").GetDouble(), 0, 0.05);
        Assert.InRange(figures.GetProperty("coverage_90").GetDouble(), 0.6, 1);
    }

    [Fact]
    public async Task Bad_frames_are_skipped_counted_and_written_with_line_and_reason()
    {
        var model = await TrainAsync();
        var input = Frames(4, 3);
        File.AppendAllText(
            input,
            "3\nenergy=1\nO 0 0 0\nH 0 0 nan\nH 0 1 0\n2\nenergy=1\nXx 0 0 0\nH 0 0 1\n2\nenergy=1\nO 0 0 0\nH 0 0 0.1\n1\nenergy=1\nS 0 0 0\n"
        );
        var output = Path.Combine(_folder, "out.csv");
        var said = await CommandLine.RunAsync("model", "predict", model, "--in", input, "--out", output, "--json");
        Assert.Equal(ExitCode.Ok, said.Code);
        var counts = JsonElement.Parse(said.Output);
        Assert.Equal(4, counts.GetProperty("predicted").GetInt32());
        Assert.Equal(4, counts.GetProperty("rejected").GetInt32());
        Assert.Equal(5, File.ReadAllLines(output).Length);
        var rejects = File.ReadAllText(Path.Combine(_folder, "out.rejects.csv"));
        Assert.Contains("'nan' is no finite number", rejects);
        Assert.Contains("'Xx' is no element", rejects);
        Assert.Contains("on top of each other", rejects);
        Assert.Contains("S", rejects.Split('\n')[^2]);
    }

    [Fact]
    public async Task A_table_is_no_input_of_a_model_of_structures_and_the_other_way_round()
    {
        var model = await TrainAsync();
        var table = Path.Combine(_folder, "in.csv");
        File.WriteAllText(table, "smiles\nCCO\n");
        var said = await CommandLine.RunAsync("model", "predict", model, "--in", table);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("expected geometries", said.Error);
        var none = await CommandLine.RunAsync("model", "train", "--data", Frames(30, 4), "--target", "enrgy");
        Assert.NotEqual(ExitCode.Ok, none.Code);
        Assert.Contains("energy", none.Error);
    }

    [Fact]
    public async Task Records_of_an_SD_file_teach_and_are_predicted_like_frames()
    {
        var frames = Frames(60, 1);
        var records = Records(frames, "train.sdf", 60);
        File.AppendAllText(
            records,
            "drawn\n     test 01010101012D\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n"
                + "    0.0000    0.0000    0.0000 O   0  0\nM  END\n> <energy>\n1\n\n$$$$\n"
        );
        var model = Path.Combine(_folder, "records.model");
        var rejects = Path.Combine(_folder, "rejects.csv");
        string[] asked =
        [
            "model",
            "train",
            "--target",
            "energy",
            "--unit",
            "eV",
            "--out",
            model,
            "--data",
            records,
            "--rejects",
            rejects,
        ];
        var said = await CommandLine.RunAsync(asked);
        Assert.True(said.Code == ExitCode.Ok, said.Error);
        Assert.Contains("61 frames: 60 structures, 1 rejected", said.Error);
        Assert.Contains("lacks hydrogens", File.ReadAllText(rejects));

        var predicted = await CommandLine.RunAsync(
            "model",
            "predict",
            model,
            "--in",
            Records(frames, "in.sdf", 5),
            "-q"
        );
        var ofFrames = await CommandLine.RunAsync("model", "predict", model, "--in", frames, "-q");
        Assert.Equal(6, predicted.Output.TrimEnd().Split('\n').Length);
        // Coordinates of a record have four decimals.
        foreach (var (record, frame) in Predictions(predicted.Output).Zip(Predictions(ofFrames.Output)))
        {
            Assert.Equal(frame, record, 0.01);
        }

        static IEnumerable<double> Predictions(string table) =>
            table
                .TrimEnd()
                .Split('\n')
                .Skip(1)
                .Select(line => double.Parse(line.Split(',')[^4], CultureInfo.InvariantCulture));
    }

    private string Records(string frames, string name, int count)
    {
        using var reader = new StreamReader(frames);
        var text = new StringBuilder();
        foreach (var frame in XyzFrames.Read(reader).Take(count))
        {
            text.Append(MolBlock.Write("O", frame.Geometry!, "water"))
                .Append(CultureInfo.InvariantCulture, $"> <energy>\n{frame.Keys["energy"]}\n\n$$$$\n");
        }

        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private async Task<string> TrainAsync()
    {
        var model = Path.Combine(_folder, "energy.model");
        var said = await CommandLine.RunAsync([
            "model",
            "train",
            "--data",
            Frames(60, 1),
            "--target",
            "energy",
            "--unit",
            "eV",
            "--out",
            model,
            "--quiet",
        ]);
        Assert.Equal("", said.Error);
        Assert.Equal(ExitCode.Ok, said.Code);
        return model;
    }

    private string Frames(int count, int seed) => Frames(_folder, count, seed);

    // Water molecules whose energy is that of three springs.
    internal static string Frames(string folder, int count, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var frame = 0; frame < count; frame++)
        {
            double[] at = [0, 0, 0.12, 0, 0.76, -0.47, 0, -0.76, -0.47];
            at = [.. at.Select(x => x + (0.1 * (random.NextDouble() - 0.5)))];
            var energy = Spring(at, 0, 1, 0.96) + Spring(at, 0, 2, 0.96) + Spring(at, 1, 2, 1.52);
            // As no label is exact.
            energy += 0.01 * (random.NextDouble() - 0.5);
            text.Append(CultureInfo.InvariantCulture, $"3\nProperties=species:S:1:pos:R:3 energy={energy:R}\n")
                .Append(CultureInfo.InvariantCulture, $"O {at[0]:R} {at[1]:R} {at[2]:R}\n")
                .Append(CultureInfo.InvariantCulture, $"H {at[3]:R} {at[4]:R} {at[5]:R}\n")
                .Append(CultureInfo.InvariantCulture, $"H {at[6]:R} {at[7]:R} {at[8]:R}\n");
        }

        var path = Path.Combine(folder, $"frames{seed}.xyz");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static double Spring(double[] at, int i, int j, double length)
    {
        var distance = Math.Sqrt(Enumerable.Range(0, 3).Sum(d => Math.Pow(at[(3 * i) + d] - at[(3 * j) + d], 2)));
        return 10 * (distance - length) * (distance - length);
    }
}
