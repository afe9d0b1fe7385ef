using Lichen.Core.Molecules;

namespace Lichen.Compute.Engines;

/// <summary>Whether a number of electrons can have a multiplicity. Programs accept what cannot be, and compute another state.</summary>
internal static class Spin
{
    public static string? Problem(string program, Candidate candidate)
    {
        var unpaired = candidate.Multiplicity - 1;
        if (
            candidate.Electrons < 1
            || unpaired < 0
            || unpaired > candidate.Electrons
            || (candidate.Electrons - unpaired) % 2 != 0
        )
        {
            return $"{program}: {candidate.Electrons} electrons at charge {candidate.Charge} cannot have multiplicity {candidate.Multiplicity}";
        }

        return null;
    }
}
