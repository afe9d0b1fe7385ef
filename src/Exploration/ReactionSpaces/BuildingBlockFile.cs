using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>Reads building blocks. What is no single molecule, or stands there twice, is refused with a reason.</summary>
public static class BuildingBlockFile
{
    /// <param name="path">.smi, .csv or .sdf, each also .gz, or .parquet.</param>
    /// <param name="space">Names of the columns.</param>
    /// <param name="threads">How many blocks of rows are parsed at once; the result does not depend on it.</param>
    /// <exception cref="SpaceException">The file is damaged, lacks a column, or nothing of it is left.</exception>
    public static BuildingBlocks Read(string path, SpaceSpec space, int threads, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = SpaceFile.OpenText(path);
            var blocks = Read(SpaceRows.Read(reader, path, space), threads, cancellationToken);
            return blocks.Kept.IsEmpty
                ? throw new SpaceException($"{path}: there is no building block among {blocks.RowsRead} rows")
                : blocks;
        }
        catch (InvalidDataException damaged)
        {
            throw new SpaceException($"{path}: the compressed file is damaged or cut off; fetch it again", damaged);
        }
    }

    internal static BuildingBlocks Read(IEnumerable<SpaceRow> rows, int threads, CancellationToken cancellationToken)
    {
        var ahead = new Queue<SpaceRow>();
        var kept = ImmutableArray.CreateBuilder<BuildingBlock>();
        var refused = ImmutableArray.CreateBuilder<RefusedBlock>();
        var rowOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var block in MoleculeScan.Scan(rows.Select(Ahead), threads, cancellationToken: cancellationToken))
        {
            for (var i = 0; i < block.Count; i++)
            {
                var (row, molecule) = (ahead.Dequeue(), block[i]);
                var smiles = molecule.IsMolecule ? molecule.CanonicalSmiles : "";
                (Refusal, string)? verdict =
                    row.Problem is { } problem ? (Refusal.Unparsable, problem)
                    : !molecule.IsMolecule ? (Refusal.Unparsable, OneLine(molecule.Reason!))
                    : molecule.FragmentCount != 1
                        ? (Refusal.Components, $"has {molecule.FragmentCount} components that are not bonded")
                    : !rowOf.TryAdd(smiles, row.Row)
                        ? (Refusal.Duplicate, $"is the same molecule as row {rowOf[smiles]}")
                    : null;
                if (verdict is var (refusal, reason))
                {
                    refused.Add(new RefusedBlock(row.Row, row.Id, row.Smiles, refusal, reason));
                }
                else
                {
                    kept.Add(new BuildingBlock(row.Row, row.Id, smiles));
                }
            }
        }

        return new BuildingBlocks(kept.ToImmutable(), refused.ToImmutable());

        string Ahead(SpaceRow row)
        {
            ahead.Enqueue(row);
            return row.Problem is null ? row.Smiles : "";
        }
    }

    private static string OneLine(string reason) =>
        string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What a file of building blocks gave.</summary>
/// <param name="Kept">In the order of the file.</param>
/// <param name="Refused">In the order of the file; every row is here or there.</param>
public sealed record BuildingBlocks(ImmutableArray<BuildingBlock> Kept, ImmutableArray<RefusedBlock> Refused)
{
    public int RowsRead => Kept.Length + Refused.Length;
}

/// <summary>A row that is no building block.</summary>
public sealed record RefusedBlock(int Row, string Id, string Text, Refusal Refusal, string Reason);
