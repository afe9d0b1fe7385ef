using System.Globalization;
using Lichen.Learning;

namespace Lichen.Studies.Sparse;

/// <summary>How well and how dearly one model predicted the molecules held out.</summary>
/// <param name="Model">Exact, or the sparse form.</param>
/// <param name="Seed">The split.</param>
/// <param name="Labels">n.</param>
/// <param name="Inducing">m; 0 for the exact model.</param>
/// <param name="Rmse">Root mean square error, in the unit of the labels.</param>
/// <param name="LogLoss">
/// Mean standardised log loss: of the predicted density of the label, less that of a normal with the mean and variance of
/// the labels learned from; negative is better (Rasmussen and Williams 2006, section 2.5).
/// </param>
/// <param name="Coverage">Share of labels in the central 90 % of the predicted density.</param>
/// <param name="Deviations">
/// Mean over the molecules of the logarithm of the predicted deviation over that of the exact model; negative is surer than
/// it. Not a number where the exact model was not made.
/// </param>
/// <param name="Unexplained">Share of the prior variance of the labels that the inducing points leave.</param>
/// <param name="LearnSeconds">CPU time to learn the labels, hyperparameters given.</param>
/// <param name="PredictMicroseconds">CPU time per molecule predicted.</param>
/// <param name="PeakMegabytes">Most resident memory while learning and predicting, over what there was before.</param>
internal sealed record Measured(
    string Model,
    int Seed,
    int Labels,
    int Inducing,
    double Rmse,
    double LogLoss,
    double Coverage,
    double Deviations,
    double Unexplained,
    double LearnSeconds,
    double PredictMicroseconds,
    double PeakMegabytes
)
{
    public const string Head =
        "model,seed,labels,inducing,rmse_kcal_mol,mean_standardised_log_loss,coverage_90,log_deviation_over_exact,unexplained_share,learn_cpu_s,"
        + "predict_cpu_us,peak_MB";

    private const double Central90 = 1.6448536269514722;

    /// <summary>A model that predicts: means and deviations of candidates.</summary>
    public delegate void Prediction(Features candidates, double[] means, double[] deviations);

    /// <summary>Learns with one thread, predicts, and compares with the truth.</summary>
    /// <returns>The comparison, and the deviations predicted.</returns>
    public static (Measured Measured, double[] Deviations) Of(
        string model,
        int seed,
        int inducing,
        double[] learned,
        Features candidates,
        double[] truth,
        double noise,
        double[]? exact,
        Func<(Prediction Predict, double Unexplained)> learn
    )
    {
        // What earlier models left is given back to the system, so that the peak is that of this one.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long before = Memory("VmRSS:");
        File.WriteAllText("/proc/self/clear_refs", "5"); // proc(5): sets the peak to what is resident now
        var cpu = Environment.CpuUsage.TotalTime;
        (Prediction predict, double unexplained) = learn();
        var learning = Environment.CpuUsage.TotalTime - cpu;
        var means = new double[truth.Length];
        var deviations = new double[truth.Length];
        cpu = Environment.CpuUsage.TotalTime;
        predict(candidates, means, deviations);
        var predicting = Environment.CpuUsage.TotalTime - cpu;
        double mean = learned.Average();
        double variance = learned.Average(y => (y - mean) * (y - mean));
        double squares = 0,
            loss = 0;
        int inside = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            double error = truth[i] - means[i];
            double spread = (deviations[i] * deviations[i]) + (noise * noise);
            squares += error * error;
            loss += 0.5 * (Math.Log(spread / variance) + (error * error / spread));
            loss -= 0.5 * (truth[i] - mean) * (truth[i] - mean) / variance;
            inside += Math.Abs(error) <= Central90 * Math.Sqrt(spread) ? 1 : 0;
        }

        double surer = exact is null ? double.NaN : deviations.Zip(exact, (d, e) => Math.Log(d / e)).Average();
        var measured = new Measured(
            model,
            seed,
            learned.Length,
            inducing,
            Math.Sqrt(squares / truth.Length),
            loss / truth.Length,
            (double)inside / truth.Length,
            surer,
            unexplained,
            learning.TotalSeconds,
            1e6 * predicting.TotalSeconds / truth.Length,
            (Memory("VmHWM:") - before) / 1024.0
        );
        return (measured, deviations);
    }

    public string Line =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Model},{Seed},{Labels},{Inducing},{Rmse:0.0000},{LogLoss:0.0000},{Coverage:0.000},{Deviations:0.000},{Unexplained:0.0000},"
        )
        + string.Create(CultureInfo.InvariantCulture, $"{LearnSeconds:0.00},{PredictMicroseconds:0},{PeakMegabytes:0}");

    private static long Memory(string name) =>
        long.Parse(
            File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );
}
