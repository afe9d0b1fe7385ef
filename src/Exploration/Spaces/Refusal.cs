namespace Lichen.Exploration.Spaces;

/// <summary>Why a row is not in the pool; the order is that in which rules are tried, and the first one counts.</summary>
public enum Refusal
{
    /// <summary>The row is no molecule.</summary>
    Unparsable,

    /// <summary>A molecule of an earlier row.</summary>
    Duplicate,
    Elements,
    Charge,
    OpenShell,
    Components,
    HeavyAtoms,
    MolecularWeight,
    Rings,

    /// <summary>A required pattern does not match.</summary>
    Required,

    /// <summary>An excluded pattern matches.</summary>
    Excluded,
    Pains,

    /// <summary>A strained or exotic motif.</summary>
    Strained,

    /// <summary>A configuration is not stated, or too many are.</summary>
    Stereo,
}

/// <summary>Names of refusals in files and messages.</summary>
public static class RefusalNames
{
    /// <summary>The name in snake case, as in rejects.csv.</summary>
    public static string Code(this Refusal refusal) =>
        refusal switch
        {
            Refusal.OpenShell => "open_shell",
            Refusal.HeavyAtoms => "heavy_atoms",
            Refusal.MolecularWeight => "molecular_weight",
            _ => refusal.ToString().ToLowerInvariant(),
        };

    /// <summary>The name in words, as in the funnel of a report.</summary>
    public static string InWords(this Refusal refusal) =>
        refusal switch
        {
            Refusal.Unparsable => "not a molecule",
            Refusal.Components => "several components",
            Refusal.Required => "required pattern missing",
            Refusal.Excluded => "excluded pattern",
            Refusal.Pains => "PAINS alert",
            Refusal.Strained => "strained or exotic motif",
            Refusal.Stereo => "open configuration",
            _ => refusal.Code().Replace('_', ' '),
        };
}
