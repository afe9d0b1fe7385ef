using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Compute.Processes;
using Lichen.Learning.Structures;

namespace Lichen.Studies.Qm7;

/// <summary>
/// Atomisation energies of QM7 (PBE0) from structures, with and without the DFTB3 column as a lower rung: random
/// training sets, 2,000 others as test, everything but the figures learned from the training set.
/// </summary>
internal static class Qm7Study
{
    internal const int TestSize = 2000;
    private const int ChoiceSize = 400;
    private const int WeightSize = 1500;
    private const int MostKernels = 5;
    private const double LeastGain = 3;
    private const int Bins = 10;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly (string Name, string[] Representations)[] Models =
    [
        ("sum", ["fchl19", "cmbdf", "slatm"]),
        ("fchl19", ["fchl19"]),
        ("cmbdf", ["cmbdf"]),
        ("slatm", ["slatm"]),
    ];

    public static Task<int> RunAsync(string[] arguments)
    {
        int[] sizes = [.. Option(arguments, "--labels", "1000,5000").Split(',').Select(Int)];
        int splits = Int(Option(arguments, "--splits", "3"));
        int firstSplit = Int(Option(arguments, "--first-split", "1"));
        int threads = Int(Option(arguments, "--threads", "2"));
        string[] models = Option(arguments, "--models", string.Join(',', Models.Select(model => model.Name)))
            .Split(',');
        bool store = Option(arguments, "--store", "yes") == "yes";
        string data = Option(
            arguments,
            "--data",
            Path.Combine(Repository.Folder, "..", "shared", "data", "qm7", "qm7.xyz.gz")
        );
        if (!File.Exists(data))
        {
            Console.Error.WriteLine($"This study needs '{data}', which is not here.");
            return Task.FromResult(1);
        }

        var started = Stopwatch.StartNew();
        double cpu = Cpu();
        var set = Qm7Set.Read(data);
        var kernels = new Qm7Kernels(set.Geometries, 1, threads);
        Console.WriteLine($"described {set.Geometries.Length} structures: {Cpu() - cpu:0} s");
        Console.WriteLine(Qm7Row.Head);
        var rows = new List<Qm7Row>();
        foreach (int labels in sizes)
        {
            for (int split = firstSplit; split < firstSplit + splits; split++)
            {
                foreach (string task in (string[])["pbe0", "pbe0-from-dftb3"])
                {
                    foreach (var (name, representations) in Models.Where(model => models.Contains(model.Name)))
                    {
                        var row = Evaluate(set, kernels, task, name, representations, labels, split);
                        rows.Add(row);
                        Console.WriteLine(row.Line());
                    }
                }
            }
        }

        if (store)
        {
            Write(rows, started.Elapsed, Cpu() - cpu);
        }

        return Task.FromResult(0);
    }

    private static Qm7Row Evaluate(
        Qm7Set set,
        Qm7Kernels kernels,
        string task,
        string name,
        string[] representations,
        int labels,
        int split
    )
    {
        int[] order = [.. Enumerable.Range(0, set.Geometries.Length)];
        new Random(split).Shuffle(order);
        return Evaluate(
            set,
            kernels,
            task,
            name,
            representations,
            order[..labels],
            order[labels..(labels + TestSize)],
            split
        );
    }

