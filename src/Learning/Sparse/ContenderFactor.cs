using Lichen.Learning.Dense;

namespace Lichen.Learning.Sparse;

/// <summary>
/// Cholesky factorisation, largest pivot first, of what is left of the covariances among a few points once others are
/// known.
/// </summary>
internal sealed class ContenderFactor
{
    private readonly double[][] _rest;
    private readonly List<double[]> _rows = [];

    /// <param name="points">All points.</param>
    /// <param name="contenders">Those that may be chosen, t.</param>
    /// <param name="known">What the points chosen before say of each, shape (t, at least chosen).</param>
    /// <param name="chosen">How many were chosen before.</param>
    public ContenderFactor(LabelledPoints points, int[] contenders, double[][] known, int chosen)
    {
        var own = new LabelledPoints(
            points.Features,
            points.Kernel,
            contenders,
            [.. contenders.Select(i => points.Rungs[i])]
        );
        double[] prior = own.Covariances();
        int stride = Panel.Count(contenders.Length) * Panel.Width;
        _rest = new double[contenders.Length][];
        Left = new double[contenders.Length];
        for (int i = 0; i < contenders.Length; i++)
        {
            _rest[i] = new double[contenders.Length];
            for (int j = 0; j <= i; j++)
            {
                // Only the part above the diagonal is there.
                double explained = Sums.Dot(known[i].AsSpan(0, chosen), known[j].AsSpan(0, chosen));
                _rest[i][j] = _rest[j][i] = prior[(j * stride) + i] - explained;
            }

            Left[i] = _rest[i][i];
        }
    }

    /// <summary>What is left of the variance of each, shape (t); 0 once it is chosen.</summary>
    public double[] Left { get; }

    /// <summary>The least known, the first of equals; -1 when all are chosen.</summary>
    public int Next()
    {
        int best = -1;
        for (int i = 0; i < Left.Length; i++)
        {
            if (Left[i] > 0 && (best < 0 || Left[i] > Left[best]))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Chooses a contender.</summary>
    /// <param name="contender">Its index.</param>
    /// <param name="factor">Receives its row of the factor, one entry per contender chosen, itself the last.</param>
    public void Take(int contender, Span<double> factor)
    {
        double pivot = Math.Sqrt(Left[contender]);
        var row = new double[Left.Length];
        for (int other = 0; other < row.Length; other++)
        {
            double rest = _rest[contender][other];
            foreach (double[] earlier in _rows)
            {
                rest = Math.FusedMultiplyAdd(-earlier[contender], earlier[other], rest);
            }

            row[other] = rest / pivot;
        }

        for (int earlier = 0; earlier < _rows.Count; earlier++)
        {
            factor[earlier] = _rows[earlier][contender];
        }

        factor[_rows.Count] = pivot;
        _rows.Add(row);
        for (int other = 0; other < row.Length; other++)
        {
            Left[other] -= row[other] * row[other];
        }

        Left[contender] = 0;
    }
}
