using Lichen.Learning.Structures;

namespace Lichen.Learning.Tests.Structures;

public sealed class RepresentativesTests
{
    private const double Noise = 0.01;
    private readonly double[] _places = Places(40, seed: 51);

    [Fact]
    public void Each_choice_is_the_one_that_lowers_the_summed_variance_most()
    {
        int[] known = [3, 17];
        int[] candidates = [.. Enumerable.Range(0, 30).Except(known)];
        int[] population = [.. Enumerable.Range(20, 20)];
        int[] order = Representatives.Choose(
            [Kernel()],
            new KernelSum([2.0], Noise),
            known,
            candidates,
            population,
            4,
            TestContext.Current.CancellationToken
        );
        int[] labelled = known;
        foreach (int chosen in order)
        {
            int best = candidates
                .Except(labelled)
                .MinBy(candidate => SummedVariance([.. labelled, candidate], population));
            Assert.Equal(best, chosen);
            labelled = [.. labelled, chosen];
        }
    }

    [Fact]
    public void More_than_there_are_cannot_be_chosen() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Representatives.Choose(
                [Kernel()],
                new KernelSum([1.0], Noise),
                [],
                [1, 2],
                [3],
                3,
                TestContext.Current.CancellationToken
            )
        );

    // Written out by the process itself, which is tested elsewhere.
    private double SummedVariance(int[] labelled, int[] population)
    {
        var process = new StructureProcess(
            [Kernel()],
            new KernelSum([2.0], Noise),
            labelled,
            new double[labelled.Length]
        );
        double[] means = new double[population.Length],
            variances = new double[population.Length];
        process.Predict(population, means, variances);
        return variances.Sum();
    }

    private KernelMatrix Kernel()
    {
        var kernel = new KernelMatrix(_places.Length, _places.Length);
        for (int i = 0; i < _places.Length; i++)
        {
            for (int j = 0; j < _places.Length; j++)
            {
                kernel.Row(i)[j] = Math.Exp(-Math.Pow(_places[i] - _places[j], 2));
            }
        }

        return kernel;
    }

    private static double[] Places(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 6 * random.NextDouble())];
    }
}
