using Lichen.Learning.Structures;

namespace Lichen.Learning.Tests.Structures;

public sealed class StructureProcessTests
{
    private const int Pool = 60;
    private const int Known = 40;

    [Fact]
    public void Likelihood_gradient_equals_central_differences()
    {
        var (kernels, members, values) = Problem(1);
        var search = new KernelSumLikelihood(kernels, members, values);
        double[] point = [0.3, -1.1, -2.5];
        var gradient = new double[3];
        var unused = new double[3];
        search.Evaluate(point, gradient);
        for (int k = 0; k < 3; k++)
        {
            const double Step = 1e-5;
            double[] up = [.. point],
                down = [.. point];
            (up[k], down[k]) = (point[k] + Step, point[k] - Step);
            double slope = (search.Evaluate(up, unused) - search.Evaluate(down, unused)) / (2 * Step);
            Assert.Equal(slope, gradient[k], 1e-5 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Fact]
    public void Predictions_equal_the_slow_clear_ones()
    {
        var (kernels, members, values) = Problem(2);
        var covariance = new KernelSum([1.3, 0.4], 0.05);
        var process = new StructureProcess(kernels, covariance, members, values);
        int[] rows = [.. Enumerable.Range(0, Pool)];
        var means = new double[Pool];
        var variances = new double[Pool];
        process.Predict(rows, means, variances);
        Assert.Equal(0, process.Jitter);
        for (int row = 0; row < Pool; row++)
        {
            (double mean, double variance) = Clear(kernels, covariance, members, values, row);
            Assert.Equal(mean, means[row], 1e-8);
            Assert.Equal(variance, variances[row], 1e-8);
        }
    }

    [Fact]
    public void Leaving_one_out_equals_a_process_without_it()
    {
        var (kernels, members, values) = Problem(3);
        var covariance = new KernelSum([0.9, 0.7], 0.03);
        var process = new StructureProcess(kernels, covariance, members, values);
        for (int i = 0; i < Known; i += 7)
        {
            int[] others = [.. members.Where((_, k) => k != i)];
            double[] rest = [.. values.Where((_, k) => k != i)];
            (double mean, double variance) = Clear(kernels, covariance, others, rest, members[i]);
            Assert.Equal(mean, process.LeaveOneOutMeans[i], 1e-8);
            Assert.Equal(variance, process.LeaveOneOutVariances[i], 1e-8);
        }
    }

    [Fact]
    public void A_kernel_that_explains_nothing_gets_little_weight()
    {
        var (kernels, members, _) = Problem(4);
        // Values from the first kernel alone: smooth in the pool's own coordinate.
        double[] values = [.. members.Select(m => 5 * Math.Sin(m * 0.2))];
        KernelSum learned = StructureProcess.Learn(kernels, members, values, CancellationToken.None, out _);
        Assert.True(learned.Variances[0] > 100 * learned.Variances[1]);
        Assert.InRange(learned.Noise, 0, 0.05);
        var process = new StructureProcess(kernels, learned, members, values);
        var mean = new double[1];
        var variance = new double[1];
        process.Predict([41], mean, variance);
        Assert.Equal(5 * Math.Sin(41 * 0.2), mean[0], 0.2);
    }

    [Fact]
    public void Dressed_atoms_are_found_by_least_squares_and_idle_columns_take_no_part()
    {
        double[] weights = [-40, -100.5, 0, 7];
        var random = new Random(6);
        // The third column is never there, the last repeats the first.
        double[][] rows =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(_ =>
                {
                    double h = random.Next(1, 12);
                    return new[] { h, random.Next(1, 8), 0, h };
                }),
        ];
        double[] values = [.. rows.Select(row => row.Zip(weights, (a, b) => a * b).Sum())];
        var baseline = LinearBaseline.Fit(rows, values);
        Assert.All(rows, (row, i) => Assert.Equal(values[i], baseline.At(row), 1e-8));
        Assert.Equal(0, baseline.Weights[2]);
    }

    /// <summary>Two kernels over a line of points, one smooth and one of unrelated rough features.</summary>
    private static (KernelMatrix[] Kernels, int[] Members, double[] Values) Problem(int seed)
    {
        var random = new Random(seed);
        double[] rough = [.. Enumerable.Range(0, Pool).Select(_ => 10 * random.NextDouble())];
        KernelMatrix smooth = new(Pool, Pool),
            other = new(Pool, Pool);
        for (int i = 0; i < Pool; i++)
        {
            for (int j = 0; j < Pool; j++)
            {
                smooth.Row(i)[j] = 3 * Math.Exp(-(i - j) * (i - j) / 50.0);
                other.Row(i)[j] = Math.Exp(-Math.Abs(rough[i] - rough[j]));
            }
        }

        int[] members = [.. Enumerable.Range(0, Pool)];
        random.Shuffle(members);
        members = members[..Known];
        return (
            [smooth, other],
            members,
            [.. members.Select(m => Math.Sin(m * 0.2) + (0.1 * ClearPool.Normal(random)))]
        );
    }

    private static (double Mean, double Variance) Clear(
        KernelMatrix[] kernels,
        KernelSum covariance,
        int[] members,
        double[] values,
        int row
    )
    {
        int n = members.Length;
        double Sum(int a, int b) => kernels.Select((kernel, k) => covariance.Variances[k] * kernel[a, b]).Sum();
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                matrix[i, j] = Sum(members[i], members[j]) + (i == j ? covariance.Noise : 0);
            }
        }

        double[,] inverse = ClearCoKriging.Inverse(matrix);
        double[] own = [.. members.Select(m => Sum(row, m))];
        double mean = 0,
            variance = Sum(row, row) + covariance.Noise;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                mean += own[i] * inverse[i, j] * values[j];
                variance -= own[i] * inverse[i, j] * own[j];
            }
        }

        return (mean, variance);
    }
}
