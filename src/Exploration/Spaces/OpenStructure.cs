using Lichen.Chemistry;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Spaces;

/// <summary>What a campaign makes of a molecule whose tautomer or configuration is open.</summary>
/// <param name="Smiles">Canonical SMILES of the tautomer that is taken.</param>
/// <param name="Isomers">Its isomers where they are enumerated, else the structure alone.</param>
/// <param name="IsOther">True when it is another tautomer than the one drawn.</param>
/// <param name="Refusal">Why it is refused, or null.</param>
internal sealed record OpenStructure(
    string Smiles,
    IReadOnlyList<string> Isomers,
    bool IsOther,
    (Refusal Refusal, string Reason)? Refusal
)
{
    /// <summary>More isomers of one row than that are no answer to what the user drew.</summary>
    private const int MostIsomers = 16;

    public static OpenStructure AsDrawn(string smiles) => new(smiles, [smiles], false, null);

    public static OpenStructure Of(string smiles, RuleSpec rules)
    {
        var drawn = AsDrawn(smiles);
        if (rules.Tautomers == TautomerPolicy.Canonical)
        {
            try
            {
                var chosen = OpenStructures.CanonicalTautomer(smiles);
                drawn = AsDrawn(chosen) with { IsOther = chosen != smiles };
            }
            catch (RdkitException failed)
            {
                return drawn with
                {
                    Refusal = (Spaces.Refusal.Unparsable, $"has no tautomer to stand for it: {failed.Message}"),
                };
            }
        }

        return rules.Stereo == StereoPolicy.Keep ? drawn : drawn.Configured(rules.Stereo);
    }

    private OpenStructure Configured(StereoPolicy policy)
    {
        int open;
        using (var molecule = Molecule.Parse(Smiles).Molecule!)
        {
            open = molecule.UnspecifiedStereocentres;
        }

        if (open == 0)
        {
            return this;
        }

        var words = $"has {open} configuration{(open == 1 ? "" : "s")} that {(open == 1 ? "is" : "are")} not stated";
        if (policy == StereoPolicy.Refuse)
        {
            return this with { Refusal = (Spaces.Refusal.Stereo, words) };
        }

        return OpenStructures.Stereoisomers(Smiles) is { Count: <= MostIsomers } isomers
            ? this with
            {
                Isomers = isomers,
                Smiles = isomers[0],
            }
            : this with
            {
                Refusal = (Spaces.Refusal.Stereo, $"{words}: more than {MostIsomers} isomers"),
            };
    }
}
