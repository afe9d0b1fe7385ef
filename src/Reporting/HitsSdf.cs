using System.Text;
using Lichen.Chemistry;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>The hits as an SD file: three-dimensional, every property a field with its unit in the name.</summary>
internal static class HitsSdf
{
    /// <summary>Records of the hits that have a geometry, best first; empty when none has.</summary>
    public static string Of(CampaignResult result)
    {
        var names = ColumnNames.Of(result);
        var text = new StringBuilder();
        foreach (var hit in CampaignAnswer.Of(result).Hits)
        {
            if (hit.Geometry is { } geometry)
            {
                text.Append(MolBlock.Write(hit.Candidate.Smiles, geometry, Line(hit.Candidate.Id)).TrimEnd('\n'))
                    .Append('\n');
                AddFields(text, result, names, hit);
                text.Append("$$$$\n");
            }
        }

        return text.ToString();
    }

    private static void AddFields(StringBuilder text, CampaignResult result, ColumnNames names, MoleculeResult hit)
    {
        Field("rank", $"{hit.Rank}");
        Field("id", hit.Candidate.Id);
        Field("smiles", hit.Candidate.Smiles);
        Field("charge", $"{hit.Candidate.Charge}");
        Field("multiplicity", $"{hit.Candidate.Multiplicity}");
        Field("level", hit.Level);
        if (RouteWords.OnOneLine(hit) is { } route)
        {
            Field("route", route);
        }

        foreach (var value in hit.Values)
        {
            Field(names[value.Level, value.Property, value.Unit], $"{value.Value:R}");
        }

        if (MoleculeTable.SixDigits(hit.Predicted) is { } predicted)
        {
            Field("pred_" + result.Facts.Column, $"{predicted:R}");
        }

        if (MoleculeTable.SixDigits(hit.PredictedDeviation) is { } deviation)
        {
            Field("pred_sd_" + result.Facts.Column, $"{deviation:R}");
        }

        Field("cost_core_seconds", $"{hit.Cost.Usage.CpuSeconds:R}");
        Field("cost_energy_kWh", $"{hit.Cost.EnergyKilowattHours:R}");
        Field("cost_emissions_gCO2e", $"{hit.Cost.GramsCo2e:R}");

        void Field(string name, string value) => text.Append($">  <{name}>\n{Line(value)}\n\n");
    }

    /// <summary>One line that no reader takes for the end of a record or for another field.</summary>
    private static string Line(string value)
    {
        var line = value.ReplaceLineEndings(" ");
        return line.StartsWith("$$$$", StringComparison.Ordinal) || line.StartsWith('>') ? " " + line : line;
    }
}
