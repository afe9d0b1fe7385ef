namespace Lichen.Exploration.Journals;

/// <summary>
/// Whether predictions of several quantities err together on the same molecule, learned from the labels that tested them.
/// </summary>
/// <remarks>
/// An error is z = (label - prediction) / stated deviation at the quantity's own level. Each molecule that tests a pair is
/// predicted by the correlation of those before it, and by none; the sum of the differences of log densities (Dawid 1984,
/// <see href="https://doi.org/10.2307/2981683"/>) decides whether the two are taken together.
/// </remarks>
public sealed class SharedErrors
{
    private readonly Dictionary<(int Quantity, int Candidate), double> _errors = [];
    private readonly Dictionary<(int One, int Other), ErrorPair> _pairs = [];
    private readonly int _quantities;

    /// <param name="quantities">Their number.</param>
    public SharedErrors(int quantities) => _quantities = quantities;

    /// <summary>What two quantities' errors have in common.</summary>
    public ErrorPair Between(int one, int other) =>
        _pairs.GetValueOrDefault((Math.Min(one, other), Math.Max(one, other))) ?? ErrorPair.None;

    /// <summary>The error of the prediction that a candidate's label tested, in stated deviations; null where none was tested.</summary>
    public double? ErrorOf(int quantity, int candidate) =>
        _errors.TryGetValue((quantity, candidate), out var error) ? error : null;

    /// <summary>What known errors of the same candidate tell of one that is not known: by the quantity that tells most.</summary>
    /// <returns>The expected error and its standard deviation, both in stated deviations; 0 and 1 where nothing is told.</returns>
    public (double Mean, double Deviation) Told(int quantity, int candidate)
    {
        var (mean, correlation) = (0.0, 0.0);
        for (var other = 0; other < _quantities; other++)
        {
            if (
                other != quantity
                && Between(quantity, other) is { IsShown: true } pair
                && Math.Abs(pair.Correlation) > Math.Abs(correlation)
                && ErrorOf(other, candidate) is { } error
            )
            {
                (mean, correlation) = (pair.Correlation * error, pair.Correlation);
            }
        }

        return (mean, Math.Sqrt(1 - (correlation * correlation)));
    }

    /// <summary>Takes in a label that tested a prediction.</summary>
    /// <param name="error">In stated deviations.</param>
    internal void Add(int quantity, int candidate, double error)
    {
        _errors[(quantity, candidate)] = error;
        for (var other = 0; other < _quantities; other++)
        {
            if (other != quantity && ErrorOf(other, candidate) is { } known)
            {
                var pair = (Math.Min(quantity, other), Math.Max(quantity, other));
                _pairs[pair] = Between(quantity, other).And(error, known);
            }
        }
    }
}

/// <summary>Errors of two quantities on the molecules that tested both, added up.</summary>
/// <param name="Count">Molecules.</param>
/// <param name="Nats">What the correlation brought to the prediction of each, by those before it, in nats.</param>
public sealed record ErrorPair(int Count, double Squares, double OtherSquares, double Products, double Nats)
{
    // A correlation of luck reaches this in about one campaign of a hundred (test).
    private const double Proof = 3;

    // No correlation, so many times over: a few molecules must not make one.
    private const double NoneWeight = 10;

    // One outlier must not make one either.
    private const double MostError = 3;

    // Where nearly all is common, nine nodes are too few for what is left.
    private const double Strongest = 0.8;

    public static ErrorPair None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>The correlation of the errors, drawn toward 0 while there are few, -0.8 to 0.8.</summary>
    public double Correlation
    {
        get
        {
            var scale = Math.Sqrt((Squares + NoneWeight) * (OtherSquares + NoneWeight));
            return Math.Clamp(Products / scale, -Strongest, Strongest);
        }
    }

    /// <summary>True when the two predict better together than apart.</summary>
    public bool IsShown => Nats >= Proof;

    internal ErrorPair And(double error, double other)
    {
        var (a, b) = (Math.Clamp(error, -MostError, MostError), Math.Clamp(other, -MostError, MostError));
        var r = Correlation;
        var left = 1 - (r * r);
        // The two densities with unit variances, with and without r.
        var nats =
            (0.5 * ((a * a) + (b * b))) - (((a * a) - (2 * r * a * b) + (b * b)) / (2 * left)) - (0.5 * Math.Log(left));
        return new ErrorPair(Count + 1, Squares + (a * a), OtherSquares + (b * b), Products + (a * b), Nats + nats);
    }
}
