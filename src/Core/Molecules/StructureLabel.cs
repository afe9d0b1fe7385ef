namespace Lichen.Core.Molecules;

/// <summary>A structure and what a method of quantum chemistry says of it.</summary>
/// <param name="Geometry">The structure.</param>
/// <param name="Hartree">Total energy.</param>
/// <param name="Forces">Minus the slope of the energy, in hartree per bohr, shape (atoms, 3), row-major.</param>
/// <param name="Charges">Partial charges in e, shape (atoms); empty where the method gave none.</param>
/// <param name="Dipole">Dipole moment in e bohr, shape (3); empty where the method gave none.</param>
/// <param name="GapElectronvolts">HOMO-LUMO gap; NaN where the method gave none.</param>
public sealed record StructureLabel(
    Geometry Geometry,
    double Hartree,
    double[] Forces,
    double[] Charges,
    double[] Dipole,
    double GapElectronvolts
)
{
    /// <summary>What it cost in seconds of CPU time; zero where that is not known.</summary>
    public double CpuSeconds { get; init; }
}
