using Lichen.Core.Numerics;
using Lichen.Core.Objectives;
using Lichen.Exploration.Pareto;

namespace Lichen.Benchmarks;

/// <summary>
/// The hypervolume of 200 points on a sphere and its expected improvement by a candidate, two to six objectives, against the
/// straightforward way: slices along one objective after the other, and the mean over draws of the volume with the candidate.
/// </summary>
internal static class Fronts
{
    private const int Points = 200;
    private const int Candidates = 20;
    private const int DrawsTimed = 4;

    // What a mean over draws needs to be within some per cent.
    private const int DrawsNeeded = 1000;

    public static IEnumerable<Finding> Run(Scale scale)
    {
        var points = scale == Scale.Dry ? 20 : Points;
        for (var objectives = 2; objectives <= 6; objectives++)
        {
            var random = new Random(objectives);
            var front = Enumerable.Range(0, points).Select(_ => OnSphere(random, objectives)).ToArray();
            var reference = Enumerable.Repeat(1.0, objectives).ToArray();
            var lowest = new double[objectives];
            // Slices of six objectives would take hours.
            var sliced = front
                .Take(
                    objectives <= 4 ? points
                    : objectives == 5 ? points / 4
                    : points / 8
                )
                .ToArray();
            var volumes = Turns.Take(
                1,
                () => Sample.Of(() => Hypervolume.Of(sliced, reference)),
                () => Sample.Of(() => Slices(sliced, reference))
            );
            yield return new Finding(
                $"hypervolume of {sliced.Length} points, {objectives} objectives",
                "CPU",
                Finding.Milliseconds(volumes.Here(Turns.Cpu)),
                $"slices: {Finding.Milliseconds(volumes.Baseline(Turns.Cpu))}",
                volumes.Ratio(Turns.Cpu)
            );

            var goals = Enumerable.Repeat<Goal>(new Minimise(), objectives).ToArray();
            var candidates = Enumerable.Range(0, Candidates).Select(_ => OnSphere(random, objectives)).ToArray();
            var deviations = Enumerable.Repeat(0.1, objectives).ToArray();
            var had = Hypervolume.Of(front, reference);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var region = OpenRegion.Below(front, reference, lowest);
            region.LogExpectedImprovement(goals, candidates[0], deviations);
            var megabytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
            var gains = Turns.Take(
                1,
                () =>
                    Sample
                        .Of(() =>
                        {
                            foreach (var candidate in candidates)
                            {
                                region.LogExpectedImprovement(goals, candidate, deviations);
                            }
                        })
                        .Per(Candidates),
                () => Drawn(front, candidates[0], deviations, reference, had, random)
            );
            yield return new Finding(
                $"expected improvement of {points} points, {objectives} objectives ({region.Parts:N0} {(objectives <= OpenRegion.MostExact ? "boxes, exact" : "points")}, {megabytes:0.0} MB allocated)",
                "CPU",
                Finding.Milliseconds(gains.Here(Turns.Cpu)),
                $"{DrawsNeeded} draws: {Finding.Milliseconds(gains.Baseline(Turns.Cpu))}",
                gains.Ratio(Turns.Cpu)
            );
        }
    }

    private static Sample Drawn(
        double[][] front,
        double[] candidate,
        double[] deviations,
        double[] reference,
        double had,
        Random random
    )
    {
        var sum = 0.0;
        var sample = Sample.Of(() =>
        {
            for (var draw = 0; draw < DrawsTimed; draw++)
            {
                var point = candidate
                    .Zip(deviations, (m, s) => m + (s * Normal.Quantile(random.NextDouble())))
                    .ToArray();
                sum += Hypervolume.Of([.. front, point], reference) - had;
            }
        });
        return new Sample(sample.WallSeconds * DrawsNeeded / DrawsTimed, sample.CpuSeconds * DrawsNeeded / DrawsTimed);
    }

    // The plain recursion: between two neighbouring values of the last objective the rest is a smaller problem.
    private static double Slices(IReadOnlyList<double[]> points, ReadOnlySpan<double> reference)
    {
        var last = reference.Length - 1;
        if (last == 0)
        {
            return points.Count == 0 ? 0 : Math.Max(0, reference[0] - points.Min(point => point[0]));
        }

        var cuts = points.Select(point => point[last]).Distinct().Order().Append(reference[last]).ToArray();
        var volume = 0.0;
        for (var i = 0; i + 1 < cuts.Length; i++)
        {
            var below = points.Where(point => point[last] <= cuts[i]).Select(point => point[..last]).ToList();
            volume += (cuts[i + 1] - cuts[i]) * Slices(below, reference[..last]);
        }

        return volume;
    }

    private static double[] OnSphere(Random random, int objectives)
    {
        var point = Enumerable
            .Range(0, objectives)
            .Select(_ => Math.Abs(Normal.Quantile(random.NextDouble())))
            .ToArray();
        var length = Math.Sqrt(point.Sum(x => x * x));
        return [.. point.Select(x => 1 - (x / length))];
    }
}
