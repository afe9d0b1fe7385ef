using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;
using Lichen.Studies.Dyes;

namespace Lichen.Studies.ModelRung;

/// <summary>
/// A model of earlier molecules as the first rung: what GFN2-xTB costs until the smallest gaps of one half of the dyes' pool are found,
/// with and without a model that labels from the other half taught.
/// </summary>
internal static class ModelRungStudy
{
    private const string ModelName = "earlier.safetensors";
    private static readonly int[] Taught = [0, 100, 200, 500, 1500];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] arguments)
    {
        int splits = arguments is ["--splits", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 5;
        Dye[] table = [.. Read()];
        var rows = new List<Row>();
        for (int split = 1; split <= splits; split++)
        {
            Dye[] order = [.. table];
            new Random(split).Shuffle(order);
            Dye[] earlier = order[..(order.Length / 2)],
                pool = order[(order.Length / 2)..];
            foreach (int labels in Taught)
            {
                rows.Add(await RunAsync(earlier[..labels], pool, split));
                Console.WriteLine(rows[^1]);
            }
        }

        Write(rows);
        return 0;
    }

    private static async Task<Row> RunAsync(Dye[] taught, Dye[] pool, int split)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lichen-model-rung-");
        try
        {
            File.WriteAllLines(
                Path.Combine(folder.FullName, "pool.csv"),
                ["id,smiles,gap,seconds", .. pool.Select((dye, i) => FormattableString.Invariant($"{i},{dye}"))]
            );
            if (taught.Length > 0)
            {
                using FileStream output = File.Create(Path.Combine(folder.FullName, ModelName));
                ModelFile.Write(Train(taught, split), output);
            }

            CampaignSpec spec = SpecOf(folder.FullName, taught.Length > 0, pool, split);
            PoolReading space = PoolReader.Read(spec, TextWriter.Null, 1, CancellationToken.None);
            HashSet<string> best =
            [
                .. Enumerable.Range(0, pool.Length).OrderBy(i => pool[i].Gap).Take(spec.Hits).Select(i => $"{i}"),
            ];
            int[] sought = [.. Enumerable.Range(0, space.Pool.Count).Where(c => best.Contains(space.Pool[c].Id))];
            CampaignResult result = await Replay.RunAsync(
                await Replay.PrepareAsync(spec, space),
                StrategyKind.Improvement,
                enough: state => sought.All(c => state.StandingOf(c, spec.Ladder.Length - 1) == Standing.Computed)
            );
            TimelinePoint[] found = [.. result.Timeline.Where(p => p.Value is not null && best.Contains(p.Id))];
            double seconds = found.Length == 0 ? double.NaN : found.Max(point => point.CoreSeconds);
            return new Row(
                taught.Length,
                split,
                found.Length,
                best.Count,
                result.Timeline.Count(p => p.Level == DyesTable.Dear && p.CoreSeconds <= seconds * (1 + 1e-9)),
                seconds,
                pool.Sum(dye => dye.CoreSeconds)
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MoleculeModel Train(Dye[] taught, int split)
    {
        string[] smiles = [.. taught.Select(dye => dye.Smiles)];
        FeatureRecipe recipe = MoleculeFeatures.Usual;
        RawFeatures raw = MoleculeFeatures.Compute(smiles, recipe, 1, CancellationToken.None);
        var scaling = DescriptorScaling.FromPool(raw.Descriptors, recipe.Descriptors.Length);
        return ModelTraining.Train(
            new TrainingSet(recipe, scaling, raw.Scaled(scaling), [.. taught.Select(dye => dye.Gap)], [.. smiles]),
            ModelKind.GaussianProcess,
            new ModelOrigin(
                "gap",
                "eV",
                "MIT",
                new VersionsCard("study", Rdkit.Version),
                PowerModel.For("unknown processor", 1),
                TimeProvider.System
            ),
            EnsembleSettings.Usual,
            (ulong)split,
            said: null,
            CancellationToken.None
        );
    }

    private static CampaignSpec SpecOf(string folder, bool withModel, Dye[] pool, int split)
    {
        string rung = withModel
            ? $"\n  - {{level: earlier, model: {{file: {ModelName}, property: homo_lumo_gap}}}}"
            : "";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            space: {file: pool.csv}
            objective: {property: homo_lumo_gap, level: {{DyesTable.Dear}}, goal: minimise}
            hits: {{Math.Round(pool.Length / 100.0)}}
            ladder:{{rung}}
              - level: {{DyesTable.Dear}}
                table: {file: pool.csv, key: id, values: {homo_lumo_gap: gap}, cost_column: seconds}
            budget: {core_time: {{pool.Sum(dye => dye.CoreSeconds)}} core-seconds}
            stop: {chance_better_left: 0}
            workers: 1
            seed: {{split}}

            """
        );
        CampaignReading reading = CampaignFile.Parse(text, "model-rung", folder, 1);
        return reading.Spec ?? throw new InvalidDataException(string.Join('\n', reading.Problems));
    }

    private static IEnumerable<Dye> Read()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(DyesTable.File), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            // SMILES hold no comma, and ids of this file are numbers.
            string[] fields = line.Split(',');
            if (fields[4].Length > 0)
            {
                yield return new Dye(
                    fields[2],
                    double.Parse(fields[4], CultureInfo.InvariantCulture),
                    double.Parse(fields[6], CultureInfo.InvariantCulture)
                );
            }
        }
    }

    private static void Write(List<Row> rows)
    {
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "ModelRung");
        File.WriteAllLines(Path.Combine(folder, "results.csv"), [Row.Header, .. rows.Select(row => row.ToString())]);
        var arms = rows.GroupBy(row => row.Taught)
            .Select(arm =>
            {
                var (labels, error) = Statistics.Mean([.. arm.Select(row => (double)row.Labels)]);
                double core = arm.Average(row => row.CoreSeconds);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{arm.Key, 5} labels taught: {labels:0.0} ± {error:0.0} at {DyesTable.Dear}, {core:0.0} core-seconds"
                    )
                );
                return new
                {
                    taught = arm.Key,
                    splits = arm.Count(),
                    labels,
                    standard_error = error,
                    core_seconds = core,
                    found = arm.Average(row => row.Found),
                    of = arm.Average(row => row.Sought),
                };
            })
            .ToArray();
        File.WriteAllText(
            Path.Combine(folder, "summary.json"),
            JsonSerializer.Serialize(new { commit = Repository.Commit, arms }, Indented) + "\n"
        );
    }

    /// <summary>A molecule with its gap in eV at GFN2-xTB's optimum and what that took.</summary>
    private sealed record Dye(string Smiles, double Gap, double CoreSeconds)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Smiles},{Gap:R},{CoreSeconds:R}");
    }

    /// <summary>One campaign.</summary>
    /// <param name="Taught">Labels that the model learned from; 0 is no model.</param>
    /// <param name="Found">Of the molecules looked for.</param>
    /// <param name="Labels">At GFN2-xTB until the last of them.</param>
    /// <param name="CoreSeconds">Until then, the model's predictions included.</param>
    /// <param name="All">What all of the pool would take.</param>
    private sealed record Row(int Taught, int Split, int Found, int Sought, int Labels, double CoreSeconds, double All)
    {
        public const string Header = "taught,split,found,sought,labels,core_seconds,core_seconds_of_all";

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Taught},{Split},{Found},{Sought},{Labels},{CoreSeconds:0.0},{All:0}"
            );
    }
}
