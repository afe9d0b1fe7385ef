namespace Lichen.Chemistry;

/// <summary>
/// Motifs whose strain or bonding is outside what force fields and semiempirical methods were fitted to, and that hardly
/// anybody can keep in a flask: small rings with cumulated, triple or several double bonds, cages of small rings, chains of
/// like heteroatoms. Strain of small rings: Wiberg 1986, <see href="https://doi.org/10.1002/anie.198603121"/>; the
/// selection and the patterns are Lichen's own.
/// </summary>
public static class StrainedMotifs
{
    /// <summary>Name and SMARTS, in the order in which they are tried.</summary>
    public static IReadOnlyList<(string Name, string Smarts)> Patterns { get; } =
    [
        ("allene in a ring of seven or less", "[C;X2;r3,r4,r5,r6,r7](=[*;R])=[*;R]"),
        ("alkyne in a ring of seven or less", "[C;X2;r3,r4,r5,r6,r7]#[C;X2;r3,r4,r5,r6,r7]"),
        ("cyclobutadiene", "C1=CC=C1"),
        ("tetrahedrane", "C12C3C1C23"),
        ("bicyclobutane or propellane", "C12CC1C2"),
        ("spiropentane", "C1CC12CC2"),
        ("three-membered ring with a double bond", "[*]1=[*][*]1"),
        ("three-membered ring of two heteroatoms", "[N,O,S]1[N,O,S]*1"),
        ("chain of three peroxidic oxygens", "[OX2,OX1-][OX2][OX2,OX1-]"),
        (
            "chain of three saturated nitrogens",
            "[NX3;!a;!$(N*=[O,S,N]);!$(N=*)][NX3;!a;!$(N=*)][NX3;!a;!$(N*=[O,S,N]);!$(N=*)]"
        ),
        ("halogen of higher valence", "[Cl,Br,I;X2,X3,X4,X5]"),
    ];

    /// <summary>Compiles the patterns.</summary>
    public static SubstructureFilter Load() => SubstructureFilter.Compile(Patterns);
}
