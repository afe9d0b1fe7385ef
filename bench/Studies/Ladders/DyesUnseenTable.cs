using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Lichen.Learning.Potentials.Heads;
using Lichen.Studies.Base;

namespace Lichen.Studies.Ladders;

/// <summary>
/// Gaps and dipole moments of those molecules of the dyes pool that lichen-base was not taught, as the study of its heads wrote them: at
/// lichen-base on the force-field geometry, at GFN2-xTB on it, and at GFN2-xTB's own optimum, with the CPU seconds of each.
/// </summary>
internal static class DyesUnseenTable
{
    private static readonly ImmutableArray<string> Rungs = ["lichen-base//MMFF94", "GFN2-xTB//MMFF94", "GFN2-xTB"];

    /// <summary>The smallest gaps or the largest dipole moments, one in fifty, over some of the rungs.</summary>
    /// <param name="dipoles">Dipole moments rather than gaps.</param>
    /// <param name="rungs">Places of the rungs, rising, the last among them.</param>
    public static Problem Read(string name, bool dipoles, params ImmutableArray<int> rungs)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(HeadDyes.File), CompressionMode.Decompress));
        text.ReadLine();
        var rows = ImmutableArray.CreateBuilder<ProblemRow>();
        while (text.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            if (dipoles && fields[7..10].Any(field => field.Length == 0))
            {
                continue;
            }

            double[] values = dipoles
                ? [.. fields[7..10].Select(Number)]
                : [-Number(fields[3]), -Number(fields[5]), -Number(fields[6])];
            // A replay knows no conformers: whoever asks for a rung pays for the conformer again.
            double[] seconds = [Number(fields[10]), Number(fields[12]), Number(fields[13])];
            rows.Add(
                new ProblemRow(
                    fields[1],
                    [
                        .. rungs.Select(rung =>
                            rung == 0 && Number(fields[4]) > PropertyHeads.MostGapDeviation
                                ? (double?)null
                                : values[rung]
                        ),
                    ],
                    [.. rungs.Select(rung => seconds[rung])]
                )
            );
        }

        double[] means = [.. rungs.Select((_, i) => rows.Average(row => row.Seconds!.Value[i]))];
        return new Problem(
            name,
            [.. rungs.Select(rung => Rungs[rung])],
            [.. means.Select(mean => mean / means[^1])],
            means[^1],
            Math.Max(1, (int)Math.Round(rows.Count / 50.0)),
            4,
            rows.ToImmutable()
        );
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
