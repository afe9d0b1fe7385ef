using Lichen.Exploration.Running;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary>A table of molecules with predictions beside.</summary>
internal sealed class PredictedMolecules(MoleculeModel model, MoleculeRows rows) : IPredictedRows
{
    // Few enough to be a small part of memory, many enough to keep all cores busy.
    private const int BlockSize = 4096;

    public char Separator => rows.Separator;

    public void Dispose() => rows.Dispose();

    public PredictedRows Write(
        TextWriter output,
        Rejects rejects,
        RowProgress progress,
        CancellationToken cancellationToken
    )
    {
        var separator = rows.Separator;
        RequireNewNames();
        output.Write($"{rows.Header}{separator}{string.Join(separator, PredictVerb.Added)}\n");
        var counts = new PredictedRows(0, 0);
        foreach (var block in rows.Blocks(BlockSize, cancellationToken))
        {
            MoleculeRow[] good = [.. block.Where(row => row.Problem is null)];
            foreach (var bad in block.Where(row => row.Problem is not null))
            {
                rejects.Add(bad, separator);
            }

            if (good.Length > 0)
            {
                string[] smiles = [.. good.Select(row => row.Smiles)];
                var raw = MoleculeFeatures.Compute(
                    smiles,
                    model.Card.Features,
                    Environment.ProcessorCount,
                    cancellationToken
                );
                var predicted = model.Predict(raw.Scaled(model.Scaling), Environment.ProcessorCount, cancellationToken);
                // Standard output passes on every piece at once: a block is one piece.
                using var text = new StringWriter();
                for (var i = 0; i < good.Length; i++)
                {
                    Write(text, good[i], separator, predicted, i, model.Card.Domain.Holds(predicted.DomainScores[i]));
                }

                output.Write(text.GetStringBuilder());
            }

            counts = new PredictedRows(counts.Rows + block.Count, counts.Predicted + good.Length);
            progress.Show(counts.Rows, rows.Position);
        }

        progress.End();
        return counts;
    }

    private static void Write(
        TextWriter output,
        MoleculeRow row,
        char separator,
        ModelPredictions predictions,
        int index,
        bool inDomain
    )
    {
        foreach (var field in row.Fields)
        {
            output.Write(Delimited.Field(field, separator));
            output.Write(separator);
        }

        output.Write($"{PredictedFields.Of(predictions, index, inDomain, separator)}\n");
    }

    private void RequireNewNames()
    {
        if (PredictVerb.Added.FirstOrDefault(rows.Columns.Contains) is { } taken)
        {
            throw new UserException(
                ExitCode.Usage,
                $"{rows.Name}: it has a column '{taken}' already; rename it, predictions take that name"
            );
        }
    }
}
