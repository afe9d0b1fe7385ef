using System.Collections.Immutable;
using System.Globalization;
using Lichen.Exploration.Spaces;

namespace Lichen.Studies.Ladders;

/// <summary>The published tables that the ladder study replays.</summary>
internal static class Problems
{
    private const ulong ShuffleSeed = 1;

    // Seconds: long against what a short calculation may take beyond its limit.
    private const double Unit = 1000;

    /// <param name="data">Folder that holds mf-chem-mfbo and mf-photoswitch as published.</param>
    public static ImmutableArray<Problem> Read(string data)
    {
        // Prices of the cheap rungs: Sabanza-Gil et al. 2025, https://arxiv.org/abs/2410.00544.
        var polarizability = TwoRungs(
            "polarizability",
            Path.Combine(data, "mf-chem-mfbo", "polarizability.csv"),
            0.167,
            3
        );
        var freesolv = TwoRungs("freesolv", Path.Combine(data, "mf-chem-mfbo", "freesolv.csv"), 0.1, 5);
        return
        [
            polarizability,
            freesolv,
            Photoswitch(Path.Combine(data, "mf-photoswitch", "photoswitches.csv")),
            DyesDftTable.Read(),
            DyesDftTable.ReadLifted(between: true),
            DyesDftTable.ReadLifted(between: false),
            DyesUnseenTable.Read("dyes-unseen", false, 1, 2),
            DyesUnseenTable.Read("dyes-unseen-base", false, 0, 1, 2),
            DyesUnseenTable.Read("dyes-unseen-base-alone", false, 0, 2),
            DyesUnseenTable.Read("dipoles-unseen", true, 1, 2),
            DyesUnseenTable.Read("dipoles-unseen-base", true, 0, 1, 2),
            DyesUnseenTable.Read("dipoles-unseen-base-alone", true, 0, 2),
            polarizability.Shuffled(0, ShuffleSeed),
            freesolv.Shuffled(0, ShuffleSeed),
        ];
    }

    private static Problem TwoRungs(string name, string file, double price, double start) =>
        new(
            name,
            ["LF", "HF"],
            [price, 1],
            Unit,
            1,
            start,
            [.. Rows(file).Select(row => new ProblemRow(row["smiles"], [Number(row["LF"]), Number(row["HF"])]))]
        );

    /// <summary>Measured wavelength over two functionals; molecules without a measurement or without both are left out.</summary>
    private static Problem Photoswitch(string file)
    {
        const string Measured = "E isomer pi-pi* wavelength in nm";
        const string Pbe0 = "PBE0 DFT E isomer pi-pi* wavelength in nm";
        const string Cam = "CAM-B3LYP/6-31G** DFT E isomer pi-pi* wavelength in nm";
        return new Problem(
            "photoswitch",
            ["PBE0", "CAM-B3LYP", "measured"],
            [0.05, 0.05, 1],
            Unit,
            5,
            3,
            [
                .. Rows(file)
                    .Where(row =>
                        Number(row[Measured]) is not null && (Number(row[Pbe0]) ?? Number(row[Cam])) is not null
                    )
                    .DistinctBy(row => row["SMILES"])
                    .Select(row => new ProblemRow(
                        row["SMILES"],
                        [Number(row[Pbe0]), Number(row[Cam]), Number(row[Measured])]
                    )),
            ]
        );
    }

    private static double? Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var text = new StreamReader(file);
        var header = text.ReadLine()!.Split(',');
        while (text.ReadLine() is { } line)
        {
            // No field of these files holds a comma.
            var fields = line.Split(',');
            yield return header.Select((name, i) => (name, fields[i])).DistinctBy(pair => pair.name).ToDictionary();
        }
    }
}
