using Lichen.Core.Calculations;

namespace Lichen.Compute.Nwchem;

/// <summary>What kind of calculation a method is.</summary>
internal enum NwchemTheory
{
    HartreeFock,
    DensityFunctional,
    Mp2,
    CoupledCluster,
}

/// <summary>A method as NWChem runs it.</summary>
/// <param name="Functional">The functional, for density functional theory; else null.</param>
internal sealed record NwchemMethod(NwchemTheory Theory, NwchemFunctional? Functional, Dispersion Dispersion)
{
    /// <summary>True when the reference's orbitals are those of the method itself.</summary>
    public bool HasOrbitals => Theory is NwchemTheory.HartreeFock or NwchemTheory.DensityFunctional;

    /// <summary>Reads a method's name; where it is none of NWChem's, the reason with the nearest valid choice.</summary>
    public static (NwchemMethod? Method, string? Problem) Of(string name)
    {
        var (bare, dispersion) = DispersionSuffix.Split(name);
        if (dispersion == Dispersion.D4)
        {
            return (null, $"nwchem has no D4; write {bare}-D3(BJ)");
        }

        var theory = bare.ToUpperInvariant() switch
        {
            "HF" => NwchemTheory.HartreeFock,
            "MP2" => NwchemTheory.Mp2,
            "CCSD(T)" => NwchemTheory.CoupledCluster,
            _ => NwchemTheory.DensityFunctional,
        };
        if (theory != NwchemTheory.DensityFunctional)
        {
            return dispersion == Dispersion.None
                ? (new NwchemMethod(theory, null, dispersion), null)
                : (null, $"nwchem corrects density functionals for dispersion, not {bare}; write {bare}");
        }

        if (NwchemFunctionals.Find(bare) is not { } functional)
        {
            return (
                null,
                $"nwchem has no method '{bare}' that was checked here; it has HF, MP2, CCSD(T), "
                    + string.Join(", ", NwchemFunctionals.Names)
            );
        }

        return (dispersion, functional) switch
        {
            (Dispersion.D3Zero, { ZeroDamped: false, BeckeJohnson: true }) => (
                null,
                $"nwchem's parameters of {bare} for D3 with zero damping are not the published ones; write {bare}-D3(BJ)"
            ),
            (Dispersion.D3BeckeJohnson, { BeckeJohnson: false, ZeroDamped: true }) => (
                null,
                $"nwchem has no parameters of {bare} for D3(BJ); write {bare}-D3"
            ),
            (not Dispersion.None, { BeckeJohnson: false, ZeroDamped: false }) => (
                null,
                $"nwchem has no checked parameters of D3 for {bare}; write {bare}"
            ),
            _ => (new NwchemMethod(theory, functional, dispersion), null),
        };
    }
}
