namespace Lichen.Core;

/// <summary>CODATA 2018 values, <see href="https://doi.org/10.1103/RevModPhys.93.025010"/>.</summary>
public static class Constants
{
    /// <summary>One bohr in angstrom.</summary>
    public const double BohrInAngstrom = 0.529177210903;

    /// <summary>One hartree in electronvolt.</summary>
    public const double HartreeInElectronvolt = 27.211386245988;

    /// <summary>One hartree in kcal/mol, of 4.184 kJ a kcal.</summary>
    public const double HartreeInKilocaloriePerMole = 627.5094740631;

    /// <summary>The molar gas constant in kcal/(mol K), of 4.184 kJ a kcal.</summary>
    public const double GasConstantInKilocaloriePerMoleKelvin = 8.314462618 / 4184;

    /// <summary>One atomic unit of dipole moment (e a0) in debye.</summary>
    public const double AtomicDipoleInDebye = 2.541746473;
}
