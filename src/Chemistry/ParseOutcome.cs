using System.Diagnostics.CodeAnalysis;

namespace Lichen.Chemistry;

/// <summary>A molecule, or the reason why the text is none. Owns the molecule.</summary>
public sealed class ParseOutcome
{
    private ParseOutcome(Molecule? molecule, string? reason)
    {
        Molecule = molecule;
        Reason = reason;
    }

    [MemberNotNullWhen(true, nameof(Molecule))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsMolecule => Molecule is not null;

    public Molecule? Molecule { get; }

    /// <summary>RDKit's reason, such as "Explicit valence for atom # 1 F, 2, is greater than permitted".</summary>
    public string? Reason { get; }

    /// <summary>The molecule.</summary>
    /// <exception cref="RdkitException">There is none; the message is the reason.</exception>
    public Molecule OrThrow() => Molecule ?? throw new RdkitException(Reason!);

    internal static ParseOutcome Parsed(Molecule molecule) => new(molecule, null);

    internal static ParseOutcome Refused(string reason) => new(null, reason);
}
