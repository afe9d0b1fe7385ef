namespace Lichen.Learning.Tests;

public sealed class LibtorchTests
{
    [Fact]
    public void Libtorch_says_its_version()
    {
        Libtorch library = Libtorch.Load();
        Assert.Matches(@"^2\.\d+", library.Version);
        Assert.Contains("cpu", library.Devices);
    }

    /// <summary>Other tests of this process load libtorch, so this one runs itself in a process of its own.</summary>
    [Fact]
    public Task Fitting_and_predicting_leave_libtorch_unloaded() =>
        OwnProcess.RunAsync(() =>
        {
            var pool = new ClearPool(30, 5, seed: 1);
            Label[] labels = [.. Enumerable.Range(0, 20).Select(i => new Label(i, 0, Math.Sin(i)))];
            CancellationToken token = TestContext.Current.CancellationToken;
            CoKrigingFit fit = CoKriging.Fit(
                pool.Features,
                labels,
                1,
                warmStart: null,
                RadialShape.Gaussian,
                positive: false,
                seed: 1,
                token
            );
            var posterior = new Posterior(pool.Features, fit.Parameters, maxThreads: 1);
            Array.ForEach(labels, posterior.Add);
            Assert.Equal(30, posterior.Mean(0).Length);
            Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains("libtorch"));
        });
}
