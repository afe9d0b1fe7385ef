using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>Prior covariances of all labels with a block of candidates at every rung, in memory used again and again.</summary>
internal sealed class CovarianceBlock
{
    private readonly LabelledPoints _points;
    private readonly CountBlock[] _counts;
    private readonly double[] _covariances;

    public CovarianceBlock(LabelledPoints points)
    {
        _points = points;
        _counts = [.. points.Counts.Select(labels => new CountBlock(labels))];
        _covariances = new double[points.Kernel.Rungs * points.Count * Panel.Width];
    }

    /// <summary>The covariances, shape (rungs, labels, Panel.Width).</summary>
    public ReadOnlySpan<double> Covariances => _covariances;

    /// <summary>The covariances at one rung, shape (labels, Panel.Width); may be overwritten.</summary>
    public Span<double> At(int rung) =>
        _covariances.AsSpan(rung * _points.Count * Panel.Width, _points.Count * Panel.Width);

    /// <summary>The covariance of a label with a candidate of the block at a rung.</summary>
    public double Covariance(int rung, int label, int lane) =>
        _covariances[(((rung * _points.Count) + label) * Panel.Width) + lane];

    /// <summary>Computes the covariances with the candidates of a block.</summary>
    /// <param name="candidates">Features, weighted.</param>
    /// <param name="block">The block; where the candidates end before it does, the rest is of no meaning.</param>
    public void Take(Features candidates, int block)
    {
        (int rungs, int labels) = (_points.Kernel.Rungs, _points.Count);
        Span<double> distances = stackalloc double[Panel.Width];
        Span<double> outcomeDistances = stackalloc double[Panel.Width];
        Span<double> similar = stackalloc double[_counts.Length * Panel.Width];
        Span<double> rows = stackalloc double[rungs * Panel.Width];
        for (int part = 0; part < _counts.Length; part++)
        {
            _counts[part].Take(candidates.Counts[part], block * Panel.Width);
        }

        for (int label = 0; label < labels; label++)
        {
            for (int part = 0; part < _counts.Length; part++)
            {
                _counts[part].Similarities(label, similar.Slice(part * Panel.Width, Panel.Width));
            }

            if (candidates.Descriptors.Columns > 0)
            {
                _points.Features.Descriptors.SquaredDistances(label, candidates.Descriptors, block, distances);
            }

            if (candidates.Outcomes.Columns > 0)
            {
                _points.Features.Outcomes.SquaredDistances(label, candidates.Outcomes, block, outcomeDistances);
            }

            _points.Kernel.Covariances(_points.Rungs[label], similar, distances, outcomeDistances, rows);
            for (int rung = 0; rung < rungs; rung++)
            {
                Span<double> target = _covariances.AsSpan(((rung * labels) + label) * Panel.Width, Panel.Width);
                rows.Slice(rung * Panel.Width, Panel.Width).CopyTo(target);
            }
        }
    }
}
