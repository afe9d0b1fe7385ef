using System.Globalization;
using System.Text.Json;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// Tuned rather than trained: a potential of another level of theory from a few hundred labels of small molecules, from
/// lichen-base against from nothing, over the number of labels.
/// </summary>
internal static class AmonsStudy
{
    public static Task<int> RunAsync(string[] arguments)
    {
        string data = BaseStudy.Option(arguments, "--data", Path.Combine(Repository.Folder, "..", "shared", "data"));
        int[] sizes = [.. Numbers(BaseStudy.Option(arguments, "--labels", "100,200,400")).Select(size => (int)size)];
        // What is tuned overfits where it is trained as long and as fast as what begins with nothing: its passes and rate are
        // those that lifting chose, on other molecules, by structures left out.
        int epochs = (int)Numbers(BaseStudy.Option(arguments, "--epochs", "60"))[0];
        int drawnEpochs = (int)Numbers(BaseStudy.Option(arguments, "--drawn-epochs", "200"))[0];
        double rate = Numbers(BaseStudy.Option(arguments, "--rate", "0.0005"))[0];
        double drawn = Numbers(BaseStudy.Option(arguments, "--drawn-rate", "0.003"))[0];
        int members = (int)Numbers(BaseStudy.Option(arguments, "--members", "1"))[0];
        string model = BaseStudy.Option(arguments, "--model", "");
        AniModel start = model.Length > 0 ? PotentialFile.Read(File.ReadAllBytes(model)) : Shipped();
        List<StructureLabel> train = Amons.Read(data, "force_train"),
            test = Amons.Read(data, "force_valid");
        var settings = new TrainingSettings(start.Terms, [128, 96, 64], epochs, 4, rate, 4);
        var lines = new List<string> { "labels,from,energy_mae_eV,force_mae_eV_per_A,core_seconds" };
        var figures = new List<object>();
        foreach (int size in sizes)
        {
            // Every second, fourth ... row: the file goes from small molecules to large ones.
            StructureLabel[] labels = [.. Enumerable.Range(0, size).Select(i => train[i * train.Count / size])];
            var self = DressedAtoms.Fit(labels, start.Terms.AtomicNumbers);
            var structures = new LabelledStructures(start.Terms, self, labels);
            var found = new Dictionary<bool, PotentialErrors>();
            foreach (bool tuned in new[] { true, false })
            {
                double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
                IReadOnlyList<PotentialMember> starts = PotentialMember.Of(start);
                var made = new List<PotentialMember>();
                for (int k = 0; k < members; k++)
                {
                    var training = new PotentialTraining(
                        structures,
                        [.. Enumerable.Range(0, size)],
                        tuned ? settings : settings with { LearningRate = drawn, Epochs = drawnEpochs },
                        (ulong)(k + 1),
                        tuned ? starts[k] : null
                    );
                    while (!training.IsDone)
                    {
                        training.Pass(CancellationToken.None);
                    }

                    made.Add(training.Member());
                }

                var potential = new AniPotential(PotentialMember.Join("amons", start.Terms, self, made));
                found[tuned] = PotentialErrors.Of(potential, test);
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size},{(tuned ? start.Name : "nothing")},{found[tuned].Energy:0.0000},{found[tuned].Force:0.0000},{Environment.CpuUsage.TotalTime.TotalSeconds - cpu:0}"
                );
                Console.WriteLine(line);
                lines.Add(line);
            }

            figures.Add(
                new
                {
                    labels = size,
                    tuned = found[true],
                    from_nothing = found[false],
                    energy_ratio = found[true].Energy / found[false].Energy,
                    force_ratio = found[true].Force / found[false].Force,
                }
            );
        }

        BaseResults.Write("amons.csv", lines);
        BaseResults.Summarise(
            "amons.json",
            new
            {
                commit = Repository.Commit,
                test = test.Count,
                epochs,
                drawn_epochs = drawnEpochs,
                members,
                tuned_rate = rate,
                drawn_rate = drawn,
                figures,
            }
        );
        return Task.FromResult(0);
    }

    private static AniModel Shipped() => new PotentialStore(Path.GetTempPath()).Read("lichen-base");

    private static double[] Numbers(string list) =>
        [.. list.Split(',').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
