using Lichen.Core.Molecules;
using Lichen.Core.Numerics;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Learns what a calculation at one level costs from the size of the molecule: the logarithm of the CPU time is linear in the
/// logarithms of the number of atoms, of the share of them that is heavy and of the electrons per atom, with a conjugate prior
/// that the first outcomes overrule.
/// </summary>
/// <remarks>
/// Bayesian linear regression with a normal-inverse-gamma prior (Gelman et al., Bayesian Data Analysis, ch. 14); its
/// predictions are Student t, approximated here by a normal with the same variance. docs/methods/prices.md has the equations
/// and how well it predicts.
/// </remarks>
public sealed class CostModel
{
    private const int Features = 4;

    // Prior weights of the guess: the intercept counts as one outcome; what composition does is less than what size does.
    private static readonly double[] PriorWeights = [1, 0.5, 0.2, 0.2];
    private const double PriorShape = 2;

    // An ordinary organic molecule, at which the prior's law of the number of atoms holds.
    private const double UsualHeavyShare = 0.55;
    private const double UsualElectronsPerAtom = 4.2;

    private readonly double _guessIntercept;
    private readonly double _guessSlope;
    private readonly double _priorScatter;

    // Answers by size, until the next outcome: the strategy asks for every molecule at every decision.
    private readonly Dictionary<MoleculeSize, (double Mean, double Tight)> _prices = [];

    private readonly double[] _precision = new double[Features * Features];
    private readonly double[] _moments = new double[Features];
    private readonly double[] _factor = new double[Features * Features];
    private readonly double[] _coefficients = new double[Features];
    private double _sumSquares;
    private double _variance;

    /// <param name="prior">What is assumed before anything was computed.</param>
    public CostModel(CostPrior prior)
    {
        _guessIntercept = Math.Log(prior.CoreSecondsAt20Atoms);
        _guessSlope = prior.Exponent;
        _priorScatter = prior.Scatter * prior.Scatter;
        for (var i = 0; i < Features; i++)
        {
            _precision[(i * Features) + i] = PriorWeights[i];
        }

        Fit();
    }

    /// <summary>Number of outcomes learned from.</summary>
    public int Count { get; private set; }

    /// <summary>Learns from one finished calculation.</summary>
    /// <param name="coreSeconds">CPU time it took, positive.</param>
    public void Add(MoleculeSize size, double coreSeconds)
    {
        Span<double> x = stackalloc double[Features];
        Describe(size, x);
        var y = Math.Log(Math.Max(coreSeconds, 1e-6)) - _guessIntercept - (_guessSlope * x[1]);
        for (var i = 0; i < Features; i++)
        {
            for (var j = 0; j < Features; j++)
            {
                _precision[(i * Features) + j] += x[i] * x[j];
            }

            _moments[i] += x[i] * y;
        }

        _sumSquares += y * y;
        Count++;
        _prices.Clear();
        Fit();
    }

    /// <summary>What a calculation of this size is expected to cost.</summary>
    public CostPrediction Predict(MoleculeSize size)
    {
        Span<double> x = stackalloc double[Features];
        Describe(size, x);
        var (mean, deviation) = Relative(x);
        return new CostPrediction(_guessIntercept + (_guessSlope * x[1]) + mean, deviation);
    }

    /// <summary>Expected CPU seconds and those that nineteen in twenty calculations of this size stay below.</summary>
    public (double Mean, double Tight) PriceOf(MoleculeSize size)
    {
        if (!_prices.TryGetValue(size, out var price))
        {
            var prediction = Predict(size);
            _prices[size] = price = (prediction.Mean, prediction.Quantile(Purse.Tight));
        }

        return price;
    }

    private static void Describe(MoleculeSize size, Span<double> x)
    {
        double atoms = Math.Max(1, size.Atoms);
        x[0] = 1;
        x[1] = Math.Log(atoms / 20);
        x[2] = Math.Log(Math.Max(0.5, size.HeavyAtoms) / atoms / UsualHeavyShare);
        x[3] = Math.Log(Math.Max(1, size.Electrons) / atoms / UsualElectronsPerAtom);
    }

    // Mean and deviation of the logarithm, relative to the guess: x'm and s sqrt(1 + x' P^-1 x).
    private (double Mean, double Deviation) Relative(ReadOnlySpan<double> x)
    {
        Span<double> half = stackalloc double[Features];
        double mean = 0,
            leverage = 0;
        for (var i = 0; i < Features; i++)
        {
            var sum = x[i];
            for (var k = 0; k < i; k++)
            {
                sum -= _factor[(i * Features) + k] * half[k];
            }

            half[i] = sum / _factor[(i * Features) + i];
            leverage += half[i] * half[i];
            mean += x[i] * _coefficients[i];
        }

        return (mean, Math.Sqrt(_variance * (1 + leverage)));
    }

    // P = L L', m = P^-1 b, s^2 = (2 a s0^2 + y'y - m'b) / (2 a + n).
    private void Fit()
    {
        for (var i = 0; i < Features; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = _precision[(i * Features) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= _factor[(i * Features) + k] * _factor[(j * Features) + k];
                }

                _factor[(i * Features) + j] = i == j ? Math.Sqrt(sum) : sum / _factor[(j * Features) + j];
            }
        }

        var explained = 0.0;
        for (var i = 0; i < Features; i++)
        {
            var sum = _moments[i];
            for (var k = 0; k < i; k++)
            {
                sum -= _factor[(i * Features) + k] * _coefficients[k];
            }

            _coefficients[i] = sum / _factor[(i * Features) + i];
            explained += _coefficients[i] * _coefficients[i];
        }

        for (var i = Features - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < Features; k++)
            {
                _coefficients[i] -= _factor[(k * Features) + i] * _coefficients[k];
            }

            _coefficients[i] /= _factor[(i * Features) + i];
        }

        _variance =
            ((2 * PriorShape * _priorScatter) + Math.Max(0, _sumSquares - explained)) / ((2 * PriorShape) + Count);
    }
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
