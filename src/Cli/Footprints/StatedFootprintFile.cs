using System.Globalization;
using Lichen.Core;
using Lichen.Core.Footprints;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Cli.Footprints;

/// <summary>A CSV file of published rows: those that could be read, and what is wrong with the others.</summary>
/// <param name="Rows">The rows that can be recomputed, in the file's order.</param>
/// <param name="Problems">Everything wrong with the others.</param>
/// <param name="Refused">Number of rows with problems.</param>
internal sealed record StatedFootprintFile(
    IReadOnlyList<StatedFootprint> Rows,
    IReadOnlyList<StatedProblem> Problems,
    int Refused
)
{
    private const string Name = "name";

    private static readonly StatedColumn[] Columns =
    [
        new(
            "structures",
            "a whole number of molecules, at least 1",
            value => value >= 1 && value % 1 == 0 && value < 1e15
        ),
        new("cpu_hours", "core-hours above 0", value => value > 0),
        new("watts_per_core", "watts above 0", value => value > 0, CpuPower.DefaultCoreWatts),
        new("pue", "a power usage effectiveness of at least 1", value => value >= 1, 1),
        new(
            "g_co2e_per_kwh",
            "grams of CO2e per kWh above 0",
            value => value > 0,
            GridIntensity.World.GramsPerKilowattHour
        ),
        new("co2e_kg", "kg of CO2e above 0", value => value > 0),
    ];

    /// <param name="file">The file as the user names it, for messages.</param>
    /// <exception cref="UserException">The header lacks a column, has one twice, or has one nearly of a known name; or a quote stays open.</exception>
    public static StatedFootprintFile Read(TextReader reader, string file)
    {
        try
        {
            return ReadRecords(reader, file);
        }
        catch (SpaceException problem)
        {
            throw new UserException(ExitCode.Usage, $"{file}, {problem.Message}");
        }
    }

    private static StatedFootprintFile ReadRecords(TextReader reader, string file)
    {
        using var records = CsvRecords.Read(reader, ',', linesBefore: 0).GetEnumerator();
        if (!records.MoveNext())
        {
            throw new UserException(ExitCode.Usage, $"{file}: the table is empty: expected a header");
        }

        var header = records.Current.Fields.Select(field => field.Trim().TrimStart('\uFEFF')).ToList();
        var places = Places(header, $"{file}, line {records.Current.Line}");
        var rows = new List<StatedFootprint>();
        var problems = new List<StatedProblem>();
        var refused = 0;
        while (records.MoveNext())
        {
            var before = problems.Count;
            var row = Row(records.Current, header, places, problems);
            if (problems.Count == before)
            {
                rows.Add(row);
            }
            else
            {
                refused++;
            }
        }

        return new StatedFootprintFile(rows, problems, refused);
    }

    private static Dictionary<string, int> Places(List<string> header, string where)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var known = Columns.Select(column => column.Name).Append(Name).ToList();
        foreach (var (at, column) in header.Index())
        {
            if (known.Contains(column, StringComparer.OrdinalIgnoreCase))
            {
                if (!places.TryAdd(column, at))
                {
                    throw new UserException(ExitCode.Usage, $"{where}: there are two columns '{column}'");
                }
            }
            // A default taken because of a misspelt heading would go unseen.
            else if (NearestWord.Of(column, known) is { } near && near != Name)
            {
                throw new UserException(ExitCode.Usage, $"{where}: unknown column '{column}'; did you mean '{near}'?");
            }
        }

        var missing = Columns.Where(column => column.Default is null && !places.ContainsKey(column.Name)).ToList();
        return missing.Count == 0
            ? places
            : throw new UserException(
                ExitCode.Usage,
                $"{where}: missing {string.Join(", ", missing.Select(column => $"'{column.Name}'"))}; the columns, "
                    + $"separated by commas, are {Names(optional: false)}, and where known {Names(optional: true)}, {Name}"
            );

        static string Names(bool optional) =>
            string.Join(
                ", ",
                Columns.Where(column => column.Default is not null == optional).Select(column => column.Name)
            );
    }

    private static StatedFootprint Row(
        CsvRecord record,
        List<string> header,
        Dictionary<string, int> places,
        List<StatedProblem> problems
    )
    {
        var numbers = new double[Columns.Length];
        if (record.Problem is { } broken)
        {
            problems.Add(new StatedProblem(record.Line, "", broken));
        }
        else if (record.Fields.Count != header.Count)
        {
            problems.Add(
                new StatedProblem(
                    record.Line,
                    "",
                    $"the row has {record.Fields.Count} fields and the header {header.Count}"
                )
            );
        }
        else
        {
            foreach (var (i, column) in Columns.Index())
            {
                var text = places.TryGetValue(column.Name, out var at) ? record.Fields[at].Trim() : "";
                if (text.Length == 0 && column.Default is { } usual)
                {
                    numbers[i] = usual;
                }
                else if (
                    !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                    || !double.IsFinite(numbers[i])
                    || !column.Holds(numbers[i])
                )
                {
                    var found = text.Length == 0 ? "nothing" : $"'{text}'";
                    problems.Add(
                        new StatedProblem(record.Line, column.Name, $"expected {column.Expected}, found {found}")
                    );
                }
            }
        }

        var name = places.TryGetValue(Name, out var named) && named < record.Fields.Count ? record.Fields[named] : "";
        return new StatedFootprint(
            record.Line,
            name.Trim(),
            (long)numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5]
        );
    }

    private sealed record StatedColumn(string Name, string Expected, Func<double, bool> Holds, double? Default = null);
}

/// <summary>Why a row cannot be recomputed.</summary>
/// <param name="Line">Line of the file where the row begins, from 1.</param>
/// <param name="Column">The column; empty where the row as a whole is wrong.</param>
/// <param name="Reason">What was expected and what is there.</param>
internal sealed record StatedProblem(int Line, string Column, string Reason)
{
    public string InWords(string file) =>
        Column.Length == 0 ? $"{file}, line {Line}: {Reason}" : $"{file}, line {Line}, column {Column}: {Reason}";
}
