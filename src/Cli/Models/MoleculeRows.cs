using System.Globalization;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Cli.Models;

/// <summary>
/// A delimited table with a header and a column of SMILES, read as a stream. The separator is a comma, or a tab or
/// semicolon where only that gives the column.
/// </summary>
internal sealed class MoleculeRows : IDisposable
{
    public const string StandardInput = "-";

    private static readonly char[] Separators = [',', '\t', ';'];

    private readonly TextReader _reader;
    private readonly bool _ownsReader;
    private readonly int _smilesAt;
    private readonly int _headerLine;
    private readonly int? _labelAt;
    private readonly int? _levelAt;

    private MoleculeRows(TextReader reader, bool ownsReader, string name, string smiles, string? label)
    {
        (_reader, _ownsReader, Name) = (reader, ownsReader, name);
        string? header;
        do
        {
            header = reader.ReadLine();
            _headerLine++;
        } while (header is { Length: 0 });

        if (header is null)
        {
            throw new UserException(ExitCode.Usage, $"{name}: the table is empty: expected a header");
        }

        Separator = Separators.FirstOrDefault(
            separator => Find(Names(header, separator), smiles) is not null,
            Separators.MaxBy(separator => Names(header, separator).Count)
        );
        Columns = Names(header, Separator);
        Header = header;
        _smilesAt = Find(Columns, smiles) ?? throw Missing(smiles, "--smiles");
        _levelAt = Find(Columns, "level");
        _labelAt = label is null ? null : Find(Columns, label) ?? throw Missing(label, "--target");
    }

    /// <summary>The file as the user names it.</summary>
    public string Name { get; }

    /// <summary>Bytes of the file read so far; null where it has no position that means anything.</summary>
    public long? Position =>
        _reader is StreamReader { BaseStream: FileStream { CanSeek: true } file } ? file.Position : null;

    public char Separator { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The header as written.</summary>
    public string Header { get; }

    /// <summary>Opens a table; the header is read at once.</summary>
    /// <param name="file">A path, or - for standard input.</param>
    /// <param name="smiles">Name of the column of SMILES.</param>
    /// <param name="label">Name of the column of labels, or null for none.</param>
    /// <param name="terminal">Has the standard input.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="UserException">A column is missing; the message names the nearest one.</exception>
    public static MoleculeRows Open(string file, string smiles, string? label, Terminal terminal)
    {
        if (file == StandardInput)
        {
            return new MoleculeRows(terminal.Input, ownsReader: false, "standard input", smiles, label);
        }

        var reader = SpaceFile.OpenText(SpaceFile.Locate(file, Environment.CurrentDirectory));
        MoleculeRows? rows = null;
        try
        {
            rows = new MoleculeRows(reader, ownsReader: true, file, smiles, label);
            return rows;
        }
        finally
        {
            if (rows is null)
            {
                reader.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (_ownsReader)
        {
            _reader.Dispose();
        }
    }

    /// <summary>
    /// The rows in blocks, each with its molecule or the reason why it is none; a block is in memory at a time.
    /// </summary>
    /// <exception cref="UserException">A quoted field does not end.</exception>
    public IEnumerable<IReadOnlyList<MoleculeRow>> Blocks(int size, CancellationToken cancellationToken)
    {
        foreach (var records in CsvRecords.Read(_reader, Separator, _headerLine).Chunk(size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = new List<MoleculeRow>(records.Length);
            var smiles = records.Select(record => Field(record, _smilesAt).Trim());
            foreach (var block in MoleculeScan.Scan(smiles, threads: 1, cancellationToken: cancellationToken))
            {
                for (var i = 0; i < block.Count; i++)
                {
                    rows.Add(Row(records[rows.Count], block[i]));
                }
            }

            yield return rows;
        }
    }

    /// <summary>The level of theory of a row, where a column of that name says it; else empty.</summary>
    public string LevelOf(MoleculeRow row) => _levelAt is { } at ? row.Fields[at].Trim() : "";

    private MoleculeRow Row(CsvRecord record, ScannedMolecule molecule)
    {
        var row = new MoleculeRow(record.Line, record.Fields, "", double.NaN, null);
        if (record.Problem is { } problem)
        {
            return row with { Problem = problem };
        }

        if (record.Fields.Count != Columns.Count)
        {
            return row with { Problem = $"the row has {record.Fields.Count} fields and the header {Columns.Count}" };
        }

        if (!molecule.IsMolecule || molecule.AtomCount == 0)
        {
            return row with
            {
                Problem =
                    $"{Columns[_smilesAt]} '{record.Fields[_smilesAt]}': {molecule.Reason ?? "there is no molecule"}",
            };
        }

        if (_labelAt is not { } at)
        {
            return row with { Smiles = molecule.CanonicalSmiles };
        }

        var text = record.Fields[at].Trim();
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var label)
            && double.IsFinite(label)
            ? row with
            {
                Smiles = molecule.CanonicalSmiles,
                Label = label,
            }
            : row with
            {
                Problem = text.Length == 0 ? $"{Columns[at]} is empty" : $"{Columns[at]} '{text}' is no finite number",
            };
    }

    private UserException Missing(string wanted, string option)
    {
        var all = string.Join(", ", Columns.Take(20).Select(column => $"'{column}'"));
        var more = Columns.Count > 20 ? $" and {Columns.Count - 20} more" : "";
        var near = NearestWord.Of(wanted, Columns) is { } column ? $"did you mean '{column}'? " : "";
        return new UserException(
            ExitCode.Usage,
            $"{Name}, line {_headerLine}: there is no column '{wanted}' ({option}); {near}the columns are {all}{more}"
        );
    }

    private static string Field(CsvRecord record, int at) => at < record.Fields.Count ? record.Fields[at] : "";

    private static List<string> Names(string header, char separator) =>
        [.. CsvRecords.Split(header, separator).Select(name => name.Trim())];

    // Exactly as written first; else in any case, if only one column has the name.
    private static int? Find(IReadOnlyList<string> columns, string name)
    {
        var exact = columns.Index().Where(column => column.Item == name).ToList();
        var alike = columns.Index().Where(c => c.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return exact.Count > 0 ? exact[0].Index
            : alike.Count == 1 ? alike[0].Index
            : null;
    }
}

/// <summary>A row of a table of molecules.</summary>
/// <param name="Line">Line of the file where it begins, from 1.</param>
/// <param name="Fields">Its fields as they were.</param>
/// <param name="Smiles">Canonical SMILES; empty where there is a problem.</param>
/// <param name="Label">Its label; NaN where none was asked for or there is a problem.</param>
/// <param name="Problem">Why it cannot be used, or null.</param>
internal sealed record MoleculeRow(
    int Line,
    IReadOnlyList<string> Fields,
    string Smiles,
    double Label,
    string? Problem
);