    /// <summary>Learns from some and predicts others; hyperparameters and kernels come from the first of the training set.</summary>
    internal static Qm7Row Evaluate(
        Qm7Set set,
        Qm7Kernels kernels,
        string task,
        string name,
        string[] representations,
        int[] train,
        int[] test,
        int split
    )
    {
        double cpu = Cpu();
        int labels = train.Length;
        double[] rest = Residuals(set, train, task != "pbe0");
        Qm7Kernel[] offered = [.. Qm7Kernel.All.Where(kernel => representations.Contains(kernel.Representation))];
        int[] part = train[..Math.Min(ChoiceSize, labels)];
        var choice = KernelChoice.Forward(
            kernels.Among(offered, part),
            [.. Enumerable.Range(0, part.Length)],
            [.. part.Select(m => rest[m])],
            LeastGain,
            MostKernels,
            CancellationToken.None
        );
        Qm7Kernel[] chosen = [.. choice.Kernels.Select(k => offered[k])];
        int[] larger = train[..Math.Min(labels, WeightSize)];
        double[] values = [.. train.Select(m => rest[m])];
        var covariance = StructureProcess.Learn(
            kernels.Among(chosen, larger),
            [.. Enumerable.Range(0, larger.Length)],
            values.AsSpan(0, larger.Length),
            CancellationToken.None,
            out _
        );
        var process = new StructureProcess([.. chosen.Select(kernels.Whole)], covariance, train, values);
        var means = new double[TestSize];
        var variances = new double[TestSize];
        process.Predict(test, means, variances);
        double[] errors = [.. test.Select((m, i) => rest[m] - means[i])];
        double[] inside = [.. values.Select((value, i) => value - process.LeaveOneOutMeans[i])];
        var calibration = VarianceCalibration.Fit(inside, process.LeaveOneOutVariances);
        double[] calibrated = [.. variances.Select(calibration.Apply)];
        return new Qm7Row(
            task,
            name,
            labels,
            split,
            errors.Average(Math.Abs),
            Math.Sqrt(errors.Average(error => error * error)),
            inside.Average(Math.Abs),
            VarianceCalibration.Error(errors, variances, Bins),
            VarianceCalibration.Error(errors, calibrated, Bins),
            Coverage(errors, variances, VarianceCalibration.None.HalfWidth90),
            Coverage(errors, calibrated, calibration.HalfWidth90),
            string.Join(' ', chosen.Select(kernel => kernel.ToString())),
            process.Jitter,
            Cpu() - cpu
        );
    }

    /// <summary>What dressed atoms, and the lower rung with a learned slope, leave of the energies.</summary>
    internal static double[] Residuals(Qm7Set set, int[] train, bool lowerRung)
    {
        var elements = ElementSet.Of(set.Geometries);
        double[][] columns =
        [
            .. set.Geometries.Select(
                (geometry, m) =>
                {
                    var counts = new double[elements.Count + (lowerRung ? 1 : 0)];
                    foreach (byte number in geometry.AtomicNumbers)
                    {
                        counts[elements.IndexOf(number)]++;
                    }

                    if (lowerRung)
                    {
                        counts[^1] = set.LowerRung[m];
                    }

                    return counts;
                }
            ),
        ];
        var baseline = LinearBaseline.Fit([.. train.Select(m => columns[m])], [.. train.Select(m => set.Energies[m])]);
        return [.. set.Energies.Select((energy, m) => energy - baseline.At(columns[m]))];
    }

    private static double Coverage(double[] errors, double[] variances, double halfWidth) =>
        errors
            .Zip(variances, (error, variance) => Math.Abs(error) <= halfWidth * Math.Sqrt(variance) ? 1.0 : 0)
            .Average();

    private static void Write(List<Qm7Row> rows, TimeSpan elapsed, double cpu)
    {
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Qm7");
        File.WriteAllLines(Path.Combine(folder, "results.csv"), [Qm7Row.Head, .. rows.Select(row => row.Line())]);
        var summary = new
        {
            commit = Repository.Commit,
            test_size = TestSize,
            choice_size = ChoiceSize,
            weight_size = WeightSize,
            most_kernels = MostKernels,
            least_gain = LeastGain,
            kernels = Qm7Kernel.All.Select(kernel => kernel.ToString()),
            seconds = elapsed.TotalSeconds,
            core_seconds = cpu,
            means = rows.GroupBy(row => (row.Task, row.Model, row.Labels))
                .Select(group => new
                {
                    task = group.Key.Task,
                    model = group.Key.Model,
                    labels = group.Key.Labels,
                    splits = group.Count(),
                    mae_kcal_mol = group.Average(row => row.MeanAbsoluteError),
                    mae_lowest = group.Min(row => row.MeanAbsoluteError),
                    mae_highest = group.Max(row => row.MeanAbsoluteError),
                    ence_before = group.Average(row => row.EnceBefore),
                    ence_after = group.Average(row => row.EnceAfter),
                    coverage90_before = group.Average(row => row.Coverage90Before),
                    coverage90_after = group.Average(row => row.Coverage90After),
                })
                .ToList(),
        };
        File.WriteAllText(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(summary, Indented) + "\n");
        foreach (var mean in summary.means)
        {
            Console.WriteLine(
                $"{mean.task, -16} {mean.model, -8} {mean.labels, 5}  MAE {mean.mae_kcal_mol:0.000} ({mean.mae_lowest:0.000} to {mean.mae_highest:0.000})  ENCE {mean.ence_before:0.00} -> {mean.ence_after:0.00}  coverage {mean.coverage90_before:0.000} -> {mean.coverage90_after:0.000}"
            );
        }
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    internal static string Option(string[] arguments, string name, string otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }
}
