using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Specification;

namespace Lichen.Studies.Ladders;

/// <summary>A table of molecules with their values at every rung, larger is better, and the prices of the rungs.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="Rungs">Name of each rung, cheapest first.</param>
/// <param name="Prices">Price of a label at each rung, in labels of the last; the mean where molecules differ.</param>
/// <param name="Unit">CPU seconds of a label at the last rung.</param>
/// <param name="Hits">The best so many are looked for.</param>
/// <param name="StartUnits">The most that labels drawn at the start may cost.</param>
/// <param name="Rows">The molecules.</param>
internal sealed record Problem(
    string Name,
    ImmutableArray<string> Rungs,
    ImmutableArray<double> Prices,
    double Unit,
    int Hits,
    double StartUnits,
    ImmutableArray<ProblemRow> Rows
)
{
    private const string Property = "value";

    private bool HasSeconds => Rows[0].Seconds is not null;

    /// <summary>The same with the values of one rung in another order: it then says nothing.</summary>
    public Problem Shuffled(int rung, ulong seed)
    {
        var values = Rows.Select(row => row.Values[rung]).ToArray();
        new Random(unchecked((int)seed)).Shuffle(values);
        return this with
        {
            Name = Name + "-shuffled",
            Rows = [.. Rows.Select((row, i) => row with { Values = row.Values.SetItem(rung, values[i]) })],
        };
    }

    /// <summary>The ladder of the last rung alone.</summary>
    public Problem TopOnly() =>
        this with
        {
            Rungs = [Rungs[^1]],
            Prices = [Prices[^1]],
            Rows = [.. Rows.Select(row => new ProblemRow(row.Smiles, [row.Values[^1]], Last(row.Seconds)))],
        };

    /// <summary>Identifiers of the best <see cref="Hits"/>: row numbers from 1.</summary>
    public IReadOnlySet<string> Best() =>
        Rows.Select((row, i) => (Value: row.Values[^1], Id: (i + 1).ToString(CultureInfo.InvariantCulture)))
            .Where(row => row.Value is not null)
            .OrderByDescending(row => row.Value)
            .Take(Hits)
            .Select(row => row.Id)
            .ToHashSet();

    /// <summary>Writes the table and says what a campaign on it would be.</summary>
    public CampaignSpec Spec(string folder, double mostUnits, ulong seed)
    {
        var file = Path.Combine(folder, $"{Name}-{Rungs.Length}.csv");
        if (!File.Exists(file))
        {
            Write(file);
        }

        return new CampaignSpec(
            Name,
            folder,
            new SpaceSpec(file, "smiles", "id"),
            new RuleSpec([], null, false, false, null, null, null, [], [], false),
            new Objective(Property, Rungs[^1], new Maximise()),
            Hits,
            [
                .. Enumerable
                    .Range(0, Rungs.Length)
                    .Select(rung => new RungSpec(Rungs[rung], "table", Table(file, rung), null)),
            ],
            new ConformerSpec(1, 1),
            Budget.Unlimited with
            {
                CoreSeconds = mostUnits * Unit,
            },
            new GridSpec(null, null, 1, 0, "EUR"),
            new LimitSpec(100 * Unit, 4),
            new StopSpec(0, int.MaxValue),
            1,
            seed
        );
    }

    private static ImmutableArray<double>? Last(ImmutableArray<double>? seconds) =>
        seconds is { } known ? [known[^1]] : null;

    private void Write(string file)
    {
        using var csv = new StreamWriter(file);
        var columns = Enumerable.Range(0, Rungs.Length).ToArray();
        csv.WriteLine(
            string.Join(',', ["id", "smiles", .. columns.Select(Value), .. HasSeconds ? columns.Select(Cost) : []])
        );
        foreach (var (row, i) in Rows.Select((row, i) => (row, i)))
        {
            string?[] fields =
            [
                $"{i + 1}",
                row.Smiles,
                .. row.Values.Select(value => value?.ToString("R", CultureInfo.InvariantCulture)),
                .. row.Seconds?.Select(value => value.ToString("R", CultureInfo.InvariantCulture)) ?? [],
            ];
            csv.WriteLine(string.Join(',', fields));
        }
    }

    private TableSpec Table(string file, int rung) =>
        new(
            file,
            "id",
            ImmutableSortedDictionary<string, string>.Empty.Add(Property, Value(rung)),
            ImmutableSortedDictionary<string, string>.Empty.Add(Property, "1"),
            HasSeconds ? Cost(rung) : null,
            HasSeconds ? null : Prices[rung] * Unit
        );

    private static string Value(int rung) => $"value{rung}";

    private static string Cost(int rung) => $"cost{rung}_core_seconds";
}

/// <summary>A molecule of a <see cref="Problem"/>.</summary>
/// <param name="Values">One per rung; null where a rung has none, and a calculation costs and fails.</param>
/// <param name="Seconds">CPU seconds at each rung, or null where the problem's prices hold for all.</param>
internal sealed record ProblemRow(
    string Smiles,
    ImmutableArray<double?> Values,
    ImmutableArray<double>? Seconds = null
);
