using Lichen.Learning.Structures;

namespace Lichen.Learning.Tests.Structures;

public sealed class GaussianKernelTests
{
    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(7, 20, 19)]
    [InlineData(40, 131, 66)]
    public void Fast_kernels_equal_the_slow_clear_ones(int width, int leftMolecules, int rightMolecules)
    {
        MoleculeRows left = Rows(1, width, leftMolecules),
            right = Rows(2, width, rightMolecules);
        double[] widths = [0.7, 2.5];
        KernelMatrix[] cross = [new(leftMolecules, rightMolecules), new(leftMolecules, rightMolecules)];
        KernelMatrix[] own = [new(leftMolecules, leftMolecules), new(leftMolecules, leftMolecules)];
        GaussianKernel.AddCross(left, right, widths, cross, 2, CancellationToken.None);
        GaussianKernel.AddSymmetric(left, widths, own, 2, CancellationToken.None);
        for (int w = 0; w < 2; w++)
        {
            own[w].Mirror();
            for (int m = 0; m < leftMolecules; m++)
            {
                for (int n = 0; n < rightMolecules; n++)
                {
                    Assert.Equal(Clear(left, m, right, n, widths[w]), cross[w][m, n], 1e-11);
                }

                for (int n = 0; n < leftMolecules; n++)
                {
                    Assert.Equal(Clear(left, m, left, n, widths[w]), own[w][m, n], 1e-11);
                }
            }
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        MoleculeRows rows = Rows(5, 12, 150);
        KernelMatrix one = new(150, 150),
            two = new(150, 150);
        GaussianKernel.AddSymmetric(rows, [1.5], [one], 1, CancellationToken.None);
        GaussianKernel.AddSymmetric(rows, [1.5], [two], 2, CancellationToken.None);
        Assert.Equal(one.Values, two.Values);
    }

    [Fact]
    public void A_projected_kernel_stays_within_its_bound()
    {
        // Vectors near a space of five dimensions.
        var random = new Random(8);
        const int Width = 60,
            Count = 120;
        double[][] directions =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(_ => Enumerable.Range(0, Width).Select(_ => ClearPool.Normal(random)).ToArray()),
        ];
        var values = new double[Width * Count];
        for (int i = 0; i < Count; i++)
        {
            double[] weights = [.. Enumerable.Range(0, 5).Select(_ => ClearPool.Normal(random))];
            for (int c = 0; c < Width; c++)
            {
                values[(i * Width) + c] =
                    3 + weights.Zip(directions, (a, b) => a * b[c]).Sum() + (1e-3 * ClearPool.Normal(random));
            }
        }

        const double Tolerance = 0.05;
        var projection = Projection.Fit(Width, values, Tolerance);
        Assert.Equal(5, projection.Width);
        var rows = MoleculeRows.OnePerMolecule(Width, values);
        var fewer = new double[5 * Count];
        double worst = 0;
        for (int i = 0; i < Count; i++)
        {
            worst = Math.Max(worst, projection.Apply(rows.Row(i), fewer.AsSpan(5 * i, 5)));
        }

        Assert.InRange(worst, 1e-4, Tolerance);
        Assert.Equal(projection.SampleResidual, worst, 1e-9);
        const double Sigma = 4;
        KernelMatrix whole = new(Count, Count),
            projected = new(Count, Count);
        GaussianKernel.AddSymmetric(rows, [Sigma], [whole], 1, CancellationToken.None);
        GaussianKernel.AddSymmetric(
            MoleculeRows.OnePerMolecule(5, fewer),
            [Sigma],
            [projected],
            1,
            CancellationToken.None
        );
        for (int i = 0; i < Count; i++)
        {
            for (int j = i; j < Count; j++)
            {
                Assert.InRange(projected[i, j] - whole[i, j], -1e-12, 2 * worst * worst / (Sigma * Sigma));
            }
        }
    }

    [Fact]
    public void A_tight_tolerance_keeps_every_distance()
    {
        MoleculeRows rows = Rows(3, 9, 40);
        var projection = Projection.Fit(9, rows.Values, 1e-9);
        var same = new double[rows.Count * projection.Width];
        for (int i = 0; i < rows.Count; i++)
        {
            projection.Apply(rows.Row(i), same.AsSpan(i * projection.Width, projection.Width));
        }

        var turned = new MoleculeRows(projection.Width, rows.Starts, same);
        for (int i = 1; i < rows.Count; i++)
        {
            Assert.Equal(Square(rows.Row(0), rows.Row(i)), Square(turned.Row(0), turned.Row(i)), 1e-10);
        }
    }

    /// <summary>Molecules of no to four vectors.</summary>
    private static MoleculeRows Rows(int seed, int width, int molecules)
    {
        var random = new Random(seed);
        var starts = new int[molecules + 1];
        for (int m = 0; m < molecules; m++)
        {
            starts[m + 1] = starts[m] + random.Next(5);
        }

        double[] values =
        [
            .. Enumerable.Range(0, starts[^1] * width).Select(_ => ClearPool.Normal(random) / Math.Sqrt(width)),
        ];
        return new MoleculeRows(width, starts, values);
    }

    private static double Clear(MoleculeRows left, int m, MoleculeRows right, int n, double sigma)
    {
        double sum = 0;
        for (int a = left.Starts[m]; a < left.Starts[m + 1]; a++)
        {
            for (int b = right.Starts[n]; b < right.Starts[n + 1]; b++)
            {
                sum += Math.Exp(-Square(left.Row(a), right.Row(b)) / (2 * sigma * sigma));
            }
        }

        return sum;
    }

    private static double Square(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
