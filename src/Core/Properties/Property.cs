namespace Lichen.Core.Properties;

/// <summary>A named quantity of a molecule with its unit and definition: the one vocabulary of all engines.</summary>
/// <param name="Name">The name users write, in snake case.</param>
/// <param name="Unit">The unit of every value of this property, as written in text ("eV", "bohr^3").</param>
/// <param name="ColumnName">The name with its unit, as written in table headers.</param>
/// <param name="Definition">What the number is, with its sign convention.</param>
public sealed record Property(string Name, string Unit, string ColumnName, string Definition)
{
    public static readonly Property TotalEnergy = new(
        "total_energy",
        "hartree",
        "total_energy_hartree",
        "Total electronic energy at the given geometry, nuclear repulsion included; lower is more stable."
    );

    public static readonly Property HomoEnergy = new(
        "homo_energy",
        "eV",
        "homo_energy_eV",
        "Energy of the highest occupied orbital; negative when bound."
    );

    public static readonly Property LumoEnergy = new(
        "lumo_energy",
        "eV",
        "lumo_energy_eV",
        "Energy of the lowest unoccupied orbital."
    );

    public static readonly Property HomoLumoGap = new(
        "homo_lumo_gap",
        "eV",
        "homo_lumo_gap_eV",
        "LUMO energy minus HOMO energy; for open shells the smallest such difference over the spins."
    );

    public static readonly Property DipoleMoment = new(
        "dipole_moment",
        "D",
        "dipole_moment_D",
        "Norm of the permanent electric dipole moment."
    );

    public static readonly Property IsotropicPolarizability = new(
        "isotropic_polarizability",
        "bohr^3",
        "isotropic_polarizability_bohr3",
        "A third of the trace of the static dipole polarizability."
    );

    public static readonly Property VerticalIonizationEnergy = new(
        "vertical_ionization_energy",
        "eV",
        "vertical_ionization_energy_eV",
        "Energy of the cation minus that of the molecule, both at the molecule's geometry; positive."
    );

    public static readonly Property VerticalElectronAffinity = new(
        "vertical_electron_affinity",
        "eV",
        "vertical_electron_affinity_eV",
        "Energy of the molecule minus that of the anion, both at the molecule's geometry; positive when the electron is bound."
    );

    public static readonly Property LowestBrightExcitationEnergy = new(
        "lowest_bright_excitation_energy",
        "eV",
        "lowest_bright_excitation_energy_eV",
        "Vertical energy of the first singlet excitation with an oscillator strength of at least 0.01."
    );

    public static readonly Property LowestBrightExcitationWavelength = new(
        "lowest_bright_excitation_wavelength",
        "nm",
        "lowest_bright_excitation_wavelength_nm",
        "Wavelength in vacuum of the first singlet excitation with an oscillator strength of at least 0.01."
    );

    public static readonly Property LowestBrightOscillatorStrength = new(
        "lowest_bright_oscillator_strength",
        "1",
        "lowest_bright_oscillator_strength",
        "Oscillator strength, in the length gauge, of the first singlet excitation where it is at least 0.01."
    );

    public static readonly Property SpinContamination = new(
        "spin_contamination",
        "1",
        "spin_contamination",
        "Expectation value of S^2 minus s(s+1) of an unrestricted state; given beside other properties of open shells."
    );

    public static readonly Property ForceFieldEnergy = new(
        "force_field_energy",
        "kcal/mol",
        "force_field_energy_kcal_per_mol",
        "Energy of the force field that relaxed a start geometry; comparable within one molecule only."
    );

    /// <summary>The properties that quantum-chemistry engines give, in the order of tables.</summary>
    public static IReadOnlyList<Property> Known { get; } =
    [
        HomoLumoGap,
        HomoEnergy,
        LumoEnergy,
        DipoleMoment,
        IsotropicPolarizability,
        VerticalIonizationEnergy,
        VerticalElectronAffinity,
        LowestBrightExcitationEnergy,
        LowestBrightExcitationWavelength,
        LowestBrightOscillatorStrength,
        TotalEnergy,
        SpinContamination,
        ForceFieldEnergy,
    ];

    /// <summary>Finds a known property by its name; null when there is none.</summary>
    public static Property? Find(string name) => Known.FirstOrDefault(property => property.Name == name);

    /// <summary>A property that a table or a user's own program declares.</summary>
    public static Property Declared(string name, string unit) =>
        Find(name) ?? new(name, unit, ColumnFor(name, unit), "As declared by the campaign file.");

    public override string ToString() => Name;

    private static string ColumnFor(string name, string unit)
    {
        var suffix = string.Concat(unit.Where(char.IsLetterOrDigit));
        return suffix.Length == 0 ? name : $"{name}_{suffix}";
    }
}
