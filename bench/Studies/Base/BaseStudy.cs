using System.Globalization;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>The recipe of lichen-base: <c>data</c> labels structures, further verbs choose, train and judge.</summary>
internal static class BaseStudy
{
    private const string OfHeads = "random.xyz,active.xyz,larger.xyz";
    private const string All = OfHeads + ",more.xyz";

    public static async Task<int> RunAsync(string[] arguments)
    {
        string data = Option(arguments, "--data", Path.Combine(Repository.Folder, "..", "shared", "data"));
        string work = Option(arguments, "--work", Path.Combine(Repository.Folder, "artifacts", "base"));
        Directory.CreateDirectory(work);
        switch (arguments.FirstOrDefault())
        {
            case "data":
                long first = long.Parse(Option(arguments, "--first", "0"), CultureInfo.InvariantCulture);
                int count = int.Parse(Option(arguments, "--count", "5000"), CultureInfo.InvariantCulture);
                string chosen = Option(arguments, "--chosen", "");
                long[] indices =
                    chosen.Length > 0
                        ? [.. File.ReadLines(chosen).Select(line => long.Parse(line, CultureInfo.InvariantCulture))]
                        : [.. Enumerable.Range(0, count).Select(i => first + i)];
                await BaseData.LabelAsync(
                    data,
                    Path.Combine(work, Option(arguments, "--file", "random.xyz")),
                    indices,
                    arguments.Contains("--larger")
                );
                return 0;
            case "active":
                string committee = Path.Combine(work, Option(arguments, "--committee", "committee.safetensors"));
                int most = int.Parse(Option(arguments, "--count", "20000"), CultureInfo.InvariantCulture);
                await BaseActive.RunAsync(
                    data,
                    Path.Combine(work, "active.xyz"),
                    PotentialFile.Read(File.ReadAllBytes(committee)),
                    most
                );
                return 0;
            case "ship":
                string file = Path.Combine(work, Option(arguments, "--name", "base") + ".safetensors");
                AniModel made = PotentialFile.Read(File.ReadAllBytes(file));
                BaseShip.Run(made);
                return 0;
            case "ship-heads":
                BaseShip.AddHeads(
                    BaseShip.Name,
                    HeadFile.Read(File.ReadAllBytes(Path.Combine(work, "heads.safetensors")))
                );
                return 0;
            case "judge-heads":
                string trained = Path.Combine(work, "heads.safetensors");
                PropertyHeads heads = File.Exists(trained)
                    ? HeadFile.Read(File.ReadAllBytes(trained))
                    : new PotentialStore(work).ReadHeads(BaseShip.Name)!;
                HeadJudge.Run(heads, ReadSet(arguments, work, OfHeads).Test);
                HeadDyes.Run(heads);
                return 0;
            case "judge":
                AniModel shipped = new PotentialStore(work).Read(BaseShip.Name);
                Example[] test = ReadSet(arguments, work).Test;
                BaseJudge.Run(data, shipped, test);
                await BaseConformers.RunAsync(data, shipped, test);
                return 0;
            case "export":
                BaseExport.Run(ReadSet(arguments, work), work);
                return 0;
            case "lift-data":
                int labels = int.Parse(Option(arguments, "--count", "300"), CultureInfo.InvariantCulture);
                await LiftData.RunAsync(work, ReadSet(arguments, work, "random.xyz"), labels);
                return 0;
            case "lift":
                LiftStudy.Run(
                    work,
                    data,
                    Sizes(arguments),
                    int.Parse(Option(arguments, "--epochs", "60"), CultureInfo.InvariantCulture),
                    double.Parse(Option(arguments, "--rate", "0.0005"), CultureInfo.InvariantCulture)
                );
                return 0;
            case "lift-delta":
                LiftDelta.Run(work, Sizes(arguments));
                return 0;
            case "lift-dyes":
                await LiftDyesData.RunAsync(work);
                return 0;
            case "lift-heads":
                LiftHeads.Run(work, Sizes(arguments));
                return 0;
            case "lift-cross":
                LiftCross.Run(work);
                return 0;
            case "ship-lifted-heads":
                LiftHeads.Ship(work);
                return 0;
            case "ship-lifted":
                LiftStudy.Ship(work);
                return 0;
            case "train":
                return Train(arguments, work);
            case "heads":
                return Heads(arguments, work);
            default:
                Console.Error.WriteLine(
                    "usage: base data|active|train|ship|judge|heads|ship-heads|judge-heads|lift-data|lift|lift-delta|ship-lifted|lift-dyes|lift-heads|lift-cross|ship-lifted-heads|export [--work FOLDER] [--data FOLDER]"
                );
                return 2;
        }
    }

