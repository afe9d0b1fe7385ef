using Lichen.Learning.Dense;

namespace Lichen.Learning.Tests;

public sealed class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(101)]
    public void Factor_and_weights_equal_the_slow_clear_version(int size)
    {
        var random = new Random(size);
        double[,] root = new double[size, size];
        double[] y = [.. Enumerable.Range(0, size).Select(_ => ClearPool.Normal(random))];
        double[] noise = [.. Enumerable.Range(0, size).Select(_ => 0.1 + random.NextDouble())];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                root[i, j] = ClearPool.Normal(random) / Math.Sqrt(size);
            }
        }

        int stride = Panel.Count(size) * Panel.Width;
        var matrix = new double[stride * stride];
        var clear = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double sum = Enumerable.Range(0, size).Sum(k => root[i, k] * root[j, k]);
                matrix[(i * stride) + j] = sum;
                clear[i, j] = sum + (i == j ? noise[i] : 0);
            }
        }

        var factor = new Cholesky(size);
        factor.Factor(matrix, noise);
        Assert.Equal(0, factor.Jitter);
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                double product = Enumerable
                    .Range(0, i + 1)
                    .Sum(k => factor.Lower[(i * stride) + k] * factor.Lower[(j * stride) + k]);
                Assert.Equal(clear[i, j], product, 1e-12);
            }
        }

        double[,] inverse = ClearCoKriging.Inverse(clear);
        double quadratic = factor.Weigh(y, matrix);
        double[] alpha =
        [
            .. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => inverse[i, j] * y[j])),
        ];
        Assert.Equal(alpha.Zip(y, (a, b) => a * b).Sum(), quadratic, 1e-9);
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                Assert.Equal((alpha[i] * alpha[j]) - inverse[i, j], matrix[(i * stride) + j], 1e-9);
            }
        }
    }

    [Fact]
    public void Jitter_is_reported_for_equal_rows_without_noise()
    {
        var matrix = new double[Panel.Width * Panel.Width];
        (matrix[0], matrix[1], matrix[Panel.Width + 1]) = (1, 1, 1);
        var factor = new Cholesky(2);
        factor.Factor(matrix, [0, 0]);
        Assert.Equal(Cholesky.SmallestPivot, factor.Jitter, 1e-15);
        Assert.All(factor.Lower, v => Assert.True(double.IsFinite(v)));
    }
}
