namespace Lichen.Chemistry;

/// <summary>
/// Groups that react with water, with amines and thiols of proteins, or with themselves: molecules that are hard to
/// keep, to ship or to test. The idea and most of the groups: Rishton 1997,
/// <see href="https://doi.org/10.1016/S1359-6446(97)01083-0"/>, and Brenk et al. 2008,
/// <see href="https://doi.org/10.1002/cmdc.200700139"/>; the patterns are Lichen's own.
/// </summary>
public static class ReactiveGroups
{
    /// <summary>Name and SMARTS, in the order in which they are tried.</summary>
    public static IReadOnlyList<(string Name, string Smarts)> Patterns { get; } =
    [
        ("acyl halide", "[CX3](=[OX1])[F,Cl,Br,I]"),
        ("sulfonyl halide", "[SX4](=[OX1])(=[OX1])[F,Cl,Br,I]"),
        ("phosphoryl halide", "[PX4](=[OX1])[F,Cl,Br,I]"),
        ("acid anhydride", "[CX3](=[OX1])[OX2][CX3](=[OX1])"),
        ("isocyanate or isothiocyanate", "[NX2]=[CX2]=[O,S]"),
        ("ketene", "[CX3]=[CX2]=[OX1]"),
        ("carbodiimide", "[NX2]=[CX2]=[NX2]"),
        ("aldehyde", "[CX3H1,CX3H2]=[OX1]"),
        ("thioaldehyde or thioketone", "[CX3;!$(C~[N,O,S;!$(S=C)])]=[SX1]"),
        ("epoxide, aziridine or thiirane", "[C]1[O,N,S]C1"),
        ("beta-lactone or beta-sultone", "[OX2]1[C,S](=O)CC1"),
        ("alkyl halide", "[CX4;!$(C([F,Cl,Br,I])[F,Cl,Br,I])][Cl,Br,I]"),
        ("alpha-halo carbonyl", "[F,Cl,Br,I][CX4][CX3]=[OX1]"),
        ("N-, O- or S-halide", "[N,O,S;X2,X3][F,Cl,Br,I]"),
        ("sulfonate or sulfate ester", "[CX4][OX2][SX4](=[OX1])(=[OX1])"),
        ("Michael acceptor", "[CX3;!a;H1,H2]=[CX3;!a][$([CX3]=[OX1]),$(C#N),$([NX3+](=O)[O-]),$([SX4](=O)=O)]"),
        ("alkyne beside a carbonyl", "[CX2]#[CX2][CX3]=[OX1]"),
        ("quinone", "[#6]1(=[OX1])[#6]=,:[#6][#6](=[OX1])[#6]=,:[#6]1"),
        ("peroxide", "[OX2,OX1-][OX2]"),
        ("azide", "[NX2]=[NX2+]=[NX1-]"),
        ("diazo or diazonium", "[$([#6]=[NX2+]=[NX1-]),$([#6][NX2+]#[NX1])]"),
        ("azo, aliphatic", "[CX4][NX2]=[NX2]"),
        ("nitroso", "[NX2;!$(N=[N,C])]=[OX1]"),
        ("hydrazine", "[CX4,c][NX3;H1,H2;!$(NC=[O,S,N])][NX3;H1,H2;!$(NC=[O,S,N])]"),
        (
            "activated ester",
            "[CX3](=[OX1])[OX2][$(n),$(N),$(c1c([F,Cl])c([F,Cl])c([F,Cl])c([F,Cl])c1),$(c1ccc([N+](=O)[O-])cc1)]"
        ),
        ("halopyrimidine or halotriazine", "[F,Cl,Br,I]c1ncncn1"),
        ("disulfide", "[SX2][SX2]"),
        ("thiol", "[#6][SX2H1]"),
        ("acetal of formaldehyde with nitrogen", "[NX3;!$(NC=O)][CX4H2][NX3;!$(NC=O)]"),
        ("imine, not of an arene", "[CX3;H1,H2;!$(C-[N,O,S])]=[NX2;!$(N[N,O,S])]"),
        ("enamine with a free NH2", "[NX3H2][CX3;!a]=[CX3;!a;!$(C[CX3]=[OX1]);!$(CC#N)]"),
        ("boron, silicon or phosphorus halide", "[B,Si,P][F,Cl,Br,I]"),
        ("metal-carbon bond", "[#6][Li,Na,K,Mg,Zn,Al,Hg,Sn,Pb]"),
    ];

    /// <summary>Compiles the patterns.</summary>
    public static SubstructureFilter Load() => SubstructureFilter.Compile(Patterns);
}
