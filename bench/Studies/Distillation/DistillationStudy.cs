using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Lichen.Core.Footprints;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Models;
using Lichen.Studies.Dyes;

namespace Lichen.Studies.Distillation;

/// <summary>
/// Students of GFN2-xTB's optimised gaps: made from one half of the dyes' pool, screening the other half, of which the
/// teacher's best 1 % are known.
/// </summary>
internal static class DistillationStudy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly double[] Shares = [0.01, 0.02, 0.05, 0.1, 0.2];

    private const string Counts = "counts";
    private const string Both = "counts and descriptors";

    private static readonly (string Sees, ModelKind Kind)[] Students =
    [
        (Both, ModelKind.GaussianProcess),
        (Both, ModelKind.DeepEnsemble),
        (Counts, ModelKind.DeepEnsemble),
    ];

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--single-points"])
        {
            SaySinglePoints();
            return Task.FromResult(0);
        }

        int splits = arguments is ["--splits", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 3;
        long started = Stopwatch.GetTimestamp();
        List<Labelled> table = Read();
        var rows = new List<Row>();
        for (int split = 1; split <= splits; split++)
        {
            Labelled[] order = [.. table];
            new Random(split).Shuffle(order);
            foreach (var (sees, kind) in Students)
            {
                FeatureRecipe recipe = sees == Counts ? MoleculeFeatures.Quick : MoleculeFeatures.Usual;
                Half made = Half.Of(order[..(order.Length / 2)], recipe, null);
                Half screened = Half.Of(order[(order.Length / 2)..], recipe, made.Pool.Scaling);
                foreach (int labels in new[] { 400, 800, 1600 })
                {
                    foreach (var towards in new[] { DistillationGoal.All, DistillationGoal.Low })
                    {
                        Row row = Run(made, screened, sees, kind, labels, towards, split);
                        rows.Add(row);
                        Console.WriteLine(row.Line());
                    }
                }
            }
        }

        Write(rows, splits, Stopwatch.GetElapsedTime(started));
        return Task.FromResult(0);
    }

    /// <summary>What the teacher itself finds of its best 1 % without optimising geometries.</summary>
    private static void SaySinglePoints()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(DyesTable.File), CompressionMode.Decompress));
        text.ReadLine();
        var rows = new List<(double Single, double Optimised)>();
        while (text.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields[3].Length > 0 && fields[4].Length > 0)
            {
                rows.Add(
                    (
                        double.Parse(fields[3], CultureInfo.InvariantCulture),
                        double.Parse(fields[4], CultureInfo.InvariantCulture)
                    )
                );
            }
        }

        var best = rows.OrderBy(row => row.Optimised).Take((int)Math.Round(0.01 * rows.Count)).ToHashSet();
        foreach (double share in Shares)
        {
            int found = rows.OrderBy(row => row.Single).Take((int)Math.Round(share * rows.Count)).Count(best.Contains);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{DyesTable.Cheap}, best {share:P0} of {rows.Count}: {found / (double)best.Count:0.00} of the best {best.Count} at {DyesTable.Dear}"
                )
            );
        }
    }

    private static Row Run(
        Half made,
        Half screened,
        string sees,
        ModelKind kind,
        int labels,
        DistillationGoal towards,
        int split
    )
    {
        double asked = 0;
        var origin = new ModelOrigin(
            "homo_lumo_gap",
            "eV",
            "MIT",
            new VersionsCard("study", "study"),
            PowerModel.For("unknown processor", 1),
            TimeProvider.System,
            "GFN2-xTB"
        );
        MoleculeModel student = Lichen.Learning.Models.Distillation.Run(
            made.Pool,
            (places, _) =>
            {
                asked += places.Sum(place => made.Rows[place].CoreSeconds);
                return new TeacherLabels([.. places.Select(place => made.Rows[place].Gap)], new double[places.Length]);
            },
            new DistillationPlan(labels, towards, (ulong)split, kind),
            origin,
            null,
            CancellationToken.None
        );
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ModelPredictions seen = student.Predict(screened.Pool.Features, maxThreads: 1, CancellationToken.None);
        double predicting = (Environment.CpuUsage.TotalTime - before).TotalSeconds / screened.Rows.Length;
        double each = predicting + screened.FeatureSeconds;
        double teacher = screened.Rows.Average(row => row.CoreSeconds);
        int[] ranking = [.. Enumerable.Range(0, screened.Rows.Length).OrderBy(i => seen.Means[i])];
        HashSet<int> best =
        [
            .. Enumerable
                .Range(0, screened.Rows.Length)
                .OrderBy(i => screened.Rows[i].Gap)
                .Take((int)Math.Round(0.01 * screened.Rows.Length)),
        ];
        double[] recall =
        [
            .. Shares.Select(share =>
                ranking.Take((int)Math.Round(share * ranking.Length)).Count(best.Contains) / (double)best.Count
            ),
        ];
        double[] off = [.. screened.Rows.Select((row, i) => seen.Means[i] - row.Gap)];
        return new Row(
            split,
            sees,
            kind,
            labels,
            towards,
            recall,
            off.Average(Math.Abs),
            off.Where((value, i) => Math.Abs(value) <= 1.645 * seen.Deviations[i]).Count() / (double)off.Length,
            asked,
            student.Card.Cost.CoreSeconds,
            each,
            teacher
        );
    }

    private static List<Labelled> Read()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(DyesTable.File), CompressionMode.Decompress));
        List<string> header = [.. text.ReadLine()!.Split(',')];
        int smiles = header.IndexOf("smiles"),
            gap = header.IndexOf("gap_optimised_eV"),
            cost = header.IndexOf("cost_dear_core_seconds");
        var rows = new List<Labelled>();
        while (text.ReadLine() is { } line)
        {
            // SMILES hold no comma, and ids of this file are numbers.
            string[] fields = line.Split(',');
            if (fields[gap].Length > 0)
            {
                rows.Add(
                    new Labelled(
                        fields[smiles],
                        double.Parse(fields[gap], CultureInfo.InvariantCulture),
                        double.Parse(fields[cost], CultureInfo.InvariantCulture)
                    )
                );
            }
        }

        return rows;
    }

    private static void Write(List<Row> rows, int splits, TimeSpan elapsed)
    {
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Distillation");
        File.WriteAllLines(
            Path.Combine(folder, "results.csv"),
            [
                "split,sees,kind,labels,towards,"
                    + string.Join(
                        ',',
                        Shares.Select(share =>
                            string.Create(CultureInfo.InvariantCulture, $"recall_in_best_{share * 100:0}_percent")
                        )
                    )
                    + ",mae_eV,coverage_90,teacher_core_seconds,training_core_seconds,student_seconds_each,"
                    + "teacher_seconds_each,times_faster,break_even_predictions",
                .. rows.Select(row => row.Line()),
            ]
        );
        var summary = new
        {
            commit = Repository.Commit,
            splits,
            seconds = elapsed.TotalSeconds,
            arms = rows.GroupBy(row => (row.Sees, row.Kind, row.Labels, row.Towards))
                .Select(group => new
                {
                    sees = group.Key.Sees,
                    kind = group.Key.Kind.ToString(),
                    labels = group.Key.Labels,
                    towards = group.Key.Towards.ToString(),
                    recall_of_best_1_percent = Shares.Select(
                        (share, i) => new { within_best = share, mean = group.Average(row => row.Recall[i]) }
                    ),
                    mae_eV = group.Average(row => row.Error),
                    coverage_90 = group.Average(row => row.Coverage),
                    times_faster = group.Average(row => row.TimesFaster),
                    break_even_predictions = group.Average(row => row.BreakEven),
                }),
        };
        File.WriteAllText(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(summary, Indented) + "\n");
    }

    private sealed record Labelled(string Smiles, double Gap, double CoreSeconds);

    /// <summary>Half of the pool with what a student sees of it, and what seeing takes.</summary>
    private sealed record Half(Labelled[] Rows, DistillationPool Pool, double FeatureSeconds)
    {
        public static Half Of(Labelled[] rows, FeatureRecipe recipe, DescriptorScaling? known)
        {
            string[] smiles = [.. rows.Select(row => row.Smiles)];
            TimeSpan before = Environment.CpuUsage.TotalTime;
            RawFeatures raw = MoleculeFeatures.Compute(smiles, recipe, 1, CancellationToken.None);
            var scaling = known ?? DescriptorScaling.FromPool(raw.Descriptors, recipe.Descriptors.Length);
            Features features = raw.Scaled(scaling);
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds / rows.Length;
            return new Half(
                rows,
                new DistillationPool(recipe, scaling, features, [.. smiles.Select(text => text.Length)], [.. smiles]),
                seconds
            );
        }
    }

    /// <summary>A student and what it was worth.</summary>
    private sealed record Row(
        int Split,
        string Sees,
        ModelKind Kind,
        int Labels,
        DistillationGoal Towards,
        double[] Recall,
        double Error,
        double Coverage,
        double TeacherSeconds,
        double TrainingSeconds,
        double StudentEach,
        double TeacherEach
    )
    {
        public double TimesFaster => TeacherEach / StudentEach;

        public double BreakEven => (TeacherSeconds + TrainingSeconds) / (TeacherEach - StudentEach);

        public string Line() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Split},{Sees},{Kind},{Labels},{Towards},{string.Join(',', Recall.Select(r => r.ToString("0.000", CultureInfo.InvariantCulture)))},{Error:0.0000},{Coverage:0.000},{TeacherSeconds:0.0},{TrainingSeconds:0.0},{StudentEach:0.0000000},{TeacherEach:0.0000},{TimesFaster:0},{BreakEven:0}"
            );
    }
}
