using Lichen.Chemistry;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;

namespace Lichen.Cli.Campaigns;

/// <summary>Writes the campaign with every default explicit and the versions of all programs.</summary>
internal static class ResolvedFile
{
    public static void Write(RunRequest request, Preparation preparation)
    {
        var header = new List<string>
        {
            "The campaign with every default made explicit. It can be run as it stands.",
            $"Lichen {LichenCommand.Version}, RDKit {Rdkit.Version}",
        };
        header.AddRange(preparation.Rungs.Select(rung => $"{rung.LevelText}: {rung.EngineVersion}").Distinct());
        header.Add($"Energy: {preparation.Meter.Power.Source}");
        header.Add($"Grid: {preparation.Meter.Grid.Source}");
        var file = Path.Combine(request.Folder, RunFolders.ResolvedFile);
        File.WriteAllText(file + ".part", CampaignFile.WriteResolved(preparation.Spec, header, request.Reading.Notes));
        File.Move(file + ".part", file, overwrite: true);
    }
}
