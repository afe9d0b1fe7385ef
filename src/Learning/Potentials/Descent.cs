using Lichen.Core.Molecules;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Potentials;

/// <summary>One structure on its way to a minimum: limited-memory quasi-Newton steps from a model Hessian, within a
/// radius that follows their success.</summary>
/// <remarks>Source: Nocedal and Wright 2006, algorithm 7.4, <see href="https://doi.org/10.1007/978-0-387-40065-5"/>, with
/// the model Hessian's inverse in place of a multiple of the identity.</remarks>
internal sealed class Descent
{
    private const int Memory = 30;
    private const double LongestMove = 0.4;
    private const double FirstMove = 0.25;
    private const double ShortestMove = 1e-4;

    // What rounding in single precision may raise an energy by, in hartree.
    private const double Noise = 5e-6;

    private readonly byte[] _numbers;
    private readonly Cholesky _factor;
    private readonly List<(double[] Step, double[] Change, double Inverse)> _history = [];
    private double[] _place;
    private double[] _slope = [];
    private double _energy;
    private double _radius = FirstMove;
    private double[] _trial;

    public Descent(Geometry start)
    {
        _numbers = start.AtomicNumbers.ToArray();
        _place = start.Bohr.ToArray();
        _trial = _place;
        _factor = ModelHessian.Factor(start);
        Trial = start;
    }

    /// <summary>The structure whose energy and forces are wanted next.</summary>
    public Geometry Trial { get; private set; }

    /// <summary>The best so far, and what the potential gives there; null before the first.</summary>
    public (Geometry Geometry, PotentialResult Result)? Best { get; private set; }

    /// <summary>True when steps have become too short to gain anything.</summary>
    public bool Stuck => _radius < ShortestMove;

    /// <summary>Asks for the best structure again: the potential has changed, and with it what energies compare.</summary>
    public void Again()
    {
        _trial = _place;
        _radius = FirstMove;
        _slope = [];
        Trial = Geometry.FromBohr(_numbers, _place);
    }

    /// <summary>Takes what the potential gave for the trial and makes the next one.</summary>
    public void Take(PotentialResult result)
    {
        double[] slope = [.. result.Forces!.Select(force => -force)];
        if (_slope.Length > 0 && result.Hartree > _energy + Noise)
        {
            _radius = Math.Min(_radius, LongestOf(_trial, _place)) / 3;
        }
        else
        {
            if (_slope.Length > 0)
            {
                Remember(slope);
                _radius = Math.Min(LongestMove, 1.5 * _radius);
            }

            (_place, _slope, _energy) = (_trial, slope, result.Hartree);
            Best = (Trial, result);
        }

        double[] step = Direction();
        double longest = LongestOf(step, null);
        double scale = Math.Min(1, _radius / longest);
        _trial = [.. _place.Zip(step, (x, d) => x + (scale * d))];
        Trial = Geometry.FromBohr(_numbers, _trial);
    }

    private void Remember(double[] slope)
    {
        double[] step = [.. _trial.Zip(_place, (a, b) => a - b)],
            change = [.. slope.Zip(_slope, (a, b) => a - b)];
        double curvature = Sums.Dot(step, change);

        // Only upward curvature keeps the inverse positive; rounding can feign the other.
        if (curvature > 1e-8 * Math.Sqrt(Sums.Dot(step, step) * Sums.Dot(change, change)))
        {
            _history.Add((step, change, 1 / curvature));
            if (_history.Count > Memory)
            {
                _history.RemoveAt(0);
            }
        }
    }

    private double[] Direction()
    {
        double[] d = [.. _slope.Select(value => -value)];
        var shares = new double[_history.Count];
        for (int h = _history.Count - 1; h >= 0; h--)
        {
            shares[h] = _history[h].Inverse * Sums.Dot(_history[h].Step, d);
            Sums.Add(d, -shares[h], _history[h].Change, 0);
        }

        _factor.Solve(d);
        _factor.SolveTransposed(d);
        for (int h = 0; h < _history.Count; h++)
        {
            double share = shares[h] - (_history[h].Inverse * Sums.Dot(_history[h].Change, d));
            Sums.Add(d, share, _history[h].Step, 0);
        }

        return d;
    }

    /// <summary>The longest way of an atom, in bohr.</summary>
    private static double LongestOf(double[] to, double[]? from)
    {
        double longest = 0;
        for (int i = 0; i < to.Length; i += 3)
        {
            double square = 0;
            for (int d = i; d < i + 3; d++)
            {
                double way = to[d] - (from?[d] ?? 0);
                square += way * way;
            }

            longest = Math.Max(longest, square);
        }

        return Math.Sqrt(longest);
    }
}
