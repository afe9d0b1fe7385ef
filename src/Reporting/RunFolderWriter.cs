using System.Collections.Immutable;
using System.Text;
using Lichen.Exploration.Results;
using Lichen.Reporting.Figures;
using Lichen.Reporting.Html;
using Lichen.Storage;

namespace Lichen.Reporting;

/// <summary>Writes what a person or a program reads after a campaign into its run folder.</summary>
public static class RunFolderWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes tables, structures, figures and the report, each whole or not at all, over those of an earlier call. The same
    /// result gives the same bytes.
    /// </summary>
    /// <param name="folder">The run folder; made where there is none.</param>
    /// <returns>What was written, the report first. Paths are relative to the folder, with forward slashes.</returns>
    /// <exception cref="StorageException">A file cannot be written; one that was there is unchanged.</exception>
    public static ImmutableArray<WrittenFile> Write(CampaignResult result, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "figures"));
        var written = ImmutableArray.CreateBuilder<WrittenFile>();
        var molecules = MoleculeTable.Of(result);
        CsvTable.Write(Path.Combine(folder, "molecules.csv"), molecules);
        ParquetTable.Write(Path.Combine(folder, "molecules.parquet"), molecules);
        written.Add(new("molecules.csv", "every candidate with rank, values, predictions and cost"));
        written.Add(new("molecules.parquet", "the same as Parquet"));
        if (result.Molecules.Any(molecule => molecule.Geometry is not null))
        {
            WriteText("hits.sdf", "the hits in 3-D, properties as fields", HitsSdf.Of(result));
            WriteText("geometries.xyz", "all finished geometries, extended XYZ", GeometriesXyz.Of(result));
        }

        CsvTable.Write(Path.Combine(folder, "ledger.csv"), LedgerTable.Of(result));
        written.Add(new("ledger.csv", "every calculation with its cost"));
        var figures = FigureSet.Of(result);
        foreach (var figure in figures)
        {
            WholeFile.Write(
                Path.Combine(folder, "figures", figure.Name + ".svg"),
                part => File.WriteAllText(part, figure.Svg(), Utf8)
            );
            WholeFile.Write(
                Path.Combine(folder, "figures", figure.Name + ".png"),
                part => File.WriteAllBytes(part, figure.Png())
            );
            CsvTable.Write(Path.Combine(folder, "figures", figure.Name + ".csv"), figure.Data);
        }

        if (!figures.IsEmpty)
        {
            written.Add(new("figures/", "every figure as SVG and PNG, with its data as CSV"));
        }

        var report = new WrittenFile("report.html", "the report");
        WriteText(report.Path, report.What, HtmlReport.Of(result, figures, written.ToImmutable()));
        written.Remove(report);
        written.Insert(0, report);
        return written.ToImmutable();

        void WriteText(string name, string what, string text)
        {
            WholeFile.Write(Path.Combine(folder, name), part => File.WriteAllText(part, text, Utf8));
            written.Add(new WrittenFile(name, what));
        }
    }
}

/// <summary>A file of the run folder and what it is, for lists of files.</summary>
public sealed record WrittenFile(string Path, string What);
