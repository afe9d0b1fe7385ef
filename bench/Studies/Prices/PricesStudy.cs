using System.Globalization;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Storage;

namespace Lichen.Studies.Prices;

/// <summary>
/// Prices against what was paid, for every level of some archives: each calculation is priced before it is learned from, in the
/// order in which they were computed.
/// </summary>
internal static class PricesStudy
{
    // The first ones overrule the guess; what follows is counted.
    private const int Learned = 10;
    private const int Fewest = 10;

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            Console.Error.WriteLine("usage: prices ARCHIVE...");
            return Task.FromResult(2);
        }

        var paid = arguments
            .SelectMany(path =>
            {
                using var archive = Archive.OpenRead(path);
                return archive.Read().ToList();
            })
            .Where(kept => kept.Outcome is Computed && kept.Footprint.Usage.CpuSeconds > 0)
            .GroupBy(kept => (Level: kept.Calculation.Level.ToString(), Engine: kept.Calculation.EngineVersion))
            .OrderBy(group => group.Key);
        var lines = new List<string>
        {
            "level,engine,calculations,core_seconds,median_core_seconds,actual_over_predicted_median,low_5_percent,high_95_percent,interval_90_holds,rms_ln_ratio,first_guess_over_actual_median",
        };
        foreach (var group in paid.Where(group => group.Count() >= Learned + Fewest))
        {
            lines.Add(Line(group.Key.Level, group.Key.Engine, [.. group]));
            Console.WriteLine(lines[^1]);
        }

        File.WriteAllLines(Path.Combine(Repository.Folder, "bench", "Studies", "Prices", "results.csv"), lines);
        return Task.FromResult(0);
    }

    private static string Line(string level, string engine, List<ArchivedOutcome> paid)
    {
        var prior = CostPriors.For(engine.Split(' ')[0], LevelOfTheory.Parse(level), null);
        var (model, untaught) = (new CostModel(prior), new CostModel(prior));
        List<double> ratios = [],
            guesses = [];
        var inside = 0;
        foreach (var kept in paid)
        {
            var size = MoleculeSize.Of(kept.Calculation.Candidate);
            var seconds = kept.Footprint.Usage.CpuSeconds;
            guesses.Add(untaught.Predict(size).Quantile(0.5) / seconds);
            if (model.Count >= Learned)
            {
                var price = model.Predict(size);
                ratios.Add(seconds / price.Quantile(0.5));
                inside += seconds >= price.Quantile(0.05) && seconds <= price.Quantile(0.95) ? 1 : 0;
            }

            model.Add(size, seconds);
        }

        var spread = Math.Sqrt(ratios.Average(ratio => Math.Log(ratio) * Math.Log(ratio)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"{level}\",{engine},{paid.Count},{paid.Sum(kept => kept.Footprint.Usage.CpuSeconds):0},{At(paid.Select(kept => kept.Footprint.Usage.CpuSeconds), 0.5):0.###},{At(ratios, 0.5):0.000},{At(ratios, 0.05):0.000},{At(ratios, 0.95):0.000},{(double)inside / ratios.Count:0.000},{spread:0.000},{At(guesses, 0.5):0.00}"
        );
    }

    private static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
