using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Spaces;

/// <summary>Reads .sdf: structures, or a field with SMILES where the campaign names one.</summary>
internal static class SdfRows
{
    public static IEnumerable<SpaceRow> Read(TextReader reader, SpaceSpec space)
    {
        foreach (var record in SdfReader.Read(reader))
        {
            // A field may be missing here and there; missing at once, it is a slip.
            if (
                record.Row == 1
                && record.Problem is null
                && space.IdColumn is { } named
                && !record.Properties.ContainsKey(named)
            )
            {
                throw new SpaceException(
                    $"the first record has no field '{named}' (space.id_column)"
                        + NearestWord.Suggestion(named, record.Properties.Keys)
                );
            }

            var id = space.IdColumn is { } field ? record.Properties.GetValueOrDefault(field) : record.Title;
            var row = new SpaceRow(record.Row, SpaceRow.IdOr(id, record.Row), "", record.Problem);
            if (space.SmilesColumn is { } column)
            {
                yield return record.Properties.TryGetValue(column, out var smiles)
                    ? row with
                    {
                        Smiles = smiles.Trim(),
                    }
                    : row with
                    {
                        Problem =
                            $"the record has no field '{column}'{NearestWord.Suggestion(column, record.Properties.Keys)}",
                    };
                continue;
            }

            yield return record.Problem is null ? OfStructure(row, record.MolBlock) : row;
        }
    }

    private static SpaceRow OfStructure(SpaceRow row, string block)
    {
        var outcome = Molecule.FromMolBlock(block);
        using var molecule = outcome.Molecule;
        return molecule is null
            ? row with
            {
                Problem = outcome.Reason,
            }
            : row with
            {
                Smiles = molecule.CanonicalSmiles,
            };
    }
}
