using System.Collections.Immutable;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>What a table says of its origin.</summary>
internal static class TableMetadata
{
    public static ImmutableSortedDictionary<string, string> Of(CampaignResult result) =>
        new Dictionary<string, string>
        {
            ["campaign"] = result.Spec.Name,
            ["run"] = result.Facts.Run,
            ["lichen"] = result.Facts.LichenVersion,
            ["rdkit"] = result.Facts.RdkitVersion,
            ["objective"] = string.Join(
                "; ",
                result.Spec.Objectives.Select(wish => $"{wish.Goal} {wish.Property} at {wish.Level}")
            ),
        }.ToImmutableSortedDictionary();
}
