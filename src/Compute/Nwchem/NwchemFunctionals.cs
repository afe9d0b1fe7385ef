using System.Collections.Frozen;

namespace Lichen.Compute.Nwchem;

/// <summary>A density functional as NWChem spells it.</summary>
/// <param name="Directive">Lines of the dft block that choose it.</param>
/// <param name="IsMeta">
/// True for meta functionals: their energies need the grid xfine, and 7.0.2 has neither response nor excitations for them.
/// </param>
/// <param name="ZeroDamped">True when the program's parameters of D3 with zero damping are the published ones.</param>
/// <param name="BeckeJohnson">True when the program's parameters of D3(BJ) are the published ones.</param>
internal sealed record NwchemFunctional(string Directive, bool IsMeta, bool ZeroDamped, bool BeckeJohnson);

/// <summary>
/// The functionals offered through NWChem: those whose energy of water in 6-31G* is within 2e-5 hartree of Psi4's
/// (docs/methods/nwchem.md, table). Names by which the two
/// programs mean different functionals are left out.
/// </summary>
/// <remarks>
/// NWChem 7.0.2 carries the parameters of D3. Compared with those published
/// (<see href="https://doi.org/10.1063/1.3382344"/>, <see href="https://doi.org/10.1002/jcc.21759"/>): for PW6B95 with zero
/// damping it has s8 of BLYP, 1.682 where 0.862 is right, so that one is not offered.
/// </remarks>
internal static class NwchemFunctionals
{
    private static readonly FrozenDictionary<string, NwchemFunctional> Known = new Dictionary<string, NwchemFunctional>
    {
        ["BLYP"] = Both("xc becke88 lyp"),
        ["BP86"] = Both("xc becke88 perdew86"),
        ["PBE"] = Both("xc xpbe96 cpbe96"),
        ["revPBE"] = Both("xc revpbe cpbe96"),
        ["RPBE"] = Neither("xc rpbe cpbe96"),
        ["HCTH120"] = Neither("xc hcth120"),
        ["B3LYP"] = Both("xc b3lyp"),
        ["PBE0"] = Both("xc pbe0"),
        ["BHandHLYP"] = Both("xc bhlyp"),
        ["B3PW91"] = Neither("xc b3pw91"),
        ["mPW1K"] = Neither("xc mpw1k"),
        ["B97-1"] = Neither("xc becke97-1"),
        ["B97-2"] = Neither("xc becke97-2"),
        ["B97-3"] = Neither("xc becke97-3"),
        ["SOGGA11-X"] = Neither("xc sogga11-x"),
        ["CAM-B3LYP"] = Both(
            "xc xcamb88 1.00 lyp 0.81 vwn_5 0.19 hfexch 1.00\n  cam 0.33 cam_alpha 0.19 cam_beta 0.46"
        ),
        ["TPSS"] = Both("xc xtpss03 ctpss03") with { IsMeta = true },
        ["TPSSh"] = Both("xc xctpssh") with { IsMeta = true },
        ["M06-L"] = Meta("xc m06-l"),
        ["M06"] = Meta("xc m06"),
        ["M06-2X"] = Meta("xc m06-2x"),
        ["M06-HF"] = Meta("xc m06-hf") with { ZeroDamped = false },
        ["M05"] = Meta("xc m05"),
        ["M05-2X"] = Meta("xc m05-2x"),
        ["M08-HX"] = Meta("xc m08-hx") with { ZeroDamped = false },
        ["M08-SO"] = Meta("xc m08-so") with { ZeroDamped = false },
        ["M11"] = Meta("xc m11") with { ZeroDamped = false },
        ["M11-L"] = Meta("xc m11-l") with { ZeroDamped = false },
        ["PW6B95"] = new("xc pw6b95", IsMeta: true, ZeroDamped: false, BeckeJohnson: true),
        ["PWB6K"] = Meta("xc pwb6k") with { ZeroDamped = false },
        ["B1B95"] = Meta("xc b1b95") with { ZeroDamped = false },
        ["BB1K"] = Meta("xc bb1k") with { ZeroDamped = false },
        ["mPWB1K"] = Meta("xc mpwb1k") with { ZeroDamped = false },
        ["mPW1B95"] = Meta("xc mpw1b95") with { ZeroDamped = false },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names as users write them, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    public static NwchemFunctional? Find(string name) => Known.GetValueOrDefault(name);

    private static NwchemFunctional Both(string directive) => new(directive, false, true, true);

    private static NwchemFunctional Neither(string directive) => new(directive, false, false, false);

    private static NwchemFunctional Meta(string directive) => new(directive, true, true, false);
}
