using System.Globalization;
using System.Text.Json;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Learning.Calibrations;

namespace Lichen.Studies.Enamine;

/// <summary>
/// Recall of the best docking scores after 6 % of a library, for the ways to choose and sizes of batches, over seeds.
/// </summary>
/// <remarks>
/// Data and protocol: Graff, Shakhnovich and Coley 2021, <see href="https://doi.org/10.1039/D0SC06805E"/>. A molecule that
/// failed to dock costs its evaluation.
/// </remarks>
internal static class EnamineStudy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var folder, ..])
        {
            Console.Error.WriteLine(
                "enamine needs the folder of Enamine10k_library.csv.gz and Enamine10k_scores.csv.gz"
            );
            return Task.FromResult(2);
        }

        var table = Option(arguments, "--table") ?? "10k";
        var first = ulong.Parse(Option(arguments, "--first-seed") ?? "1", CultureInfo.InvariantCulture);
        var seeds = ulong.Parse(Option(arguments, "--seeds") ?? "5", CultureInfo.InvariantCulture);
        double[] batches =
        [
            .. (Option(arguments, "--batches") ?? "0.01,0.0025")
                .Split(',')
                .Select(share => double.Parse(share, CultureInfo.InvariantCulture)),
        ];
        StrategyKind[] ways =
        [
            .. (Option(arguments, "--ways") ?? "improvement,top,bound,thompson,greedy")
                .Split(',')
                .Select(way => Enum.Parse<StrategyKind>(way, ignoreCase: true)),
        ];
        var library = Library.Read(folder, table);
        if (arguments.Contains("--ceiling"))
        {
            Ceiling.Run(library, table);
            return Task.FromResult(0);
        }

        var outcomes = new List<Outcome>();
        foreach (var batch in batches)
        {
            foreach (var way in ways)
            {
                for (var seed = first; seed < first + seeds; seed++)
                {
                    var outcome = new Search(library, way, batch, seed).Run();
                    outcomes.Add(outcome);
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{way} batch {batch:P2} seed {seed}: scores {outcome.ScoresFound:P1}, molecules {outcome.MoleculesFound:P1}, "
                                + $"curve {string.Join(' ', outcome.Curve.Select(share => $"{100 * share:0}"))}, coverage {outcome.Coverage90:0.00}, "
                                + $"{outcome.Seconds:0} s"
                        )
                    );
                }

                Summarise([.. outcomes.Where(o => o.Kind == way && o.BatchShare == batch)]);
            }
        }

        if (!arguments.Contains("--try"))
        {
            Write(table, outcomes);
        }

        return Task.FromResult(0);
    }

    private static void Summarise(Outcome[] outcomes)
    {
        var (mean, error) = Statistics.Mean([.. outcomes.Select(outcome => outcome.ScoresFound)]);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"== {outcomes[0].Kind} batch {outcomes[0].BatchShare:P2}: {100 * mean:0.0} +- {100 * error:0.0}"
            )
        );
    }

    private static void Write(string table, List<Outcome> outcomes)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Enamine");
        using var csv = new StreamWriter(Path.Combine(folder, $"results-{table}.csv"));
        csv.WriteLine("way,batch_share,seed,library_share,best_scores_found");
        foreach (var outcome in outcomes)
        {
            for (var percent = 0; percent < outcome.Curve.Length; percent++)
            {
                csv.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{outcome.Kind},{outcome.BatchShare},{outcome.Seed},{(percent + 1) / 100.0},{outcome.Curve[percent]:0.####}"
                    )
                );
            }
        }

        var summary = new
        {
            commit = Repository.Commit,
            table,
            fingerprints = MoleculeFeatures.Usual.Fingerprints,
            seconds = outcomes.Sum(outcome => outcome.Seconds),
            core_seconds = outcomes.Sum(outcome => outcome.CoreSeconds),
            ways = outcomes
                .GroupBy(outcome => (outcome.Kind, outcome.BatchShare))
                .Select(group =>
                {
                    var scores = Statistics.Mean([.. group.Select(outcome => outcome.ScoresFound)]);
                    return new
                    {
                        way = group.Key.Kind.ToString(),
                        batch_share = group.Key.BatchShare,
                        seeds = group.Count(),
                        scores_found = scores.Mean,
                        standard_error = scores.Error,
                        molecules_found = group.Average(outcome => outcome.MoleculesFound),
                        coverage_90 = group.Average(outcome => outcome.Coverage90),
                        calibration_error = Ence([.. group.SelectMany(outcome => outcome.Checks)]),
                        predictions_saved_share = group.Average(outcome =>
                            outcome.PredictionsSaved / (double)(outcome.PredictionsMade + outcome.PredictionsSaved)
                        ),
                    };
                }),
        };
        File.WriteAllText(
            Path.Combine(folder, $"summary-{table}.json"),
            JsonSerializer.Serialize(summary, Indented) + "\n"
        );
    }

    private static double Ence((double Error, double Deviation)[] checks) =>
        CalibrationError.Ence(
            new double[checks.Length],
            [.. checks.Select(check => check.Deviation)],
            [.. checks.Select(check => check.Error)]
        );

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
