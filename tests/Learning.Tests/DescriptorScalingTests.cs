namespace Lichen.Learning.Tests;

public sealed class DescriptorScalingTests
{
    [Fact]
    public void Columns_that_say_nothing_are_dropped()
    {
        double[] values = [1, 7, double.NaN, 0.1, 2, 7, 5, 0.1, 3, 7, double.NaN, 0.1 + 1e-16];
        DescriptorScaling scaling = DescriptorScaling.FromPool(values, 4);
        Assert.Equal([0], scaling.Columns);
        Assert.Equal([2.0], scaling.Centers);
    }

    [Fact]
    public void Outliers_are_clamped_and_do_not_set_the_scale()
    {
        double[] values = [.. Enumerable.Range(0, 101).Select(i => (double)i), 1e12, double.NaN];
        DescriptorMatrix scaled = DescriptorScaling.FromPool(values, 1).Apply(values);
        Assert.Equal(DescriptorScaling.Limit, scaled[101, 0]);
        Assert.Equal(0, scaled[102, 0]);
        Assert.InRange(scaled[100, 0], 1.2, 1.5);
    }

    [Fact]
    public void A_rare_group_keeps_its_column()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i < 10 ? 1.0 : 0.0)];
        DescriptorMatrix scaled = DescriptorScaling.FromPool(values, 1).Apply(values);
        Assert.Equal(1 / 0.3, scaled[0, 0], 1e-12);
        Assert.Equal(0, scaled[99, 0]);
    }

    [Fact]
    public void No_columns_are_no_columns()
    {
        Assert.Empty(DescriptorScaling.FromPool([], 0).Columns);
    }

    [Fact]
    public void Distances_are_those_of_the_values()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 70 * 9).Select(_ => ClearPool.Normal(random))];
        var matrix = new DescriptorMatrix(70, 9, values);
        var distances = new double[32];
        matrix.SquaredDistances(40, block: 2, distances);
        for (int row = 64; row < 70; row++)
        {
            double expected = Enumerable
                .Range(0, 9)
                .Sum(c => Math.Pow(values[(40 * 9) + c] - values[(row * 9) + c], 2));
            Assert.Equal(expected, distances[row - 64], 1e-12);
        }
    }
}
