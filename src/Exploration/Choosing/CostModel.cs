using Lichen.Core.Numerics;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Learns what a calculation at one level costs from the size of the molecule: the logarithm of the CPU time is
/// linear in the logarithm of the number of atoms, with a conjugate prior that the first outcomes overrule.
/// </summary>
/// <remarks>
/// Bayesian linear regression with a normal-inverse-gamma prior (Gelman et al., Bayesian Data Analysis, ch. 14); its
/// predictions are Student t, approximated here by a normal with the same variance.
/// </remarks>
public sealed class CostModel
{
    // Prior weight of the guess: it counts as this many outcomes.
    private const double PriorWeight = 1;
    private const double PriorShape = 2;

    private readonly double _guessIntercept;
    private readonly double _guessSlope;
    private readonly double _slopeWeight;
    private readonly double _priorScatter;

    // Answers by number of atoms, until the next outcome: the strategy asks for every molecule at every decision.
    private readonly Dictionary<int, (double Mean, double Tight)> _prices = [];

    private double _count;
    private double _sumX;
    private double _sumXx;
    private double _sumY;
    private double _sumXy;
    private double _sumYy;

    /// <param name="prior">What is assumed before anything was computed.</param>
    public CostModel(CostPrior prior)
    {
        _guessIntercept = Math.Log(prior.CoreSecondsAt20Atoms);
        _guessSlope = prior.Exponent;
        _slopeWeight = 0.5;
        _priorScatter = prior.Scatter * prior.Scatter;
    }

    /// <summary>Number of outcomes learned from.</summary>
    public int Count => (int)_count;

    /// <summary>Learns from one finished calculation.</summary>
    /// <param name="atoms">Number of atoms, hydrogens included.</param>
    /// <param name="coreSeconds">CPU time it took, positive.</param>
    public void Add(int atoms, double coreSeconds)
    {
        double x = X(atoms),
            y = Math.Log(Math.Max(coreSeconds, 1e-6)) - _guessIntercept - (_guessSlope * x);
        _prices.Clear();
        _count++;
        _sumX += x;
        _sumXx += x * x;
        _sumY += y;
        _sumXy += x * y;
        _sumYy += y * y;
    }

    /// <summary>What a calculation of this size is expected to cost.</summary>
    public CostPrediction Predict(int atoms)
    {
        // Posterior of (intercept, slope), both relative to the guess: precision matrix P, mean P^-1 b.
        double p00 = PriorWeight + _count,
            p01 = _sumX,
            p11 = _slopeWeight + _sumXx,
            determinant = (p00 * p11) - (p01 * p01);
        double intercept = ((p11 * _sumY) - (p01 * _sumXy)) / determinant,
            slope = ((p00 * _sumXy) - (p01 * _sumY)) / determinant;
        var residual = _sumYy - (intercept * _sumY) - (slope * _sumXy);
        var variance = ((2 * PriorShape * _priorScatter) + Math.Max(0, residual)) / ((2 * PriorShape) + _count);
        var x = X(atoms);
        var leverage = (p11 - (2 * p01 * x) + (p00 * x * x)) / determinant;
        var logMean = _guessIntercept + (_guessSlope * x) + intercept + (slope * x);
        return new CostPrediction(logMean, Math.Sqrt(variance * (1 + leverage)));
    }

    /// <summary>Expected CPU seconds and those that nineteen in twenty calculations of this size stay below.</summary>
    public (double Mean, double Tight) PriceOf(int atoms)
    {
        if (!_prices.TryGetValue(atoms, out var price))
        {
            var prediction = Predict(atoms);
            _prices[atoms] = price = (prediction.Mean, prediction.Quantile(Purse.Tight));
        }

        return price;
    }

    private static double X(int atoms) => Math.Log(Math.Max(1, atoms) / 20.0);
}

/// <summary>What is assumed about the cost of a level before anything was computed.</summary>
/// <param name="CoreSecondsAt20Atoms">CPU seconds for a molecule of 20 atoms.</param>
/// <param name="Exponent">Power of the number of atoms.</param>
/// <param name="Scatter">Standard deviation of the logarithm at a given size.</param>
public sealed record CostPrior(double CoreSecondsAt20Atoms, double Exponent, double Scatter);

/// <summary>A log-normal prediction of CPU seconds.</summary>
/// <param name="LogMean">Mean of the logarithm of CPU seconds.</param>
/// <param name="LogDeviation">Standard deviation of the logarithm.</param>
public readonly record struct CostPrediction(double LogMean, double LogDeviation)
{
    // A first guess with a wide spread must not claim an absurd mean: the correction to the median is bounded.
    private const double MostSpread = 1;

    /// <summary>Expected CPU seconds.</summary>
    public double Mean => Math.Exp(LogMean + (0.5 * Math.Min(LogDeviation * LogDeviation, MostSpread)));

    /// <summary>CPU seconds that are not exceeded with the given probability.</summary>
    public double Quantile(double probability) => Math.Exp(LogMean + (LogDeviation * Normal.Quantile(probability)));
}
