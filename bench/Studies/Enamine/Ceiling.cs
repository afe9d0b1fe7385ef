using System.Globalization;
using Lichen.Learning;

namespace Lichen.Studies.Enamine;

/// <summary>
/// What the model itself would find, had it every other label of the library: each molecule left out and predicted from all the
/// rest, the best predicted taken. No search over the same features can be expected to do better.
/// </summary>
internal static class Ceiling
{
    private const double Share = 0.06;

    public static void Run(Library library, string table)
    {
        Label[] labels =
        [
            .. Enumerable
                .Range(0, library.Count)
                .Where(i => double.IsFinite(library.Scores[i]))
                .Select(i => new Label(i, 0, library.Scores[i])),
        ];
        var fit = CoKriging.Fit(
            library.Features,
            labels,
            1,
            null,
            RadialShape.Gaussian,
            positive: false,
            1,
            CancellationToken.None
        );
        var predicted = new GaussianProcess(library.Features, labels, fit.Parameters).LeaveOneOut();
        int[] order = [.. Enumerable.Range(0, labels.Length).OrderBy(i => predicted[i].Mean)];
        double error = Math.Sqrt(labels.Zip(predicted).Average(pair => Square(pair.First.Value - pair.Second.Mean)));
        double mean = labels.Average(label => label.Value);
        double variance = labels.Average(label => Square(label.Value - mean));
        List<string> lines = ["library_share,best_scores_found"];
        foreach (double share in (double[])[0.01, 0.02, 0.03, 0.04, 0.05, Share])
        {
            int taken = (int)Math.Round(share * library.Count);
            double found = library.ScoresFound([.. order.Take(taken).Select(i => labels[i].Candidate)]);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{share},{found:0.####}"));
        }

        lines.ForEach(Console.WriteLine);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"error {error:0.000} kcal/mol of {Math.Sqrt(variance):0.000}, share explained {1 - (error * error / variance):0.000}"
            )
        );
        File.WriteAllLines(
            Path.Combine(Repository.Folder, "bench", "Studies", "Enamine", $"ceiling-{table}.csv"),
            lines
        );
    }

    private static double Square(double value) => value * value;
}