    private static int Train(string[] arguments, string work)
    {
        var set = ReadSet(arguments, work);
        int Number(string name, string otherwise) =>
            int.Parse(Option(arguments, name, otherwise), CultureInfo.InvariantCulture);
        Example[] train = [.. set.Train.Take(Number("--structures", "1000000"))];
        var settings = new TrainingSettings(
            TrainingSettings.BaseTerms,
            [
                .. Option(arguments, "--hidden", "128,96,64")
                    .Split(',')
                    .Select(w => int.Parse(w, CultureInfo.InvariantCulture)),
            ],
            Number("--epochs", "50"),
            Number("--batch", "16"),
            double.Parse(Option(arguments, "--rate", "0.002"), CultureInfo.InvariantCulture),
            double.Parse(Option(arguments, "--energy", "4"), CultureInfo.InvariantCulture)
        );
        string name = Option(arguments, "--name", "base");
        Console.WriteLine($"{train.Length} structures to learn from, {set.Valid.Length} valid, {set.Test.Length} test");
        var (model, _) = BaseTraining.Run(work, name, train, set.Valid, settings, Number("--members", "3"));
        using FileStream output = File.Create(Path.Combine(work, name + ".safetensors"));
        PotentialFile.Write(model, output, half: false);
        return 0;
    }

    private static int Heads(string[] arguments, string work)
    {
        var set = ReadSet(arguments, work, OfHeads);
        int Number(string name, string otherwise) =>
            int.Parse(Option(arguments, name, otherwise), CultureInfo.InvariantCulture);
        double Real(string name, string otherwise) =>
            double.Parse(Option(arguments, name, otherwise), CultureInfo.InvariantCulture);
        var shape = new HeadShape(Number("--hidden", "96"), Number("--width", "64"), Number("--rounds", "2"), 48);
        PropertyHeads heads = BaseHeads.Run(
            [.. set.Train.Take(Number("--structures", "1000000"))],
            set.Valid,
            new HeadSettings(
                shape,
                Number("--epochs", "22"),
                Number("--batch", "32"),
                Real("--rate", "0.002"),
                Real("--decay", "0.03")
            ),
            Number("--members", "3")
        );
        using FileStream output = File.Create(Path.Combine(work, "heads.safetensors"));
        HeadFile.Write(heads, output, half: false);
        return 0;
    }

    private static int[] Sizes(string[] arguments) =>
        [
            .. Option(arguments, "--labels", "75,150,300")
                .Split(',')
                .Select(size => int.Parse(size, CultureInfo.InvariantCulture)),
        ];

    private static BaseSet ReadSet(string[] arguments, string work, string files = All) =>
        BaseSet.Read(Option(arguments, "--files", files).Split(',').Select(file => FileOf(work, file)));

    /// <summary>A part of the data set: that of the work folder where it has one, else the one that Lichen ships.</summary>
    public static string FileOf(string work, string name) =>
        File.Exists(Path.Combine(work, name))
            ? Path.Combine(work, name)
            : Path.Combine(Repository.Folder, "data", "lichen-base", name + ".gz");

    public static string Option(string[] arguments, string name, string otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }
}
