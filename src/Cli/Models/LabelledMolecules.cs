namespace Lichen.Cli.Models;

/// <summary>Molecules with labels from a table: rows in, distinct molecules out.</summary>
/// <param name="Smiles">Canonical SMILES, each once.</param>
/// <param name="Values">The mean label of each.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Rejected">Of them, unusable.</param>
/// <param name="Levels">Levels of theory that a column of that name gives the labels used, in the order of the table.</param>
internal sealed record LabelledMolecules(
    string[] Smiles,
    double[] Values,
    int Rows,
    int Rejected,
    IReadOnlyCollection<string> Levels
)
{
    private const int BlockSize = 1024;

    /// <summary>Rows that repeat a molecule; their labels were averaged.</summary>
    public int Repeated => Rows - Rejected - Smiles.Length;

    /// <exception cref="UserException">A molecule has labels of two levels of theory: their mean is none of either.</exception>
    public static LabelledMolecules Read(MoleculeRows rows, Rejects rejects, CancellationToken cancellationToken)
    {
        var order = new Dictionary<string, int>();
        var sums = new List<(double Sum, int Count, string Level)>();
        var levels = new HashSet<string>();
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
                var level = rows.LevelOf(row);
                if (level != sums[at].Level)
                {
                    throw new UserException(
                        ExitCode.Usage,
                        $"{rows.Name}, line {row.Line}: {row.Smiles} has labels of two levels, {sums[at].Level} and {level}, "
                            + "and their mean would be of neither; leave one, as 'lichen archive export --level' does"
                    );
                }

                sums[at] = (sums[at].Sum + row.Label, sums[at].Count + 1, level);
            }
            else
            {
                order.Add(row.Smiles, sums.Count);
                sums.Add((row.Label, 1, rows.LevelOf(row)));
                levels.Add(rows.LevelOf(row));
            }
        }

        return new LabelledMolecules(
            [.. order.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            [.. sums.Select(pair => pair.Sum / pair.Count)],
            read,
            rejects.Count,
            levels
        );
    }

    /// <summary>What was read, in words.</summary>
    public string Words(Rejects rejects)
    {
        var repeated = Repeated > 0 ? $", {Repeated:N0} repeat a molecule (labels averaged)" : "";
        var rejected = Rejected > 0 ? $", {Rejected:N0} rejected (see {rejects.Path})" : "";
        var levels =
            Levels.Count > 1
                ? $"; labels are of {Levels.Count} levels ({string.Join(", ", Levels.Take(5))}): are they one property?"
                : "";
        return $"{Rows:N0} rows: {Smiles.Length:N0} molecules{repeated}{rejected}{levels}";
    }
}
