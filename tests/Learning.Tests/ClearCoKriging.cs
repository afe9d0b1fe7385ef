namespace Lichen.Learning.Tests;

/// <summary>The model written as the equations stand, with an explicit inverse: slow, and plain to check.</summary>
internal sealed class ClearCoKriging(ClearPool pool, CoKrigingParameters parameters)
{
    public (double Mean, double Variance, double CovarianceWithTop) Predict(
        IReadOnlyList<Label> labels,
        IReadOnlyList<Pending> pending,
        int candidate,
        int rung
    )
    {
        int top = parameters.Rungs.Length - 1;
        double[] own = [.. labels.Select(l => Covariance(candidate, rung, l.Candidate, l.Rung))];
        double[] z = [.. labels.Select(Standardised)];
        double mean = Form(own, Inverse(Matrix(labels, [])), z);

        Pending[] all = [.. labels.Select(l => new Pending(l.Candidate, l.Rung)), .. pending];
        double[] withAll = [.. all.Select(p => Covariance(candidate, rung, p.Candidate, p.Rung))];
        double[] topWithAll = [.. all.Select(p => Covariance(candidate, top, p.Candidate, p.Rung))];
        double[,] inverse = Inverse(Matrix(labels, pending));
        RungParameters r = parameters.Rungs[rung];
        double variance = Covariance(candidate, rung, candidate, rung) - Form(withAll, inverse, withAll);
        double covariance = Covariance(candidate, rung, candidate, top) - Form(withAll, inverse, topWithAll);
        return (
            r.Shift + (r.Scale * mean),
            r.Scale * r.Scale * variance,
            r.Scale * parameters.Rungs[top].Scale * covariance
        );
    }

    public double LogLikelihood(IReadOnlyList<Label> labels)
    {
        double[,] matrix = Matrix(labels, []);
        double[] z = [.. labels.Select(Standardised)];
        return -0.5 * (Form(z, Inverse(matrix), z) + LogDeterminant(matrix) + (labels.Count * Math.Log(2 * Math.PI)));
    }

    /// <summary>Prior covariance of two points of the ladder, by the recursion f_l = rho_l f_(l-1) + delta_l.</summary>
    public double Covariance(int candidate, int rung, int other, int otherRung)
    {
        if (rung < otherRung)
        {
            return Covariance(other, otherRung, candidate, rung);
        }

        RungParameters own = parameters.Rungs[rung];
        if (rung > otherRung)
        {
            return own.Coupling * Covariance(candidate, rung - 1, other, otherRung);
        }

        double below = rung == 0 ? 0 : own.Coupling * own.Coupling * Covariance(candidate, rung - 1, other, rung - 1);
        double near =
            pool.Columns == 0
                ? 0
                : Radial(
                    pool.SquaredDistance(candidate, other, parameters.Relevances) / (own.Lengthscale * own.Lengthscale)
                );
        return below
            + (own.OffsetDeviation * own.OffsetDeviation)
            + own.CountAmplitudes.Select((a, part) => a * a * pool.MinMax(part, candidate, other)).Sum()
            + (own.DescriptorAmplitude * own.DescriptorAmplitude * near)
            + (
                pool.Outcomes == 0
                    ? 0
                    : own.OutcomeAmplitude
                        * own.OutcomeAmplitude
                        * Math.Exp(
                            -pool.SquaredOutcomeDistance(candidate, other)
                                / (2 * own.OutcomeLengthscale * own.OutcomeLengthscale)
                        )
            );
    }

    private double Radial(double u) =>
        parameters.Shape switch
        {
            RadialShape.Gaussian => Math.Exp(-u / 2),
            RadialShape.Matern52 => (1 + Math.Sqrt(5 * u) + (5 * u / 3)) * Math.Exp(-Math.Sqrt(5 * u)),
            _ => (1 + Math.Sqrt(3 * u)) * Math.Exp(-Math.Sqrt(3 * u)),
        };

    public double[,] Matrix(IReadOnlyList<Pending> points) => Matrix([], points);

    private double[,] Matrix(IReadOnlyList<Label> labels, IReadOnlyList<Pending> pending) =>
        Matrix(
            [.. labels.Select(l => new Pending(l.Candidate, l.Rung)), .. pending],
            [
                .. labels.Select(l => l.Deviation / parameters.Rungs[l.Rung].Scale),
                .. pending.Select(p => parameters.Rungs[p.Rung].StatedDeviation),
            ]
        );

    private double[,] Matrix(Pending[] points, double[] stated)
    {
        var matrix = new double[points.Length, points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = 0; j < points.Length; j++)
            {
                matrix[i, j] = Covariance(points[i].Candidate, points[i].Rung, points[j].Candidate, points[j].Rung);
            }

            RungParameters own = parameters.Rungs[points[i].Rung];
            matrix[i, i] += Math.Pow(own.Noise, 2) + Math.Pow(own.StatedFactor * stated[i], 2);
        }

        return matrix;
    }

    private double Standardised(Label label) =>
        (label.Value - parameters.Rungs[label.Rung].Shift) / parameters.Rungs[label.Rung].Scale;

    public static double Form(double[] left, double[,] matrix, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                sum += left[i] * matrix[i, j] * right[j];
            }
        }

        return sum;
    }

    /// <summary>Gauss-Jordan with row exchange.</summary>
    public static double[,] Inverse(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var work = (double[,])matrix.Clone();
        var inverse = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            inverse[i, i] = 1;
        }

        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(r => Math.Abs(work[r, column]));
            for (int j = 0; j < n; j++)
            {
                (work[column, j], work[pivot, j]) = (work[pivot, j], work[column, j]);
                (inverse[column, j], inverse[pivot, j]) = (inverse[pivot, j], inverse[column, j]);
            }

            double scale = 1 / work[column, column];
            for (int j = 0; j < n; j++)
            {
                work[column, j] *= scale;
                inverse[column, j] *= scale;
            }

            for (int row = 0; row < n; row++)
            {
                double factor = work[row, column];
                for (int j = 0; j < n && row != column; j++)
                {
                    work[row, j] -= factor * work[column, j];
                    inverse[row, j] -= factor * inverse[column, j];
                }
            }
        }

        return inverse;
    }

    /// <summary>Gauss elimination without exchange: the matrix is positive definite.</summary>
    public static double LogDeterminant(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var work = (double[,])matrix.Clone();
        double sum = 0;
        for (int column = 0; column < n; column++)
        {
            sum += Math.Log(work[column, column]);
            for (int row = column + 1; row < n; row++)
            {
                double factor = work[row, column] / work[column, column];
                for (int j = column; j < n; j++)
                {
                    work[row, j] -= factor * work[column, j];
                }
            }
        }

        return sum;
    }
}
