using System.Globalization;
using System.IO.Compression;
using Lichen.Core.Calculations;
using Lichen.Storage;

namespace Lichen.Studies.Dyes;

/// <summary>
/// Writes the study's table from an archive in which Lichen computed the whole pool at both levels: one row a molecule,
/// the gap at each level, CPU seconds of the conformer and of each calculation.
/// </summary>
internal static class DyesTable
{
    public const string Cheap = "GFN2-xTB//MMFF94";
    public const string Dear = "GFN2-xTB";

    public static string File { get; } = Path.Combine(Repository.Folder, "bench", "Studies", "Dyes", "dyes.csv.gz");

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var path])
        {
            Console.Error.WriteLine("usage: dyes-table ARCHIVE");
            return Task.FromResult(2);
        }

        using var archive = Archive.OpenRead(path);
        var rows = new SortedDictionary<int, Row>();
        foreach (var kept in archive.Read())
        {
            var candidate = kept.Calculation.Candidate;
            if (!rows.TryGetValue(candidate.Row, out var row))
            {
                rows.Add(candidate.Row, row = new Row(candidate.Id, candidate.Smiles));
            }

            row.Take(kept);
        }

        using var file = System.IO.File.Create(File);
        using var text = new StreamWriter(new GZipStream(file, CompressionLevel.SmallestSize));
        text.WriteLine(
            "row,id,smiles,gap_single_point_eV,gap_optimised_eV,cost_cheap_core_seconds,cost_dear_core_seconds,failure_cheap,failure_dear"
        );
        foreach (var (number, row) in rows)
        {
            text.WriteLine(row.Line(number));
        }

        Console.WriteLine(
            $"{rows.Count} molecules; cheap {rows.Values.Sum(row => row.CheapCost):0} core-seconds, "
                + $"dear {rows.Values.Sum(row => row.DearCost):0} core-seconds"
        );
        foreach (
            var group in rows
                .Values.GroupBy(row => (row.Cheap.Failure, row.Dear.Failure))
                .OrderByDescending(group => group.Count())
        )
        {
            Console.WriteLine(
                $"  {group.Count(), 5}  cheap: {group.Key.Item1 ?? "computed"}, dear: {group.Key.Item2 ?? "computed"}"
            );
        }

        return Task.FromResult(0);
    }

    private sealed class Row(string id, string smiles)
    {
        private double _conformer;
        private bool _conformerPaidByDear;

        public Result Cheap { get; private set; } = new(null, 0, "missing");

        public Result Dear { get; private set; } = new(null, 0, "missing");

        public double CheapCost => Cheap.Seconds + (_conformerPaidByDear ? _conformer : 0);

        // Whoever asks for a molecule first pays for its conformer: a replay charges it at both levels, to be on the safe side.
        public double DearCost => Dear.Seconds + (_conformerPaidByDear ? 0 : _conformer);

        public void Take(ArchivedOutcome kept)
        {
            var seconds = kept.Footprint.Usage.CpuSeconds;
            switch (kept.Calculation.Level.ToString())
            {
                case LevelOfTheory.ForceFieldGeometry:
                    _conformer = seconds;
                    _conformerPaidByDear = kept.Run.Contains("-top-", StringComparison.Ordinal);
                    break;
                case DyesTable.Cheap:
                    Cheap = Better(Cheap, kept, seconds);
                    break;
                case DyesTable.Dear:
                    Dear = Better(Dear, kept, seconds);
                    break;
            }
        }

        public string Line(int number) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{number},{Quoted(id)},{Quoted(smiles)},{Cheap.Gap},{Dear.Gap},{CheapCost:0.####},{DearCost:0.####},{Cheap.Failure},{Dear.Failure}"
            );

        private static Result Better(Result before, ArchivedOutcome kept, double seconds) =>
            before.Gap is not null ? before
            : kept.Outcome is Computed computed ? new Result(computed.Values["homo_lumo_gap"], seconds, null)
            : new Result(null, seconds, ((Failed)kept.Outcome).Code);

        private static string Quoted(string text) =>
            text.Contains(',', StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal)
                ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                : text;
    }

    private sealed record Result(double? Gap, double Seconds, string? Failure);
}
