using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Lichen.Core.Calculations;
using Lichen.Learning.Potentials.Heads;
using Lichen.Storage;
using Lichen.Studies.Base;
using Lichen.Studies.Dyes;

namespace Lichen.Studies.Ladders;

/// <summary>
/// The gap of molecules of the dyes pool at three rungs, as Lichen computed them: GFN2-xTB on the force-field geometry, GFN2-xTB,
/// B3LYP/def2-SVP on its geometry, with the CPU seconds of each.
/// </summary>
internal static class DyesDftTable
{
    public const string Top = "B3LYP/def2-SVP//GFN2-xTB";

    public static string File { get; } =
        Path.Combine(Repository.Folder, "bench", "Studies", "Ladders", "dyes-dft.csv.gz");

    /// <summary>Makes the table from an archive that holds the top rung, and the dyes study's table for the rungs below.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var path])
        {
            Console.Error.WriteLine("usage: dyes-dft-table ARCHIVE");
            return Task.FromResult(2);
        }

        var below = ReadLines(DyesTable.File).Skip(1).Select(Fields).ToDictionary(fields => fields[2]);
        using var archive = Archive.OpenRead(path);
        var lines = new SortedDictionary<int, string>();
        foreach (var kept in archive.Read().Where(kept => kept.Calculation.Level.ToString() == Top))
        {
            var candidate = kept.Calculation.Candidate;
            var cheap = below[candidate.Smiles];
            var gap = kept.Outcome is Computed computed ? computed.Values["homo_lumo_gap"] : (double?)null;
            var failure = kept.Outcome is Failed failed ? failed.Code : "";
            lines[candidate.Row] = string.Create(
                CultureInfo.InvariantCulture,
                $"{candidate.Row},{candidate.Smiles},{cheap[3]},{cheap[4]},{gap},{cheap[5]},{cheap[6]},{kept.Footprint.Usage.CpuSeconds:0.###},{failure}"
            );
        }

        using var text = new StreamWriter(new GZipStream(System.IO.File.Create(File), CompressionLevel.SmallestSize));
        text.WriteLine(
            "row,smiles,gap_gfn2_mmff94_eV,gap_gfn2_eV,gap_b3lyp_eV,cost_gfn2_mmff94_core_seconds,cost_gfn2_core_seconds,cost_b3lyp_core_seconds,failure"
        );
        foreach (var line in lines.Values)
        {
            text.WriteLine(line);
        }

        Console.WriteLine($"{lines.Count} molecules");
        return Task.FromResult(0);
    }

    /// <summary>Gaps in eV of all that have one at each rung, and what the top one cost in CPU seconds.</summary>
    public static IEnumerable<(
        long Row,
        string Smiles,
        double Single,
        double Optimised,
        double Top,
        double Seconds
    )> Gaps() =>
        from line in ReadLines(File).Skip(1)
        let fields = line.Split(',')
        where fields[2..5].All(field => field.Length > 0)
        let numbers = fields[2..8].Select(field => Number(field)!.Value).ToArray()
        select ((long)Number(fields[0])!.Value, fields[1], numbers[0], numbers[1], numbers[2], numbers[5]);

    /// <summary>The table as a problem: the smallest gaps, one in fifty.</summary>
    public static Problem Read()
    {
        ImmutableArray<ProblemRow> rows =
        [
            .. ReadLines(File)
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(fields =>
                {
                    var geometry = Number(fields[6])!.Value;
                    // A replay knows no geometries: whoever asks for the top pays for its geometry again.
                    var top = Number(fields[7])!.Value + geometry;
                    return new ProblemRow(fields[1], [-Number(fields[3]), -Number(fields[4])], [geometry, top]);
                }),
        ];
        double[] means = [.. Enumerable.Range(0, 2).Select(rung => rows.Average(row => row.Seconds!.Value[rung]))];
        return new Problem(
            "dyes-dft",
            ["GFN2-xTB", "B3LYP/def2-SVP"],
            [.. means.Select(mean => mean / means[^1])],
            means[^1],
            Math.Max(1, (int)Math.Round(rows.Length / 50.0)),
            4,
            rows
        );
    }

    /// <summary>The same with lichen-base-b3lyp on the force-field geometry below the others, from heads that were not taught the
    /// molecule; where it refuses, it costs and fails.</summary>
    /// <param name="between">Whether GFN2-xTB stays between.</param>
    public static Problem ReadLifted(bool between)
    {
        var lifted = ReadLines(LiftCross.File).Skip(1).Select(Fields).ToDictionary(fields => fields[1]);
        Problem two = Read();
        int[] kept = between ? [0, 1] : [1];
        ImmutableArray<ProblemRow> rows =
        [
            .. two.Rows.Select(row =>
            {
                // Without a conformer it fails at no price worth counting.
                var fields = lifted.GetValueOrDefault(row.Smiles);
                double? gap =
                    fields is not null && Number(fields[4]) <= PropertyHeads.MostGapDeviation
                        ? -Number(fields[3])
                        : null;
                var seconds = fields is null ? 0 : Number(fields[5])!.Value;
                return new ProblemRow(
                    row.Smiles,
                    [gap, .. kept.Select(rung => row.Values[rung])],
                    [seconds, .. kept.Select(rung => row.Seconds!.Value[rung])]
                );
            }),
        ];
        double unit = two.Unit;
        return two with
        {
            Name = between ? "dyes-dft-lifted" : "dyes-dft-lifted-alone",
            Rungs = ["lichen-base-b3lyp//MMFF94", .. kept.Select(rung => two.Rungs[rung])],
            Prices = [rows.Average(row => row.Seconds!.Value[0]) / unit, .. kept.Select(rung => two.Prices[rung])],
            Rows = rows,
        };
    }

    private static double? Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    // No field of these tables is quoted: ids are numbers, and SMILES hold no comma.
    private static string[] Fields(string line) => line.Split(',');

    private static IEnumerable<string> ReadLines(string file)
    {
        using var text = new StreamReader(new GZipStream(System.IO.File.OpenRead(file), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
