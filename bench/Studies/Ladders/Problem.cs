using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Studies.Ladders;

/// <summary>A table of molecules with their values at every rung, and the prices of the rungs.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="Rungs">Column of each rung, cheapest first.</param>
/// <param name="Prices">Price of a label at each rung, in labels of the last.</param>
/// <param name="Hits">The best so many are looked for.</param>
/// <param name="StartUnits">The most that random labels may cost before the model is asked.</param>
/// <param name="Rows">SMILES and values; null where a rung has none.</param>
internal sealed record Problem(
    string Name,
    ImmutableArray<string> Rungs,
    ImmutableArray<double> Prices,
    int Hits,
    double StartUnits,
    ImmutableArray<(string Smiles, ImmutableArray<double?> Values)> Rows
)
{
    // One label at the top, in seconds: long against what a short calculation may take beyond its limit.
    public const double Unit = 1000;

    private const string Property = "value";

    /// <summary>The same with the values of one rung in another order: it then says nothing.</summary>
    public Problem Shuffled(int rung, ulong seed)
    {
        var values = Rows.Select(row => row.Values[rung]).ToArray();
        new Random(unchecked((int)seed)).Shuffle(values);
        return this with
        {
            Name = Name + "-shuffled",
            Rows = [.. Rows.Select((row, i) => (row.Smiles, row.Values.SetItem(rung, values[i])))],
        };
    }

    /// <summary>The ladder of the last rung alone.</summary>
    public Problem TopOnly() =>
        this with
        {
            Rungs = [Rungs[^1]],
            Prices = [Prices[^1]],
            Rows = [.. Rows.Select(row => (row.Smiles, ImmutableArray.Create(row.Values[^1])))],
        };

    /// <summary>Identifiers of the best <see cref="Hits"/>: row numbers from 1.</summary>
    public IReadOnlySet<string> Best() =>
        Rows.Select((row, i) => (Value: row.Values[^1]!.Value, Id: (i + 1).ToString(CultureInfo.InvariantCulture)))
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
            using var csv = new StreamWriter(file);
            csv.WriteLine($"id,smiles,{string.Join(',', Rungs)}");
            foreach (var (row, i) in Rows.Select((row, i) => (row, i)))
            {
                var values = row.Values.Select(value => value?.ToString("R", CultureInfo.InvariantCulture));
                csv.WriteLine($"{i + 1},{row.Smiles},{string.Join(',', values)}");
            }
        }

        return new CampaignSpec(
            Name,
            folder,
            new SpaceSpec(file, "smiles", "id"),
            new RuleSpec([], null, false, false, null, null, null, [], [], false),
            new Objective(Property, Rungs[^1], new Maximise()),
            Hits,
            [.. Rungs.Select((rung, i) => new RungSpec(rung, "table", Table(file, rung, Prices[i]), null))],
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

    private static TableSpec Table(string file, string rung, double price) =>
        new(
            file,
            "id",
            ImmutableSortedDictionary<string, string>.Empty.Add(Property, rung),
            ImmutableSortedDictionary<string, string>.Empty.Add(Property, "1"),
            null,
            price * Unit
        );
}
