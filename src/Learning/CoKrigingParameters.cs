using System.Collections.Immutable;

namespace Lichen.Learning;

/// <summary>All hyperparameters of a <see cref="CoKriging"/> model: with the labels, they are the model.</summary>
/// <remarks>
/// Equal when every number is the same. <see cref="ToNamedValues"/> holds every number; written in a form that
/// round-trips doubles, it gives back the same bits.
/// </remarks>
public sealed record CoKrigingParameters
{
    /// <param name="rungs">One per rung, the cheapest first; at least one.</param>
    /// <param name="relevances">One per descriptor, none negative; none at all means 1 for each.</param>
    /// <param name="shape">How covariance falls with the distance between descriptors.</param>
    /// <exception cref="FormatException">A value is not finite or has the wrong sign.</exception>
    public CoKrigingParameters(
        IEnumerable<RungParameters> rungs,
        IEnumerable<double>? relevances = null,
        RadialShape shape = RadialShape.Gaussian
    )
    {
        Shape = shape;
        Rungs = [.. rungs];
        Relevances = [.. relevances ?? []];
        if (Rungs.IsEmpty)
        {
            throw new FormatException("A model needs at least one rung.");
        }

        if (Rungs.Any(r => r.CountAmplitudes.Length != Fingerprints))
        {
            throw new FormatException("The rungs differ in their number of fingerprints.");
        }

        for (int rung = 0; rung < Rungs.Length; rung++)
        {
            Rungs[rung].Validate(Prefix(rung));
        }

        for (int column = 0; column < Relevances.Length; column++)
        {
            if (!(Relevances[column] >= 0 && double.IsFinite(Relevances[column])))
            {
                throw new FormatException($"The hyperparameter {Relevance(column)} cannot be {Relevances[column]}.");
            }
        }
    }

    /// <summary>The rungs, the cheapest first.</summary>
    public ImmutableArray<RungParameters> Rungs { get; }

    /// <summary>
    /// What each scaled descriptor is multiplied by before distances are taken, shared by all rungs: a descriptor that
    /// matters twice as much has twice the relevance, that is half the length scale.
    /// </summary>
    public ImmutableArray<double> Relevances { get; }

    /// <summary>How covariance falls with the distance between descriptors, at every rung.</summary>
    public RadialShape Shape { get; }

    /// <summary>The number of count fingerprints that the model sees.</summary>
    public int Fingerprints => Rungs[0].CountAmplitudes.Length;

    /// <summary>True when the hyperparameters are those of a model of features of this form.</summary>
    public bool Fit(Features features) =>
        features.Counts.Length == Fingerprints
        && (Relevances.IsEmpty || Relevances.Length == features.Descriptors.Columns);

    /// <summary>The same model of labels that are bent already, and those labels: see <see cref="SoftBound"/>.</summary>
    /// <remarks>What compares models compares them there, where all of them are of one form.</remarks>
    public (CoKrigingParameters Parameters, ImmutableArray<Label> Labels) Unbent(IEnumerable<Label> labels) =>
        (
            With(new double[Rungs.Length], [.. Rungs.Select(rung => rung.StatedDeviation)]),
            [.. labels.Select(l => l.Inward(Rungs[l.Rung].Bend))]
        );

    /// <summary>The same with other bends and stated deviations, one of each per rung.</summary>
    internal CoKrigingParameters With(IReadOnlyList<double> bends, IReadOnlyList<double> stated) =>
        new(Rungs.Select((rung, i) => rung with { Bend = bends[i], StatedDeviation = stated[i] }), Relevances, Shape);

    /// <summary>rho in the user's units: how much a rung's property rises with that of the rung below.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rung 0 has no rung below.</exception>
    public double Slope(int rung)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rung, 1);
        return Rungs[rung].Coupling * Rungs[rung].Scale / Rungs[rung - 1].Scale;
    }

    /// <summary>Every number under its name: <c>rung0.shift</c>, <c>rung0.scale</c>, ..., <c>relevance0</c>, ...</summary>
    public IReadOnlyList<KeyValuePair<string, double>> ToNamedValues()
    {
        var values = new List<KeyValuePair<string, double>>();
        for (int rung = 0; rung < Rungs.Length; rung++)
        {
            string prefix = Prefix(rung);
            values.AddRange(Rungs[rung].ToNamedValues().Select(v => KeyValuePair.Create(prefix + v.Key, v.Value)));
        }

        values.AddRange(Relevances.Select((value, column) => KeyValuePair.Create(Relevance(column), value)));
        if (Shape != RadialShape.Gaussian)
        {
            values.Add(new(Smoothness, Shape == RadialShape.Matern52 ? 2.5 : 1.5));
        }

        return values;
    }

    /// <summary>The reverse of <see cref="ToNamedValues"/>; the order does not matter.</summary>
    /// <exception cref="FormatException">A name is missing or unknown, or a value impossible.</exception>
    public static CoKrigingParameters FromNamedValues(IEnumerable<KeyValuePair<string, double>> values)
    {
        var byName = new Dictionary<string, double>();
        foreach ((string name, double value) in values)
        {
            if (!byName.TryAdd(name, value))
            {
                throw new FormatException($"The hyperparameter {name} occurs twice.");
            }
        }

        var rungs = new List<RungParameters>();
        while (byName.ContainsKey(Prefix(rungs.Count) + "shift"))
        {
            rungs.Add(RungParameters.FromNamedValues(byName, Prefix(rungs.Count)));
        }

        var relevances = new List<double>();
        while (byName.TryGetValue(Relevance(relevances.Count), out double relevance))
        {
            relevances.Add(relevance);
        }

        RadialShape shape = byName.TryGetValue(Smoothness, out double smoothness)
            ? smoothness switch
            {
                2.5 => RadialShape.Matern52,
                1.5 => RadialShape.Matern32,
                _ => throw new FormatException($"The hyperparameter {Smoothness} cannot be {smoothness}."),
            }
            : RadialShape.Gaussian;
        var parameters = new CoKrigingParameters(rungs, relevances, shape);
        string[] old = [.. Enumerable.Range(0, rungs.Count).Select(r => Prefix(r) + RungParameters.CountAmplitude)];
        string? unknown = byName
            .Keys.Except(parameters.ToNamedValues().Select(v => v.Key))
            .Except(old)
            .FirstOrDefault();
        return unknown is null ? parameters : throw new FormatException($"Unknown hyperparameter {unknown}.");
    }

    /// <inheritdoc/>
    public bool Equals(CoKrigingParameters? other) =>
        other is not null
        && Shape == other.Shape
        && Rungs.SequenceEqual(other.Rungs)
        && Relevances.SequenceEqual(other.Relevances);

    /// <inheritdoc/>
    public override int GetHashCode() => Rungs.Aggregate(0, HashCode.Combine);

    // The nu of Matern's family.
    private const string Smoothness = "descriptor_smoothness";

    private static string Relevance(int column) => $"relevance{column}";

    private static string Prefix(int rung) => $"rung{rung}.";
}
