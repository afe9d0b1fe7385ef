namespace Lichen.Core.Molecules;

/// <summary>Symbols of the elements, 1 to 118.</summary>
public static class Elements
{
    private static readonly string[] Symbols = (
        "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr "
        + "Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu "
        + "Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr "
        + "Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og"
    ).Split(' ');

    private static readonly Dictionary<string, int> Numbers = Symbols
        .Select((symbol, index) => (symbol, index))
        .ToDictionary(pair => pair.symbol, pair => pair.index + 1);

    public static IReadOnlyList<string> AllSymbols => Symbols;

    public static string Symbol(int atomicNumber) => Symbols[atomicNumber - 1];

    /// <summary>Atomic number of a symbol written in its usual case; null when there is no such element.</summary>
    public static int? AtomicNumber(string symbol) => Numbers.TryGetValue(symbol, out var number) ? number : null;
}
