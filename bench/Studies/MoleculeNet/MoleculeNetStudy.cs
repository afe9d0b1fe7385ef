using System.Globalization;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Footprints;
using Lichen.Core.Numerics;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Studies.MoleculeNet;

/// <summary>
/// The automatic choice of model against a random forest, on three public tables, split at random and by scaffold.
/// </summary>
internal static class MoleculeNetStudy
{
    private const int Bits = 2048;
    private const int Trees = 500;
    private const double ForestShare = 1.0 / 3;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var folder, ..])
        {
            Console.Error.WriteLine("moleculenet needs the folder of ESOL.csv, FreeSolv.csv and Lipophilicity.csv");
            return Task.FromResult(2);
        }

        var splits = int.Parse(Option(arguments, "--splits") ?? "10", CultureInfo.InvariantCulture);
        var only = Option(arguments, "--only");
        var results = new List<Result>();
        foreach (var (name, column) in Table.All.Where(table => only is null || table.Name == only))
        {
            var table = Table.Read(folder, name, column);
            var features = MoleculeFeatures.Compute(table.Smiles, MoleculeFeatures.Usual, 1, CancellationToken.None);
            var bits = MorganBits(table.Smiles);
            for (var seed = 1; seed <= splits; seed++)
            {
                foreach (var kind in Enum.GetValues<SplitKind>())
                {
                    results.Add(Measure(table, features, bits, Split.Of(table, kind, seed)));
                    Console.WriteLine(results[^1].ToCsv());
                }

                Write(results);
            }
        }

        // Without splits to run, the summary is made again from the results that are there.
        foreach (var group in Write(results))
        {
            Console.WriteLine(group);
        }

        return Task.FromResult(0);
    }

    private static Result Measure(Table table, RawFeatures raw, int[][] bits, Split split)
    {
        double[] known = [.. split.Train.Select(row => table.Values[row])];
        double[] truth = [.. split.Test.Select(row => table.Values[row])];
        var model = Train(table, raw, split, known);
        // The scaling of descriptors is learned from the training set alone.
        var tested = Part(raw, split.Test).Scaled(model.Scaling);
        var predictions = model.Predict(tested, 1, CancellationToken.None);
        var widths = model.Calibration.HalfWidth(0.9);
        double[] stated =
        [
            .. predictions.Deviations.Select(s =>
                Math.Sqrt(Math.Max(1e-12, ((s * s) - model.Calibration.Floor) / model.Calibration.Factor))
            ),
        ];
        return new Result(
            table.Name,
            split.Kind,
            split.Seed,
            known.Length,
            truth.Length,
            model.Card.Kind.ToString(),
            model.Card.GaussianProcessShare,
            Error(truth, predictions.Means),
            Forest(),
            CalibrationError.Coverage(predictions.Means, predictions.Deviations, truth, widths),
            CalibrationError.Coverage(predictions.Means, stated, truth, Normal.Quantile(0.95)),
            CalibrationError.Ence(predictions.Means, predictions.Deviations, truth),
            predictions.DomainScores.Average(score => model.Card.Domain.Holds(score) ? 0.0 : 1.0),
            model.Card.Cost.CoreSeconds
        );

        double Forest()
        {
            int[][] own = [.. split.Train.Select(row => bits[row])];
            var forest = new RandomForest(own, known, Bits, Trees, ForestShare, split.Seed);
            return Error(truth, [.. split.Test.Select(row => forest.Predict(bits[row]))]);
        }
    }

    private static MoleculeModel Train(Table table, RawFeatures raw, Split split, double[] values)
    {
        var own = Part(raw, split.Train);
        var recipe = MoleculeFeatures.Usual;
        var scaling = DescriptorScaling.FromPool(own.Descriptors, recipe.Descriptors.Length);
        var set = new TrainingSet(
            recipe,
            scaling,
            own.Scaled(scaling),
            [.. values],
            [.. split.Train.Select(row => table.Smiles[row])]
        );
        var origin = new ModelOrigin(
            table.Name,
            "",
            "",
            new VersionsCard("study", Rdkit.Version),
            new PowerModel(10, 1, "the study measures seconds"),
            TimeProvider.System
        );
        return ModelTraining.Train(
            set,
            kind: null,
            origin,
            EnsembleSettings.Usual,
            (ulong)split.Seed,
            said: null,
            CancellationToken.None
        );
    }

    private static RawFeatures Part(RawFeatures all, int[] rows)
    {
        var columns = MoleculeFeatures.Usual.Descriptors.Length;
        return new RawFeatures(
            [.. all.Counts.Select(counts => counts.Select(rows))],
            [.. rows.SelectMany(row => all.Descriptors[(row * columns)..((row + 1) * columns)])]
        );
    }

    private static int[][] MorganBits(string[] smiles)
    {
        var counts = CountFingerprints.Morgan(smiles, 2, threads: 1);
        return
        [
            .. Enumerable
                .Range(0, smiles.Length)
                .Select(row => counts.IdsOf(row).ToArray().Select(id => (int)(id % Bits)).Distinct().Order().ToArray()),
        ];
    }

    private static double Error(double[] truth, double[] predicted) =>
        Math.Sqrt(truth.Zip(predicted, (t, p) => (t - p) * (t - p)).Average());

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;

    private static object[] Write(IReadOnlyList<Result> ran)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "MoleculeNet");
        var path = Path.Combine(folder, "results.csv");
        // Tables may be run one at a time: what is there of other splits stays.
        string[] before = File.Exists(path) ? File.ReadAllLines(path) : [];
        Result[] results =
        [
            .. before
                .Skip(1)
                .Select(Result.FromCsv)
                .Where(old => ran.All(r => (r.Table, r.Split, r.Seed) != (old.Table, old.Split, old.Seed)))
                .Concat(ran)
                .OrderBy(r => Array.FindIndex(Table.All, table => table.Name == r.Table))
                .ThenBy(r => r.Split)
                .ThenBy(r => r.Seed),
        ];
        File.WriteAllLines(path, results.Select(r => r.ToCsv()).Prepend(Result.Header));
        var groups = results
            .GroupBy(r => (r.Table, r.Split))
            .Select(g => new
            {
                table = g.Key.Table,
                split = g.Key.Split.ToString(),
                rmse = Mean(g, r => r.Error),
                rmse_forest = Mean(g, r => r.ForestError),
                splits = g.Count(),
                splits_better_than_forest = g.Count(r => r.Error < r.ForestError),
                coverage_90 = Mean(g, r => r.Coverage),
                coverage_90_uncalibrated = Mean(g, r => r.RawCoverage),
                ence = Mean(g, r => r.Ence),
                out_of_domain = Mean(g, r => r.OutOfDomain),
                train_core_seconds = Mean(g, r => r.Seconds),
                kinds = g.CountBy(r => r.Kind).ToDictionary(pair => pair.Key, pair => pair.Value),
            })
            .ToArray<object>();
        var summary = new
        {
            commit = Repository.Commit,
            forest = new
            {
                trees = Trees,
                bits = Bits,
                share_of_features = ForestShare,
            },
            fingerprints = MoleculeFeatures.Usual.Fingerprints,
            ensemble = EnsembleSettings.Usual,
            folds = ModelTraining.Folds,
            train_core_seconds = results.Sum(r => r.Seconds),
            groups,
        };
        File.WriteAllText(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(summary, Indented) + "\n");
        return groups;
    }

    private static MeanAndError Mean(IEnumerable<Result> results, Func<Result, double> value)
    {
        double[] values = [.. results.Select(value)];
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return new MeanAndError(mean, values.Length < 2 ? 0 : Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }

    private sealed record MeanAndError(double Mean, double StandardError);
}
