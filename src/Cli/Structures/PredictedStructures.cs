using Lichen.Cli.Models;
using Lichen.Core.Molecules;
using Lichen.Learning.StructureModels;

namespace Lichen.Cli.Structures;

/// <summary>Frames of an XYZ file as a table with predictions: number, formula and comment of each.</summary>
internal sealed class PredictedStructures(StructureModel model, StructureFrames frames) : IPredictedRows
{
    // Many enough that the labels are packed for few blocks, few enough to be a small part of memory.
    private const int BlockSize = 256;

    private static readonly string[] Columns = ["frame", "formula", "comment"];

    public char Separator => ',';

    public void Dispose() => frames.Dispose();

    public PredictedRows Write(
        TextWriter output,
        Rejects rejects,
        RowProgress progress,
        CancellationToken cancellationToken
    )
    {
        output.Write($"{string.Join(',', Columns.Concat(PredictVerb.Added))}\n");
        var counts = new PredictedRows(0, 0);
        foreach (var block in frames.Blocks(BlockSize, cancellationToken))
        {
            StructureFrame[] good = [.. block.Where(frame => frame.Problem is null)];
            foreach (var bad in block.Where(frame => frame.Problem is not null))
            {
                rejects.Add(bad.Line, bad.Problem!, bad.Comment);
            }

            if (good.Length > 0)
            {
                var predicted = model.Predict(
                    [.. good.Select(frame => frame.Geometry!)],
                    [.. good.Select(frame => frame.Lower)],
                    cancellationToken
                );
                // Standard output passes on every piece at once: a block is one piece.
                using var text = new StringWriter();
                for (var i = 0; i < good.Length; i++)
                {
                    var inDomain = model.Card.Domain.Holds(predicted.DomainScores[i]);
                    text.Write(
                        $"{good[i].Number},{HillFormula.Of(good[i].Geometry!)},{Delimited.Field(good[i].Comment, ',')},"
                            + $"{PredictedFields.Of(predicted, i, inDomain, ',')}\n"
                    );
                }

                output.Write(text.GetStringBuilder());
            }

            counts = new PredictedRows(counts.Rows + block.Count, counts.Predicted + good.Length);
            progress.Show(counts.Rows, frames.Position);
        }

        progress.End();
        return counts;
    }
}
