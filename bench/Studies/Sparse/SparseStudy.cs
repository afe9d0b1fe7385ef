using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Learning;
using Lichen.Learning.Sparse;

namespace Lichen.Studies.Sparse;

/// <summary>
/// What a sparse Gaussian process loses against the exact one, and what it saves: docking scores of MolPAL's Enamine
/// library, random labels, 2,000 others as test. Hyperparameters are found once per split and shared by all models.
/// </summary>
internal static class SparseStudy
{
    private const int Test = 2000;

    // Beyond, the exact model takes gigabytes.
    private const int MostExact = 12000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task<int> RunAsync(string[] arguments)
    {
        var data = Option(arguments, "--data", Path.Combine(Repository.Folder, "..", "shared", "data"));
        var seeds = int.Parse(Option(arguments, "--seeds", "3"), CultureInfo.InvariantCulture);
        int[] sizes = Numbers(Option(arguments, "--labels", "2000,4000,8000"));
        int[] inducing = Numbers(Option(arguments, "--inducing", "500,1000,2000"));
        var name = Option(arguments, "--table", "Enamine10k");
        var file = Path.Combine(data, "molpal-enamine", $"{name}_scores.csv.gz");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"{file} is missing: give the folder of public tables with --data.");
            return Task.FromResult(2);
        }

        var started = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var table = DockingTable.Read(file);
        var features = FeaturesOf(table.Smiles);
        var rows = new List<Measured>();
        Console.WriteLine(Measured.Head);
        for (var seed = 1; seed <= seeds; seed++)
        {
            int[] order = [.. Enumerable.Range(0, table.Scores.Length)];
            new Random(seed).Shuffle(order);
            var candidates = features.Select(order.AsSpan(0, Test));
            double[] truth = [.. order.Take(Test).Select(i => table.Scores[i])];
            foreach (var size in sizes)
            {
                Label[] labels = [.. order.Skip(Test).Take(size).Select(i => new Label(i, 0, table.Scores[i]))];
                var run = new Split(seed, labels, candidates, truth);
                rows.AddRange(Compare(run, features, inducing));
            }
        }

        Write(name, rows, seeds, started.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        return Task.FromResult(0);
    }

    private static IEnumerable<Measured> Compare(Split split, Features features, int[] inducing)
    {
        var token = CancellationToken.None;
        var parameters = CoKriging
            .Fit(features, split.Labels, 1, null, RadialShape.Matern52, positive: false, (ulong)split.Seed, token)
            .Parameters;
        var rung = parameters.Rungs[0];
        var prior = rung.CountAmplitudes.Sum(a => a * a) + (rung.DescriptorAmplitude * rung.DescriptorAmplitude);
        prior += rung.OffsetDeviation * rung.OffsetDeviation;
        double[] learned = [.. split.Labels.Select(label => label.Value)];
        double[]? exactDeviations = null;
        if (split.Labels.Length <= MostExact)
        {
            yield return Run("Exact", 0, () => Exact(split.Labels));
        }

        foreach (var form in Enum.GetValues<SparseForm>())
        {
            foreach (var most in inducing.Where(m => m <= split.Labels.Length))
            {
                yield return Run(
                    form.ToString(),
                    most,
                    () =>
                    {
                        var sparse = new SparseGaussianProcess(
                            features,
                            split.Labels,
                            parameters,
                            most,
                            form,
                            (ulong)split.Seed,
                            1,
                            token
                        );
                        return (
                            (of, means, deviations) => sparse.Predict(of, 0, means, deviations, 1, token),
                            sparse.Unexplained / prior
                        );
                    }
                );
            }
        }

        // The same number of labels as inducing points, exactly: what the other labels are worth.
        foreach (var part in inducing.Where(m => m < split.Labels.Length))
        {
            yield return Run("ExactOnPart", part, () => Exact(split.Labels[..part]));
        }

        (Measured.Prediction, double) Exact(Label[] labels)
        {
            var exact = new GaussianProcess(features, labels, parameters);
            return ((of, means, deviations) => exact.Predict(of, 0, means, deviations, 1, token), 0);
        }

        Measured Run(string name, int most, Func<(Measured.Prediction, double)> learn)
        {
            var (measured, deviations) = Measured.Of(
                name,
                split.Seed,
                most,
                learned,
                split.Candidates,
                split.Truth,
                rung.Noise * rung.Scale,
                exactDeviations,
                learn
            );
            exactDeviations = name == "Exact" ? deviations : exactDeviations;
            Console.WriteLine(measured.Line);
            return measured;
        }
    }

    private static Features FeaturesOf(string[] smiles)
    {
        FingerprintKind[] kinds =
        [
            FingerprintKind.Morgan(2),
            FingerprintKind.AtomPairs,
            FingerprintKind.TopologicalTorsions,
        ];
        var counts = CountFingerprints.Compute(smiles, kinds, 2);
        var descriptors = Descriptors.Compute(smiles, 2);
        return new Features(
            counts.Select(table => new CountRows(table.RowOffsets, table.FeatureIds, table.Counts)),
            DescriptorScaling.FromPool(descriptors.Values, descriptors.ColumnCount).Apply(descriptors.Values)
        );
    }

    private static void Write(string name, List<Measured> rows, int seeds, TimeSpan elapsed, TimeSpan cpu)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Sparse");
        File.WriteAllLines(Path.Combine(folder, $"{name}.csv"), rows.Select(row => row.Line).Prepend(Measured.Head));
        var models = rows.GroupBy(row => (row.Labels, row.Model, row.Inducing))
            .Select(group => new
            {
                labels = group.Key.Labels,
                model = group.Key.Model,
                inducing = group.Key.Inducing,
                rmse_kcal_mol = Mean(group, row => row.Rmse),
                mean_standardised_log_loss = Mean(group, row => row.LogLoss),
                coverage_90 = Mean(group, row => row.Coverage),
                log_deviation_over_exact = Mean(group, row => row.Deviations),
                unexplained_share = Mean(group, row => row.Unexplained),
                learn_cpu_s = Mean(group, row => row.LearnSeconds),
                predict_cpu_us = Mean(group, row => row.PredictMicroseconds),
                peak_MB = Mean(group, row => row.PeakMegabytes),
            })
            .ToList();
        var summary = new
        {
            commit = Repository.Commit,
            table = name,
            seeds,
            test = Test,
            seconds = elapsed.TotalSeconds,
            core_seconds = cpu.TotalSeconds,
            models,
        };
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(summary, Indented) + "\n");
    }

    private static double? Mean(IEnumerable<Measured> rows, Func<Measured, double> of) =>
        rows.Average(of) is var mean && double.IsNaN(mean) ? null : Math.Round(mean, 4);

    private static string Option(string[] arguments, string name, string otherwise)
    {
        var place = Array.IndexOf(arguments, name);
        return place >= 0 && place + 1 < arguments.Length ? arguments[place + 1] : otherwise;
    }

    private static int[] Numbers(string text) =>
        [.. text.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    private sealed record Split(int Seed, Label[] Labels, Features Candidates, double[] Truth);
}
