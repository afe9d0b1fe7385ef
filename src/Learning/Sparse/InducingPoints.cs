using System.Collections.Immutable;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Sparse;

/// <summary>
/// Chooses the labelled points that stand for all: the next is always the one whose value is least known from those
/// chosen before, which is Cholesky factorisation of the prior covariance with the largest pivot first.
/// </summary>
/// <remarks>
/// Source: Burt, Rasmussen and van der Wilk 2020, section 4.2,
/// <see href="https://jmlr.org/papers/v21/19-1015.html"/>. Found in panels: of the least known points a few are compared
/// among themselves as long as none outside them can be less known, so that the choice is the same as one by one.
/// </remarks>
internal sealed class InducingPoints
{
    /// <summary>A point known to this fraction of its prior variance adds nothing but rounding.</summary>
    public const double Negligible = 1e-8;

    private const int Contenders = 128;

    private readonly LabelledPoints _points;
    private readonly int _most;
    private readonly int _stride;
    private readonly double[] _lower;
    private readonly double[] _inverse;
    private readonly double[][] _panels;
    private readonly double[] _prior;
    private readonly double[] _left;
    private readonly List<int> _chosen = [];

    // Used again and again: garbage of this size would cost more memory than the factor itself.
    private readonly double[][] _known;
    private readonly double[] _similarities;
    private readonly int[] _shared;
    private readonly CancellationToken _cancellationToken;

    private InducingPoints(LabelledPoints points, int most, CancellationToken cancellationToken)
    {
        (_points, _most, _cancellationToken) = (points, Math.Min(most, points.Count), cancellationToken);
        _stride = Panel.Count(_most) * Panel.Width;
        _lower = new double[_most * _stride];
        _inverse = new double[_most];
        _panels = new double[Panel.Count(points.Count)][];
        for (int panel = 0; panel < _panels.Length; panel++)
        {
            _panels[panel] = new double[_most * Panel.Width];
        }

        _prior = [.. points.Rungs.Select(rung => points.Kernel.Same(rung, rung))];
        _left = [.. _prior];
        _known = [.. Enumerable.Range(0, Math.Min(Contenders, points.Count)).Select(_ => new double[_most])];
        _shared = new int[_panels.Length * Panel.Width];
        _similarities = new double[points.Features.Counts.Length * _shared.Length];
    }

    /// <summary>Chooses.</summary>
    /// <param name="points">Where to choose from, s points; of equals the first is taken.</param>
    /// <param name="most">At most so many, m; fewer where the rest is <see cref="Negligible"/>.</param>
    /// <param name="cancellationToken">Checked between panels.</param>
    /// <returns>Indices of points, in the order of their choice.</returns>
    /// <remarks>Memory 8 s m bytes; time s m^2 / 2 multiply-adds and s m covariances.</remarks>
    public static ImmutableArray<int> Choose(LabelledPoints points, int most, CancellationToken cancellationToken)
    {
        var choice = new InducingPoints(points, most, cancellationToken);
        while (choice._chosen.Count < choice._most && choice.Extend()) { }

        return [.. choice._chosen];
    }

    /// <summary>Chooses up to a panel of points more; false when no point is worth it.</summary>
    private bool Extend()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        int[] ranked =
        [
            .. Enumerable.Range(0, _points.Count).Where(IsOpen).OrderByDescending(i => _left[i]).ThenBy(i => i),
        ];
        int[] contenders = [.. ranked.Take(Contenders)];
        double outside = ranked.Length > Contenders ? _left[ranked[Contenders]] : double.NegativeInfinity;
        int first = _chosen.Count;
        Recall(contenders, first);
        var small = new ContenderFactor(_points, contenders, _known, first);
        while (_chosen.Count < Math.Min(_most, first + Panel.Width))
        {
            int next = small.Next();
            bool open = next >= 0 && small.Left[next] > Negligible * _prior[contenders[next]];
            if (!open || (_chosen.Count > first && small.Left[next] <= outside))
            {
                break;
            }

            int row = _chosen.Count;
            Span<double> own = _lower.AsSpan(row * _stride, _stride);
            _known[next].AsSpan(0, first).CopyTo(own);
            small.Take(next, own[first..]);
            _inverse[row] = 1 / own[row];
            _chosen.Add(contenders[next]);
        }

        Update(first);
        return _chosen.Count > first;
    }

    private bool IsOpen(int point) => _left[point] > Negligible * _prior[point];

    /// <summary>What the points chosen before say of each contender: its column of L^-1 K.</summary>
    private void Recall(int[] contenders, int first)
    {
        for (int i = 0; i < contenders.Length; i++)
        {
            double[] panel = _panels[contenders[i] / Panel.Width];
            int lane = contenders[i] % Panel.Width;
            for (int row = 0; row < first; row++)
            {
                _known[i][row] = panel[(row * Panel.Width) + lane];
            }
        }
    }

    /// <summary>Rows of L^-1 K for the points chosen last, and what is left of each variance.</summary>
    private unsafe void Update(int first)
    {
        for (int row = first; row < _chosen.Count; row++)
        {
            Covariances(_chosen[row], row);
        }

        for (int panel = 0; panel < _panels.Length; panel++)
        {
            fixed (
                double* values = _panels[panel],
                    lower = _lower,
                    inverse = _inverse
            )
            {
                Panel.Solve(values, lower, _stride, inverse, 0, first, _chosen.Count);
            }

            int end = Math.Min(Panel.Width, _points.Count - (panel * Panel.Width));
            for (int row = first; row < _chosen.Count; row++)
            {
                for (int lane = 0; lane < end; lane++)
                {
                    double value = _panels[panel][(row * Panel.Width) + lane];
                    _left[(panel * Panel.Width) + lane] -= value * value;
                }
            }
        }

        foreach (int chosen in _chosen)
        {
            _left[chosen] = 0;
        }
    }

    private void Covariances(int point, int row)
    {
        Features features = _points.Features;
        int parts = features.Counts.Length;
        int padded = _shared.Length;
        for (int part = 0; part < parts; part++)
        {
            features.Counts[part].Similarities(point, _shared, _similarities.AsSpan(part * padded, padded));
        }

        Span<double> similar = stackalloc double[parts * Panel.Width];
        Span<double> distances = stackalloc double[Panel.Width];
        Span<double> outcomeDistances = stackalloc double[Panel.Width];
        Span<double> covariances = stackalloc double[_points.Kernel.Rungs * Panel.Width];
        for (int panel = 0; panel < _panels.Length; panel++)
        {
            for (int part = 0; part < parts; part++)
            {
                _similarities
                    .AsSpan((part * padded) + (panel * Panel.Width), Panel.Width)
                    .CopyTo(similar[(part * Panel.Width)..]);
            }

            if (features.Descriptors.Columns > 0)
            {
                features.Descriptors.SquaredDistances(point, panel, distances);
            }

            if (features.Outcomes.Columns > 0)
            {
                features.Outcomes.SquaredDistances(point, panel, outcomeDistances);
            }

            _points.Kernel.Covariances(_points.Rungs[point], similar, distances, outcomeDistances, covariances);
            for (int lane = 0; lane < Math.Min(Panel.Width, _points.Count - (panel * Panel.Width)); lane++)
            {
                int rung = _points.Rungs[(panel * Panel.Width) + lane];
                _panels[panel][(row * Panel.Width) + lane] = covariances[(rung * Panel.Width) + lane];
            }
        }
    }
}
