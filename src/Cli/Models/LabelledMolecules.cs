namespace Lichen.Cli.Models;

/// <summary>Molecules with labels from a table: rows in, distinct molecules out.</summary>
/// <param name="Smiles">Canonical SMILES, each once.</param>
/// <param name="Values">The mean label of each.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Rejected">Of them, unusable.</param>
internal sealed record LabelledMolecules(string[] Smiles, double[] Values, int Rows, int Rejected)
{
    private const int BlockSize = 1024;

    /// <summary>Rows that repeat a molecule; their labels were averaged.</summary>
    public int Repeated => Rows - Rejected - Smiles.Length;

    public static LabelledMolecules Read(MoleculeRows rows, Rejects rejects, CancellationToken cancellationToken)
    {
        var order = new Dictionary<string, int>();
        var sums = new List<(double Sum, int Count)>();
        var read = 0;
        foreach (var row in rows.Blocks(BlockSize, cancellationToken).SelectMany(block => block))
        {
            read++;
            if (row.Problem is not null)
            {
                rejects.Add(row, rows.Separator);
            }
            else if (order.TryGetValue(row.Smiles, out var at))
            {
                sums[at] = (sums[at].Sum + row.Label, sums[at].Count + 1);
            }
            else
            {
                order.Add(row.Smiles, sums.Count);
                sums.Add((row.Label, 1));
            }
        }

        return new LabelledMolecules(
            [.. order.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            [.. sums.Select(pair => pair.Sum / pair.Count)],
            read,
            rejects.Count
        );
    }

    /// <summary>What was read, in words.</summary>
    public string Words(Rejects rejects)
    {
        var repeated = Repeated > 0 ? $", {Repeated:N0} repeat a molecule (labels averaged)" : "";
        var rejected = Rejected > 0 ? $", {Rejected:N0} rejected (see {rejects.Path})" : "";
        return $"{Rows:N0} rows: {Smiles.Length:N0} molecules{repeated}{rejected}";
    }
}
