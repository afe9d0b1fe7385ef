using System.Globalization;
using System.Text.Json;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// Labels chosen by a committee against labels drawn at random, from the same labelled pool: the error of forces on
/// molecules that neither saw, over the number of labels.
/// </summary>
internal static class ChoiceStudy
{
    private const int Members = 2;
    private static readonly int[] Sizes = [300, 600, 1200, 2400];
    private static readonly int[] Epochs = [80, 60, 40, 25];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task<int> RunAsync(string[] arguments)
    {
        string work = BaseStudy.Option(arguments, "--work", Path.Combine(Repository.Folder, "artifacts", "base"));
        // Distorted structures of three thousand molecules; and with them as many conformers, as a pool has that comes of dynamics: most of
        // it is much alike.
        string[][] pools =
        [
            ["random.xyz"],
            ["random.xyz", "larger.xyz"],
        ];
        StructureLabel[] test = [.. Read(work, pools[0]).Test.Select(example => example.Label)];
        var lines = new List<string> { "pool,arm,labels,energy_mae_eV,force_mae_eV_per_A,force_rmse_eV_per_A" };
        object[] figures = [.. pools.Select(files => Compare(files, Read(work, files).Train, test, lines))];
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Base");
        File.WriteAllLines(Path.Combine(folder, "choice.csv"), lines);
        string json =
            JsonSerializer.Serialize(
                new
                {
                    commit = Repository.Commit,
                    test = test.Length,
                    members = Members,
                    labels = Sizes,
                    pools = figures,
                },
                Indented
            ) + "\n";
        File.WriteAllText(Path.Combine(folder, "choice.json"), json);
        Console.Write(json);
        return Task.FromResult(0);
    }

    private static BaseSet Read(string work, string[] files) =>
        BaseSet.Read(files.Select(file => BaseStudy.FileOf(work, file)));

    private static object Compare(string[] files, Example[] examples, StructureLabel[] test, List<string> lines)
    {
        string name = string.Join('+', files.Select(Path.GetFileNameWithoutExtension));
        StructureLabel[] pool = [.. examples.Select(example => example.Label)];
        if (files.Length > 1)
        {
            // Within a file the order is random already.
            new Random(1).Shuffle(pool);
        }

        var data = new LabelledStructures(TrainingSettings.BaseTerms, BaseSet.Dressed(examples), pool);
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        var curves = new Dictionary<string, List<PotentialErrors>> { ["random"] = [], ["committee"] = [] };
        foreach (string arm in curves.Keys)
        {
            // Both arms begin with the same.
            List<int> chosen = [.. Enumerable.Range(0, Sizes[0])];
            for (int round = 0; round < Sizes.Length; round++)
            {
                AniModel model = Train(data, [.. chosen], Epochs[round]);
                PotentialErrors errors = PotentialErrors.Of(new AniPotential(model), test);
                curves[arm].Add(errors);
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name},{arm},{chosen.Count},{errors.Energy:0.0000},{errors.Force:0.0000},{errors.ForceRoot:0.0000}"
                );
                Console.WriteLine(line);
                lines.Add(line);
                if (round + 1 < Sizes.Length)
                {
                    int[] rest = [.. Enumerable.Range(0, pool.Length).Except(chosen)];
                    double[] spread =
                        arm == "random"
                            ? [.. rest.Select(s => -(double)s)]
                            : BaseActive.Spread(BaseActive.Members(model), [.. rest.Select(s => pool[s].Geometry)]);
                    Array.Sort(spread, rest);
                    chosen.AddRange(rest[^(Sizes[round + 1] - chosen.Count)..]);
                }
            }
        }

        return new
        {
            pool = name,
            structures = pool.Length,
            core_seconds = Environment.CpuUsage.TotalTime.TotalSeconds - cpu,
            share_of_labels_to_equal_mean_absolute_error = Shares(curves, errors => errors.Force),
            share_of_labels_to_equal_root_mean_square_error = Shares(curves, errors => errors.ForceRoot),
        };
    }

    private static double?[] Shares(
        Dictionary<string, List<PotentialErrors>> curves,
        Func<PotentialErrors, double> measure
    )
    {
        List<double> committee = [.. curves["committee"].Select(measure)];
        return [.. Sizes.Select((size, i) => Share(committee, measure(curves["random"][i]), size))];
    }

    private static AniModel Train(LabelledStructures data, int[] structures, int epochs)
    {
        var settings = new TrainingSettings(data.Terms, [64, 48], epochs, 8, 0.003, 4);
        var members = new List<PotentialMember>();
        for (int k = 0; k < Members; k++)
        {
            var training = new PotentialTraining(data, structures, settings, (ulong)(k + 1));
            while (!training.IsDone)
            {
                training.Pass(CancellationToken.None);
            }

            members.Add(training.Member());
        }

        return PotentialMember.Join("choice", data.Terms, data.SelfHartree, members);
    }

    /// <summary>Labels that the committee needs for an error, over those that random choice took; linear between the
    /// logarithms of both; null where the error lies outside its curve.</summary>
    private static double? Share(List<double> errors, double error, int labels)
    {
        for (int i = 1; i < errors.Count; i++)
        {
            if (errors[i] <= error && errors[i - 1] >= error)
            {
                double part = Math.Log(errors[i - 1] / error) / Math.Log(errors[i - 1] / errors[i]);
                return Sizes[i - 1] * Math.Pow((double)Sizes[i] / Sizes[i - 1], part) / labels;
            }
        }

        return null;
    }
}
