using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lichen.Learning;

/// <summary>
/// Weak priors on the hyperparameters, in standardised units, so that ten labels do not give nonsense: log-normal on
/// amplitudes, length scale, noise and relevances, normal on the coupling. Also the order of the free parameters in a vector.
/// </summary>
internal sealed class CoKrigingPrior
{
    /// <summary>Noise never falls below this: labels are computed to a threshold, and stereoisomers share counts.</summary>
    public const double NoiseFloor = 1e-3;

    private const double OffsetDeviation = 1;

    // How freely one descriptor may matter more than another, as a deviation of the logarithm: see the measured table in
    // docs/methods/gaussian-process.md.
    private const double RelevanceDeviation = 0.4;

    // Members of an ensemble may agree on what all of them get wrong; error bars of an experiment mean what they say.
    private const double StatedFactorDeviation = 0.5;

    private readonly double[] _centers;
    private readonly double[] _deviations;

    public CoKrigingPrior(int rungs, int fingerprints, int columns, int outcomes = 0, bool stated = false)
    {
        (Rungs, Fingerprints, Columns, HasOutcomes) = (rungs, fingerprints, columns, outcomes > 0);
        HasStated = stated;
        _centers = new double[Size];
        _deviations = new double[Size];
        for (int rung = 0; rung < rungs; rung++)
        {
            // A rung differs from the one below by less than it varies itself.
            double amplitude = rung == 0 ? 0.7 : 0.35;
            for (int part = 0; part < fingerprints; part++)
            {
                // Together the fingerprints vary as one alone would.
                Set(rung, Counts + part, Math.Log(amplitude / Math.Sqrt(fingerprints)), 0.8);
            }

            Set(rung, Descriptors, Math.Log(amplitude), 0.8);
            // Scaled columns are of order one, so typical distances grow as the root of their number.
            Set(rung, Length, 0.5 * Math.Log(Math.Max(1, columns)), 0.6);
            Set(rung, Noise, Math.Log(0.05), 1.2);
            Set(rung, Coupling, rung == 0 ? 0 : 0.9, 0.6);
            if (HasOutcomes)
            {
                Set(rung, Outcomes, Math.Log(0.2), 0.8);
                Set(rung, OutcomeLength, 0.5 * Math.Log(outcomes), 0.6);
            }

            if (HasStated)
            {
                Set(rung, StatedFactor, 0, StatedFactorDeviation);
            }
        }

        _deviations.AsSpan(rungs * PerRung).Fill(RelevanceDeviation);
    }

    public int Rungs { get; }

    /// <summary>The number of count fingerprints.</summary>
    public int Fingerprints { get; }

    /// <summary>Whether outcomes of cheap rungs are seen.</summary>
    public bool HasOutcomes { get; }

    /// <summary>Whether sources state deviations of labels.</summary>
    public bool HasStated { get; }

    /// <summary>
    /// Only the last rung sees them: a rung in between would see its own labels, and explain them by themselves.
    /// </summary>
    private bool SeesOutcomes(int rung) => HasOutcomes && rung > 0 && rung == Rungs - 1;

    // Free parameters of a rung: log count amplitudes, log descriptor amplitude, log length scale, log noise above the
    // floor, coupling (idle at rung 0), with outcomes their log amplitude and log length scale (idle but at the last rung), and where sources
    // state deviations the log of their factor (idle where labels of the rung have none). After all rungs: the logarithms of the descriptors' relevances.
    public const int Counts = 0;

    public int Descriptors => Fingerprints;

    public int Length => Fingerprints + 1;

    public int Noise => Fingerprints + 2;

    public int Coupling => Fingerprints + 3;

    public int Outcomes => Fingerprints + 4;

    public int OutcomeLength => Fingerprints + 5;

    public int StatedFactor => Fingerprints + (HasOutcomes ? 6 : 4);

    public int PerRung => StatedFactor + (HasStated ? 1 : 0);

    /// <summary>The number of descriptors.</summary>
    public int Columns { get; }

    /// <summary>The number of free parameters.</summary>
    public int Size => (Rungs * PerRung) + Columns;

    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>The logarithm of the prior density up to a constant; its gradient is added to the one given.</summary>
    public double LogDensity(ReadOnlySpan<double> free, Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < Size; i++)
        {
            double z = (free[i] - _centers[i]) / _deviations[i];
            sum -= 0.5 * z * z;
            gradient[i] -= z / _deviations[i];
        }

