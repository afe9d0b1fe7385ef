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
    /// <exception cref="FormatException">A value is not finite or has the wrong sign.</exception>
    public CoKrigingParameters(IEnumerable<RungParameters> rungs)
    {
        Rungs = [.. rungs];
        if (Rungs.IsEmpty)
        {
            throw new FormatException("A model needs at least one rung.");
        }

        for (int rung = 0; rung < Rungs.Length; rung++)
        {
            Rungs[rung].Validate(Prefix(rung));
        }
    }

    /// <summary>The rungs, the cheapest first.</summary>
    public ImmutableArray<RungParameters> Rungs { get; }

    /// <summary>rho in the user's units: how much a rung's property rises with that of the rung below.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rung 0 has no rung below.</exception>
    public double Slope(int rung)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rung, 1);
        return Rungs[rung].Coupling * Rungs[rung].Scale / Rungs[rung - 1].Scale;
    }

    /// <summary>Every number under its name: <c>rung0.shift</c>, <c>rung0.scale</c>, ...</summary>
    public IReadOnlyList<KeyValuePair<string, double>> ToNamedValues()
    {
        var values = new List<KeyValuePair<string, double>>();
        for (int rung = 0; rung < Rungs.Length; rung++)
        {
            string prefix = Prefix(rung);
            values.AddRange(Rungs[rung].ToNamedValues().Select(v => KeyValuePair.Create(prefix + v.Key, v.Value)));
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

        var parameters = new CoKrigingParameters(rungs);
        string? unknown = byName.Keys.Except(parameters.ToNamedValues().Select(v => v.Key)).FirstOrDefault();
        return unknown is null ? parameters : throw new FormatException($"Unknown hyperparameter {unknown}.");
    }

    /// <inheritdoc/>
    public bool Equals(CoKrigingParameters? other) => other is not null && Rungs.SequenceEqual(other.Rungs);

    /// <inheritdoc/>
    public override int GetHashCode() => Rungs.Aggregate(0, HashCode.Combine);

    private static string Prefix(int rung) => $"rung{rung}.";
}
