using Lichen.Learning.Calibrations;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Models;

/// <summary>Distances of molecules to a training set: 1 - min-max similarity of the first fingerprint.</summary>
internal sealed class TrainingDistances(CountRows training)
{
    private readonly LabelCounts _labels = new(training);

    /// <summary>The domain of a training set.</summary>
    public static Domain Learn(CountRows training)
    {
        int neighbours = Math.Clamp(training.Rows - 1, 1, Domain.UsualNeighbours);
        var shared = new int[training.Rows];
        var distances = new double[training.Rows];
        var nearest = new double[training.Rows];
        for (int row = 0; row < training.Rows; row++)
        {
            training.Similarities(row, shared, distances);
            foreach (ref double value in distances.AsSpan())
            {
                value = 1 - value;
            }

            nearest[row] = Domain.MeanNearest(distances, neighbours, row);
        }

        return Domain.Learn(nearest, neighbours);
    }

    /// <summary>Domain scores of molecules from outside.</summary>
    /// <param name="candidates">Their first fingerprint.</param>
    /// <param name="domain">The domain of the training set.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public double[] Scores(CountRows candidates, Domain domain, CancellationToken cancellationToken)
    {
        var scores = new double[candidates.Rows];
        var block = new CountBlock(_labels);
        var similar = new double[Panel.Width];
        var distances = new double[_labels.Rows * Panel.Width];
        for (int start = 0; start < candidates.Rows; start += Panel.Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Take(candidates, start);
            for (int row = 0; row < _labels.Rows; row++)
            {
                block.Similarities(row, similar);
                for (int lane = 0; lane < Panel.Width; lane++)
                {
                    distances[(lane * _labels.Rows) + row] = 1 - similar[lane];
                }
            }

            for (int lane = 0; lane < Math.Min(Panel.Width, candidates.Rows - start); lane++)
            {
                ReadOnlySpan<double> own = distances.AsSpan(lane * _labels.Rows, _labels.Rows);
                scores[start + lane] = domain.Score(Domain.MeanNearest(own, domain.Neighbours));
            }
        }

        return scores;
    }
}
