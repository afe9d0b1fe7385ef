using Lichen.Exploration.Results;
using Lichen.Exploration.Running;

namespace Lichen.Cli.Campaigns;

/// <summary>Writes what a person reads into a run folder, and says which file is what.</summary>
internal static class Outputs
{
    public static IReadOnlyList<(string Name, string What)> Write(CampaignResult result, Preparation preparation, string folder)
    {
        return [];
    }
}
