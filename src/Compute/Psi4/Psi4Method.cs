using Lichen.Core.Calculations;

namespace Lichen.Compute.Psi4;

/// <summary>What kind of calculation a method is.</summary>
internal enum Psi4Theory
{
    /// <summary>Hartree-Fock and density functionals: what has orbitals of its own.</summary>
    SelfConsistent,
    Mp2,
    CoupledCluster,
}

/// <summary>What Psi4 can do, as it told when it was asked.</summary>
/// <param name="Functionals">Names of its self-consistent methods, in lower case.</param>
/// <param name="Responding">Those of them of which it can compute polarizabilities.</param>
internal sealed record Psi4Methods(IReadOnlySet<string> Functionals, IReadOnlySet<string> Responding)
{
    public static Psi4Theory TheoryOf(string method) =>
        method.ToUpperInvariant() switch
        {
            "MP2" => Psi4Theory.Mp2,
            "CCSD(T)" => Psi4Theory.CoupledCluster,
            _ => Psi4Theory.SelfConsistent,
        };

    public bool Responds(string method) =>
        method.Equals("HF", StringComparison.OrdinalIgnoreCase) || Responding.Contains(method.ToLowerInvariant());

    /// <summary>Why Psi4 does not have a method, with the nearest valid choice; null when it does.</summary>
    public string? Problem(string version, string method)
    {
        if (TheoryOf(method) != Psi4Theory.SelfConsistent || Functionals.Contains(method.ToLowerInvariant()))
        {
            return null;
        }

        var (bare, dispersion) = DispersionSuffix.Split(method);
        return (dispersion, Functionals.Contains(bare.ToLowerInvariant())) switch
        {
            (Dispersion.None, _) =>
                $"psi4 {version} has no self-consistent method '{method}' (double hybrids are not offered)",
            (Dispersion.D4, true) =>
                $"psi4 {version} takes D4 from a further program, dftd4, which is not used here; write "
                    + $"{DispersionSuffix.Join(bare, Dispersion.D3BeckeJohnson)} with the engine nwchem, or {bare}",
            (_, true) =>
                $"psi4 {version} takes D3 from a further program, dftd3, which is not used here; name the engine nwchem, "
                    + "which has it built in, or write a functional with dispersion of its own, such as wB97X-V",
            _ => $"psi4 {version} has no self-consistent method '{bare}', and no D3 or D4 without a further program",
        };
    }
}