        return sum;
    }

    /// <summary>A draw from the prior.</summary>
    public double[] Draw(Random random)
    {
        var free = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            free[i] = _centers[i] + (_deviations[i] * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return free;
    }

    /// <summary>The hyperparameters that a vector of free parameters stands for.</summary>
    public CoKrigingParameters ToParameters(
        ReadOnlySpan<double> free,
        double[] shifts,
        double[] scales,
        RadialShape shape
    )
    {
        var rungs = new RungParameters[Rungs];
        for (int rung = 0; rung < Rungs; rung++)
        {
            ReadOnlySpan<double> own = free.Slice(rung * PerRung, PerRung);
            double noise = Math.Exp(own[Noise]);
            rungs[rung] = new RungParameters(
                shifts[rung],
                scales[rung],
                rung == 0 ? 0 : own[Coupling],
                OffsetDeviation,
                Exponentials(own.Slice(Counts, Fingerprints)),
                Math.Exp(own[Descriptors]),
                Math.Exp(own[Length]),
                Math.Sqrt((noise * noise) + (NoiseFloor * NoiseFloor))
            )
            {
                OutcomeAmplitude = SeesOutcomes(rung) ? Math.Exp(own[Outcomes]) : 0,
                OutcomeLengthscale = SeesOutcomes(rung) ? Math.Exp(own[OutcomeLength]) : 1,
                StatedFactor = HasStated ? Math.Exp(own[StatedFactor]) : 1,
            };
        }

        var relevances = new double[Columns];
        for (int column = 0; column < Columns; column++)
        {
            relevances[column] = Math.Exp(free[(Rungs * PerRung) + column]);
        }

        return new CoKrigingParameters(rungs, relevances, shape);
    }

    /// <summary>The vector that stands for hyperparameters, carried over to other scales of the labels.</summary>
    public double[] ToFree(CoKrigingParameters parameters, double[] scales)
    {
        var free = new double[Size];
        for (int column = 0; column < Columns && !parameters.Relevances.IsEmpty; column++)
        {
            free[(Rungs * PerRung) + column] = Math.Log(Math.Max(1e-6, parameters.Relevances[column]));
        }

        for (int rung = 0; rung < Rungs; rung++)
        {
            RungParameters own = parameters.Rungs[rung];
            double ratio = own.Scale / scales[rung];
            double noise = own.Noise * ratio;
            Span<double> target = free.AsSpan(rung * PerRung, PerRung);
            for (int part = 0; part < Fingerprints; part++)
            {
                target[Counts + part] = Math.Log(Math.Max(1e-4, own.CountAmplitudes[part] * ratio));
            }

            target[Descriptors] = Math.Log(Math.Max(1e-4, own.DescriptorAmplitude * ratio));
            target[Length] = Math.Log(own.Lengthscale);
            target[Noise] = 0.5 * Math.Log(Math.Max(1e-8, (noise * noise) - (NoiseFloor * NoiseFloor)));
            if (HasOutcomes)
            {
                bool told = SeesOutcomes(rung) && own.OutcomeAmplitude > 0;
                ReadOnlySpan<double> centers = _centers.AsSpan(rung * PerRung, PerRung);
                target[Outcomes] = told ? Math.Log(own.OutcomeAmplitude * ratio) : centers[Outcomes];
                target[OutcomeLength] = told ? Math.Log(own.OutcomeLengthscale) : centers[OutcomeLength];
            }

            if (HasStated)
            {
                target[StatedFactor] = Math.Log(Math.Max(1e-3, own.StatedFactor));
            }

            target[Coupling] = rung == 0 ? 0 : parameters.Slope(rung) * scales[rung - 1] / scales[rung];
        }

        return free;
    }

    private static ImmutableArray<double> Exponentials(ReadOnlySpan<double> logarithms)
    {
        var values = new double[logarithms.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Exp(logarithms[i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    private void Set(int rung, int kind, double center, double deviation)
    {
        _centers[(rung * PerRung) + kind] = center;
        _deviations[(rung * PerRung) + kind] = deviation;
    }
}
