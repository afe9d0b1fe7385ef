using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Learning;

public sealed partial class ScreenedPosterior
{
    private TopMixture? _mixture;

    /// <summary>
    /// From now on means and deviations at the top rung are those of a mixture with networks; correlations between rungs
    /// stay those of the process.
    /// </summary>
    /// <param name="networks">Networks of the top rung's labels, bent as the process bends them, or null for the process alone.</param>
    /// <param name="processShare">The weight of the process, 0 to 1.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The networks take other descriptors.</exception>
    public void Mix(DeepEnsemble? networks, double processShare, CancellationToken cancellationToken)
    {
        if (networks is null)
        {
            _mixture = null;
            return;
        }

        Predictions predictions = Predictions.Empty(Candidates);
        networks.Predict(_pool, predictions.Means, predictions.Variances, _maxThreads, cancellationToken);
        Bend(predictions, Parameters.Rungs[^1].Bend);
        _mixture = new TopMixture(predictions, processShare);
    }

    /// <summary>Networks learn bent labels, as the process does: see <see cref="SoftBound"/>.</summary>
    private static void Bend(Predictions predictions, double bend)
    {
        for (int i = 0; bend > 0 && i < predictions.Count; i++)
        {
            double variance = predictions.Variances[i];
            (predictions.Means[i], double deviation) = SoftBound.Moments(
                predictions.Means[i],
                Math.Sqrt(variance),
                bend
            );
            predictions.Variances[i] = deviation * deviation;
        }
    }

    /// <summary>The mixture where it predicts a rung, up to date; null where the process does alone.</summary>
    private TopMixture? MixtureAt(int rung)
    {
        if (_mixture is null || rung != Rungs - 1)
        {
            return null;
        }

        if (_mixture.Stale)
        {
            _mixture.Mix(ProcessMean(rung), ProcessDeviation(rung), ProcessLabelDeviation(rung));
        }

        return _mixture;
    }

    /// <summary>Shows the mixture the process as it is with nothing pending.</summary>
    private void Settle()
    {
        _inner.SetPending([]);
        _stale = true;
        _mixture!.Settle(ProcessDeviation(Rungs - 1));
    }

    private ReadOnlySpan<double> ProcessMean(int rung) => _active is null ? _inner.Mean(rung) : Fresh().Mean(rung);

    private ReadOnlySpan<double> ProcessDeviation(int rung) =>
        _active is null ? _inner.Deviation(rung) : Fresh().Deviation(rung);

    private ReadOnlySpan<double> ProcessLabelDeviation(int rung) =>
        _active is null ? _inner.LabelDeviation(rung) : Fresh().LabelDeviation(rung);

    /// <summary>Moves a draw of the process to where the mixture has it: as many deviations from its mean.</summary>
    private double Moved(int rung, int candidate, double drawn)
    {
        if (MixtureAt(rung) is not { } mixture)
        {
            return drawn;
        }

        double deviation = ProcessDeviation(rung)[candidate];
        double steps = deviation > 0 ? (drawn - ProcessMean(rung)[candidate]) / deviation : 0;
        return mixture.Means[candidate] + (steps * mixture.Deviations[candidate]);
    }
}
