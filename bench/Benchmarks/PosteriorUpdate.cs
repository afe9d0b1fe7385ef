using Lichen.Learning;

namespace Lichen.Benchmarks;

/// <summary>One label more and the whole pool predicted at every rung, against building the posterior anew.</summary>
internal static class PosteriorUpdate
{
    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        var known = scale.Labels[^1];
        var labels = dyes.Labels(known + scale.Updates + 1);
        var parameters = CoKrigingFitting.Fit(dyes, labels[..scale.Labels[0]]).Parameters;
        var posterior = Made(dyes, parameters, labels.AsSpan(0, known));
        var next = known;
        var checksum = 0.0;
        var turns = Turns.Take(
            scale.Updates,
            () =>
                Sample.Of(() =>
                {
                    posterior.Add(labels[next++]);
                    checksum += Predicted(posterior);
                }),
            () => Sample.Of(() => checksum += Predicted(Made(dyes, parameters, labels.AsSpan(0, next))))
        );
        if (!double.IsFinite(checksum))
        {
            throw new InvalidOperationException("A prediction is not finite.");
        }

        var predictions = (double)posterior.Candidates * DyesPool.Rungs;
        yield return new Finding(
            $"one label more on {known}, then mean and deviations of {posterior.Candidates:N0} x {DyesPool.Rungs} rungs",
            "CPU",
            $"{Finding.Milliseconds(turns.Here(Turns.Cpu))}, {Finding.Rate(predictions, turns.Here(Turns.Cpu))}",
            $"all labels added anew: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
            turns.Ratio(Turns.Cpu)
        );
    }

    private static Posterior Made(DyesPool dyes, CoKrigingParameters parameters, ReadOnlySpan<Label> labels)
    {
        var posterior = new Posterior(dyes.Features, parameters, maxThreads: 1);
        foreach (var label in labels)
        {
            posterior.Add(label);
        }

        return posterior;
    }

    private static double Predicted(Posterior posterior)
    {
        double sum = 0;
        for (var rung = 0; rung < DyesPool.Rungs; rung++)
        {
            sum += posterior.Mean(rung)[0] + posterior.LabelDeviation(rung)[^1];
        }

        return sum;
    }
}
