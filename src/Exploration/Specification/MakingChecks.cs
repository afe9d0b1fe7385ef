namespace Lichen.Exploration.Specification;

/// <summary>Checks what is asked of routes and structures against where the molecules come from.</summary>
internal static class MakingChecks
{
    public static void Check(CampaignDraft draft, ProblemList problems)
    {
        CheckRoutes(draft, problems);
        CheckStructures(draft, problems);
    }

    // A product has the structure that its reaction makes, and its number in the space.
    private static void CheckStructures(CampaignDraft draft, ProblemList problems)
    {
        if (draft is not { Space.Reactions: not null, Rules: { } rules })
        {
            return;
        }

        if (rules.Stereo == StereoPolicy.Enumerate)
        {
            problems.Add("rules.stereo", "products of reactions are not enumerated; write keep or refuse");
        }

        if (rules.Tautomers == TautomerPolicy.Canonical)
        {
            problems.Add("rules.tautomers", "products of reactions stay as the reactions make them; write keep");
        }
    }

    private static void CheckRoutes(CampaignDraft draft, ProblemList problems)
    {
        if (draft.Routes is { Stock: null, Planner: null } && draft.Space is { Reactions: null })
        {
            problems.Add("routes", "the key 'stock' is missing: a route ends at molecules that can be bought");
        }
    }
}
