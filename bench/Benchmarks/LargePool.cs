using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Lichen.Learning;
using Lichen.Learning.Dense;

namespace Lichen.Benchmarks;

/// <summary>A model of many labels: its fit, one label more, the kernel with a large pool, and the pool's predictions.</summary>
/// <remarks>The large pool is the dyes' pool over and over: each block is computed as if it were new.</remarks>
internal static class LargePool
{
    private const int ChunkRepeats = 30;

    // 2,048 bits: the usual length of a folded fingerprint.
    private const int BitWords = 32;

    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        var labels = dyes.LabelsOfOneRung(scale.ManyLabels);
        CoKrigingFit? fit = null;
        var own = Sample.Of(() =>
            fit = CoKriging.Fit(
                dyes.Features,
                labels,
                1,
                null,
                RadialShape.Gaussian,
                positive: false,
                seed: 1,
                CancellationToken.None
            )
        );
        var plain = Sample.Of(() => Textbook.Inverse(Textbook.Example(fit!.Labels), fit.Labels));
        yield return new Finding(
            $"fit from nothing, {labels.Length:N0} labels, 1 rung (hyperparameters from {fit!.Labels:N0} of them)",
            "CPU",
            $"{Finding.Milliseconds(own.CpuSeconds)}, {fit.Evaluations} likelihoods with gradient",
            $"one textbook Cholesky and inverse of {fit.Labels:N0}: {Finding.Milliseconds(plain.CpuSeconds)}",
            own.CpuSeconds / plain.CpuSeconds
        );
        yield return OneMore(scale, dyes, labels, fit.Parameters);
        foreach (var finding in Kernel(scale, dyes, labels))
        {
            yield return finding;
        }

        yield return Predictions(scale, dyes, labels, fit.Parameters);
    }

    private static Finding OneMore(Scale scale, DyesPool dyes, Label[] labels, CoKrigingParameters parameters)
    {
        var posterior = new Posterior(dyes.Features, parameters, maxThreads: 1);
        var before = labels[..^scale.Updates];
        Array.ForEach(before, posterior.Add);
        var update = Sample.Of(() =>
        {
            foreach (var label in labels[^scale.Updates..])
            {
                posterior.Add(label);
                _ = posterior.Mean(0)[0];
            }
        });
        var rebuild = Sample.Of(() => posterior.Rebuild(parameters, CancellationToken.None));
        return new Finding(
            $"one label more to {before.Length:N0}, then mean and spread of {dyes.Features.Rows:N0}",
            "CPU",
            Finding.Milliseconds(update.Per(scale.Updates).CpuSeconds),
            $"from the labels anew: {Finding.Milliseconds(rebuild.CpuSeconds)}",
            update.Per(scale.Updates).CpuSeconds / rebuild.CpuSeconds
        );
    }

    private static IEnumerable<Finding> Kernel(Scale scale, DyesPool dyes, Label[] labels)
    {
        var morgan = dyes.Features.Counts[0];
        var prepared = new LabelCounts(morgan.Select([.. labels.Select(label => label.Candidate)]));
        var blocks = morgan.Rows / Panel.Width;
        var block = new CountBlock(prepared);
        // By blocks of candidates, larger than any cache: as a kernel matrix would be.
        var matrix = new double[blocks * prepared.Rows * Panel.Width];
        var turns = Turns.Take(
            scale.Repeats,
            () =>
                Sample.Of(() =>
                {
                    for (var b = 0; b < blocks; b++)
                    {
                        block.Take(morgan, b * Panel.Width);
                        for (var row = 0; row < prepared.Rows; row++)
                        {
                            block.Similarities(row, matrix.AsSpan(((b * prepared.Rows) + row) * Panel.Width));
                        }
                    }
                }),
            () => Sample.Of(() => matrix.AsSpan().Fill(1))
        );
        var pairs = (double)blocks * Panel.Width * prepared.Rows;
        var seconds = turns.Here(Turns.Cpu);
        var name = $"min-max kernel, {prepared.Rows:N0} labels x {blocks * Panel.Width:N0} candidates";
        yield return new Finding(
            $"{name} ({100_000 * prepared.Rows * seconds / pairs:0.00} s for 100,000)",
            "CPU",
            $"{Finding.Milliseconds(seconds)}, {Finding.Rate(pairs, seconds)}, {8e-9 * pairs / seconds:0.0} GB/s written",
            $"writing the matrix alone: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}, {8e-9 * pairs / turns.Baseline(Turns.Cpu):0.0} GB/s",
            turns.Ratio(Turns.Cpu)
        );
        var bits = new ulong[(prepared.Rows + Panel.Width) * BitWords];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(bits.AsSpan()));
        var counted = 0L;
        var popcounts = Sample.Of(() =>
        {
            for (var b = 0; b < blocks; b++)
            {
                counted += Popcounts(bits, prepared.Rows);
            }
        });
        yield return new Finding(
            name,
            "CPU",
            Finding.Milliseconds(seconds),
            $"population counts of {64 * BitWords:N0} bits a pair, which see no counts and fold: {Finding.Milliseconds(popcounts.CpuSeconds)}{(counted == 0 ? "!" : "")}",
            seconds / popcounts.CpuSeconds
        );
    }

    private static long Popcounts(ulong[] bits, int rows)
    {
        long sum = 0;
        for (var row = 0; row < rows; row++)
        {
            for (var lane = 0; lane < Panel.Width; lane++)
            {
                var (one, other) = (row * BitWords, (rows + lane) * BitWords);
                for (var word = 0; word < BitWords; word++)
                {
                    sum += BitOperations.PopCount(bits[one + word] & bits[other + word]);
                }
            }
        }

        return sum;
    }

    private static Finding Predictions(Scale scale, DyesPool dyes, Label[] labels, CoKrigingParameters parameters)
    {
        int[] rows = [.. labels.Select(label => label.Candidate)];
        var process = new GaussianProcess(
            dyes.Features.Select(rows),
            [.. labels.Select((label, row) => label with { Candidate = row })],
            parameters
        );
        var size = Math.Min(scale.LargePool, ChunkRepeats * dyes.Features.Rows);
        var chunk = dyes.Features.Select([.. Enumerable.Range(0, size).Select(row => row % dyes.Features.Rows)]);
        var (means, deviations) = (new double[size], new double[size]);
        var started = Stopwatch.GetTimestamp();
        var whole = Sample.Of(() =>
        {
            for (var done = 0; done < scale.LargePool; done += size)
            {
                process.Predict(chunk, 0, means, deviations, maxThreads: 2, CancellationToken.None);
            }
        });
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var done = (scale.LargePool + size - 1) / size * (double)size;
        // The triangular solves alone: n^2 multiplications and additions a candidate.
        var solves = Sample.Of(() => Textbook.Solves(labels.Length, Panel.Width));
        var textbook = solves.CpuSeconds * done / Panel.Width;
        return new Finding(
            $"mean and spread of {done:N0} candidates, {labels.Length:N0} labels, 3 fingerprints, 2 threads",
            "CPU",
            $"{whole.CpuSeconds:0.0} s CPU, {elapsed:0.0} s elapsed, {Peak():0.00} GiB at most",
            $"textbook forward substitution alone: {textbook:0} s",
            whole.CpuSeconds / textbook
        );
    }

    private static double Peak() => Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 30);
}
