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
        var set = BaseSet.Read([BaseStudy.FileOf(work, "random.xyz")]);
        StructureLabel[] pool = [.. set.Train.Select(example => example.Label)],
            test = [.. set.Test.Select(example => example.Label)];
        var data = new LabelledStructures(TrainingSettings.BaseTerms, BaseSet.Dressed(set.Train), pool);
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        var curves = new Dictionary<string, List<double>> { ["random"] = [], ["committee"] = [] };
        var lines = new List<string> { "arm,labels,energy_mae_eV,force_mae_eV_per_A" };
        foreach (string arm in curves.Keys)
        {
            // The pool's own order is random; both arms begin with the same.
            List<int> chosen = [.. Enumerable.Range(0, Sizes[0])];
            for (int round = 0; round < Sizes.Length; round++)
            {
                AniModel model = Train(data, [.. chosen], Epochs[round]);
                PotentialErrors errors = PotentialErrors.Of(new AniPotential(model), test);
                curves[arm].Add(errors.Force);
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{arm},{chosen.Count},{errors.Energy:0.0000},{errors.Force:0.0000}"
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

        var summary = new
        {
            commit = Repository.Commit,
            pool = pool.Length,
            test = test.Length,
            members = Members,
            core_seconds = Environment.CpuUsage.TotalTime.TotalSeconds - cpu,
            labels = Sizes,
            random = curves["random"],
            committee = curves["committee"],
            share_of_labels_to_equal_error = Sizes
                .Select((size, i) => Share(curves["committee"], curves["random"][i], size))
                .ToArray(),
        };
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Base");
        File.WriteAllLines(Path.Combine(folder, "choice.csv"), lines);
        string json = JsonSerializer.Serialize(summary, Indented) + "\n";
        File.WriteAllText(Path.Combine(folder, "choice.json"), json);
        Console.Write(json);
        return Task.FromResult(0);
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
