using System.Collections.Immutable;

namespace Lichen.Learning;

/// <summary>
/// The hyperparameters of one rung. A label y is standardised as z = (y - Shift) / Scale, after <see cref="SoftBound"/>
/// where the property cannot be negative; the rest is in units of z:
/// f_l = Coupling f_(l-1) + delta_l, delta_l ~ GP(0, OffsetDeviation^2 + sum over fingerprints c of
/// CountAmplitudes[c]^2 minmax_c + DescriptorAmplitude^2 f(d^2 / Lengthscale^2)), z = f_l + noise (of variance Noise^2 +
/// (StatedFactor times what the label's source states)^2), with distances d after
/// <see cref="CoKrigingParameters.Relevances"/> and f a <see cref="RadialShape"/>.
/// </summary>
/// <param name="Shift">What is subtracted from a label, in the user's unit.</param>
/// <param name="Scale">What a label is divided by, in the user's unit, positive.</param>
/// <param name="Coupling">rho: the slope to the rung below, any sign; 0 at rung 0, where there is none.</param>
/// <param name="OffsetDeviation">Prior standard deviation of the unknown constant mean, which is integrated out.</param>
/// <param name="CountAmplitudes">Standard deviations of the parts that follow the count fingerprints, one for each.</param>
/// <param name="DescriptorAmplitude">Standard deviation of the part that follows the descriptors.</param>
/// <param name="Lengthscale">In units of distance between descriptors scaled and weighted, positive.</param>
/// <param name="Noise">Standard deviation of the noise that no source states, positive.</param>
public sealed record RungParameters(
    double Shift,
    double Scale,
    double Coupling,
    double OffsetDeviation,
    ImmutableArray<double> CountAmplitudes,
    double DescriptorAmplitude,
    double Lengthscale,
    double Noise
)
{
    internal const string CountAmplitude = "count_amplitude";

    private const string BendName = "bend";
    private const string StatedDeviationName = "stated_deviation";
    private const string StatedFactorName = "stated_factor";
    private const string OutcomeAmplitudeName = "outcome_amplitude";
    private const string OutcomeLengthscaleName = "outcome_lengthscale";

    /// <summary>
    /// Standard deviation of the part of delta_l that follows outcomes of cheap rungs, a Gaussian of their distance; 0 where
    /// there are none, and at rung 0.
    /// </summary>
    public double OutcomeAmplitude { get; init; }

    /// <summary>In units of distance between scaled outcomes, positive.</summary>
    public double OutcomeLengthscale { get; init; } = 1;

    /// <summary>
    /// How far from zero, in the user's unit, labels bend away from it: see <see cref="SoftBound"/>. 0 where the property
    /// may be negative.
    /// </summary>
    public double Bend { get; init; }

    /// <summary>
    /// Root mean square of the deviations that sources state of labels of this rung, in units of z; 0 where none does.
    /// </summary>
    public double StatedDeviation { get; init; }

    /// <summary>How many times what sources state of their labels they err beyond <see cref="Noise"/>: learned.</summary>
    public double StatedFactor { get; init; } = 1;

    /// <summary>Variance of what is to be expected of a label to come beside its property, in units of z squared.</summary>
    internal double NoiseVariance => Variance(StatedDeviation);

    /// <summary>The same of a label that is there.</summary>
    internal double NoiseVarianceOf(Label label) => Variance(label.Inward(Bend).Deviation / Scale);

    /// <summary>z of a label.</summary>
    internal double Standardised(double label) => (SoftBound.Inward(label, Bend) - Shift) / Scale;

    /// <summary>The property at z.</summary>
    internal double Property(double z) => SoftBound.Outward(Shift + (Scale * z), Bend);

    /// <summary>Mean and standard deviation of the property for a normal z.</summary>
    internal (double Mean, double Deviation) Moments(double mean, double variance) =>
        SoftBound.Moments(Shift + (Scale * mean), Scale * Math.Sqrt(variance), Bend);

    /// <summary>The values in the order and under the names of the constructor, for a journal.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> ToNamedValues() =>
        [
            new("shift", Shift),
            new("scale", Scale),
            new("coupling", Coupling),
            new("offset_deviation", OffsetDeviation),
            .. CountAmplitudes.Select((value, part) => KeyValuePair.Create($"{CountAmplitude}{part}", value)),
            new("descriptor_amplitude", DescriptorAmplitude),
            new("lengthscale", Lengthscale),
            new("noise", Noise),
            .. OutcomeAmplitude == 0
                ? (KeyValuePair<string, double>[])[]
                : [new(OutcomeAmplitudeName, OutcomeAmplitude), new(OutcomeLengthscaleName, OutcomeLengthscale)],
            .. Bend == 0 ? (KeyValuePair<string, double>[])[] : [new(BendName, Bend)],
            .. StatedDeviation == 0
                ? (KeyValuePair<string, double>[])[]
                : [new(StatedDeviationName, StatedDeviation), new(StatedFactorName, StatedFactor)],
        ];

    internal static RungParameters FromNamedValues(IReadOnlyDictionary<string, double> values, string prefix)
    {
        var rung = new RungParameters(
            Value("shift"),
            Value("scale"),
            Value("coupling"),
            Value("offset_deviation"),
            Amplitudes(),
            Value("descriptor_amplitude"),
            Value("lengthscale"),
            Value("noise")
        )
        {
            OutcomeAmplitude = values.GetValueOrDefault(prefix + OutcomeAmplitudeName),
            OutcomeLengthscale = values.GetValueOrDefault(prefix + OutcomeLengthscaleName, 1),
            Bend = values.GetValueOrDefault(prefix + BendName),
            StatedDeviation = values.GetValueOrDefault(prefix + StatedDeviationName),
            StatedFactor = values.GetValueOrDefault(prefix + StatedFactorName, 1),
        };
        rung.Validate(prefix);
        return rung;

        ImmutableArray<double> Amplitudes()
        {
            // Version 0.1 knew one fingerprint and gave its amplitude no number.
            if (values.TryGetValue(prefix + CountAmplitude, out double only))
            {
                return [only];
            }

            var amplitudes = ImmutableArray.CreateBuilder<double>();
            while (values.TryGetValue($"{prefix}{CountAmplitude}{amplitudes.Count}", out double amplitude))
            {
                amplitudes.Add(amplitude);
            }

            return amplitudes.DrainToImmutable();
        }

        double Value(string name) =>
            values.TryGetValue(prefix + name, out double value)
                ? value
                : throw new FormatException($"The hyperparameter {prefix}{name} is missing.");
    }

    /// <inheritdoc/>
    public bool Equals(RungParameters? other) =>
        other is not null && ToNamedValues().SequenceEqual(other.ToNamedValues());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shift, Scale, Noise);

    private double Variance(double stated) => (Noise * Noise) + (StatedFactor * stated * (StatedFactor * stated));

    internal void Validate(string name)
    {
        foreach ((string key, double value) in ToNamedValues())
        {
            bool free = key is "shift" or "coupling";
            bool positive = key is "scale" or "lengthscale" or "noise" or OutcomeLengthscaleName;
            if (!double.IsFinite(value) || (!free && value < 0) || (positive && value == 0))
            {
                throw new FormatException($"The hyperparameter {name}{key} cannot be {value}.");
            }
        }
    }
}
