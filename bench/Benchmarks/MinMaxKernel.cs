using Lichen.Chemistry;

namespace Lichen.Benchmarks;

/// <summary>Min-max similarities of some molecules to a whole pool, against merging each pair of sparse rows.</summary>
internal static class MinMaxKernel
{
    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        var counts = dyes.Features.Counts[0];
        string[] smiles = [.. dyes.Pool.Candidates.Select(candidate => candidate.Smiles)];
        var fingerprints = CountFingerprints.Morgan(smiles, radius: 2, threads: 1);
        var pairs = (double)scale.KernelRows * counts.Rows;
        var matrix = new double[counts.Rows];
        var plain = new double[counts.Rows];
        var shared = new int[counts.Rows];
        var turns = Turns.Take(
            scale.Repeats,
            () =>
                Sample.Of(() =>
                {
                    for (var row = 0; row < scale.KernelRows; row++)
                    {
                        counts.Similarities(row, shared, matrix);
                    }
                }),
            () =>
                Sample.Of(() =>
                {
                    for (var row = 0; row < scale.KernelRows; row++)
                    {
                        for (var other = 0; other < counts.Rows; other++)
                        {
                            plain[other] = Merged(fingerprints, row, other);
                        }
                    }
                })
        );
        if (!matrix.AsSpan().SequenceEqual(plain))
        {
            throw new InvalidOperationException("The similarities differ from those of the plain way.");
        }

        yield return new Finding(
            $"min-max kernel, {scale.KernelRows} x {counts.Rows:N0}",
            "CPU",
            $"{Finding.Milliseconds(turns.Here(Turns.Cpu))}, {Finding.Rate(pairs, turns.Here(Turns.Cpu))}",
            $"merge of two sorted rows: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
            turns.Ratio(Turns.Cpu)
        );
    }

    private static double Merged(CountFingerprints rows, int one, int other)
    {
        var ids = rows.IdsOf(one);
        var otherIds = rows.IdsOf(other);
        var counts = rows.CountsOf(one);
        var otherCounts = rows.CountsOf(other);
        int i = 0,
            j = 0,
            smaller = 0,
            larger = 0;
        while (i < ids.Length && j < otherIds.Length)
        {
            if (ids[i] == otherIds[j])
            {
                smaller += Math.Min(counts[i], otherCounts[j]);
                larger += Math.Max(counts[i++], otherCounts[j++]);
            }
            else
            {
                larger += ids[i] < otherIds[j] ? counts[i++] : otherCounts[j++];
            }
        }

        while (i < ids.Length)
        {
            larger += counts[i++];
        }

        while (j < otherIds.Length)
        {
            larger += otherCounts[j++];
        }

        return larger == 0 ? 1 : (double)smaller / larger;
    }
}
