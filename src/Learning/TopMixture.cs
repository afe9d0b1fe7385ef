using Lichen.Learning.Models;

namespace Lichen.Learning;

/// <summary>
/// Predictions at a ladder's top rung by a Gaussian process and networks together, as a mixture of both distributions.
/// </summary>
/// <remarks>
/// Networks know nothing of what is pending. It shrinks all of the mixture's doubt by the factor by which it shrinks the
/// process's. What networks cannot explain is taken as doubt about the property, not as noise.
/// </remarks>
internal sealed class TopMixture
{
    private readonly Predictions _networks;
    private readonly double _processShare;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _labelDeviations;
    private double[]? _settled;

    /// <param name="networks">Predictions of all candidates, shape (m).</param>
    /// <param name="processShare">The weight of the process, 0 to 1.</param>
    public TopMixture(Predictions networks, double processShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(processShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(processShare, 1);
        (_networks, _processShare) = (networks, processShare);
        _means = new double[networks.Count];
        _deviations = new double[networks.Count];
        _labelDeviations = new double[networks.Count];
    }

    /// <summary>False when the process has changed since it was last seen without anything pending.</summary>
    public bool IsSettled => _settled is not null;

    /// <summary>True when the process has changed since <see cref="Mix"/>.</summary>
    public bool Stale { get; set; } = true;

    public ReadOnlySpan<double> Means => _means;

    public ReadOnlySpan<double> Deviations => _deviations;

    public ReadOnlySpan<double> LabelDeviations => _labelDeviations;

    /// <summary>Takes in the process's deviations with nothing pending, shape (m).</summary>
    public void Settle(ReadOnlySpan<double> deviations) => _settled = deviations.ToArray();

    /// <summary>The process has changed.</summary>
    public void Unsettle() => (_settled, Stale) = (null, true);

    /// <summary>Mixes with what the process says now, each of shape (m).</summary>
    public void Mix(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<double> labelDeviations)
    {
        double other = 1 - _processShare;
        for (int i = 0; i < _means.Length; i++)
        {
            double factor = _settled is not null && _settled[i] > 0 ? Math.Min(1, deviations[i] / _settled[i]) : 1;
            double apart = means[i] - _networks.Means[i];
            double foreign =
                factor * factor * ((other * _networks.Variances[i]) + (_processShare * other * apart * apart));
            _means[i] = (_processShare * means[i]) + (other * _networks.Means[i]);
            _deviations[i] = Math.Sqrt((_processShare * deviations[i] * deviations[i]) + foreign);
            _labelDeviations[i] = Math.Sqrt((_processShare * labelDeviations[i] * labelDeviations[i]) + foreign);
        }

        Stale = false;
    }
}
