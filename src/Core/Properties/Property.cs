using System.Collections.Frozen;

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
        "Energy of the cation minus that of the molecule, both at the molecule's geometry; positive. GFN-xTB energies carry the method's published shift per electron."
    );

    public static readonly Property VerticalElectronAffinity = new(
        "vertical_electron_affinity",
        "eV",
        "vertical_electron_affinity_eV",
        "Energy of the molecule minus that of the anion, both at the molecule's geometry; positive when the electron is bound. GFN-xTB energies carry the method's published shift per electron."
    );

    public static readonly Property LargestPartialCharge = new(
        "largest_partial_charge",
        "e",
        "largest_partial_charge_e",
        "The most positive charge of an atom, in elementary charges, by the level's own population analysis; comparable within one level only."
    );

    public static readonly Property SmallestPartialCharge = new(
        "smallest_partial_charge",
        "e",
        "smallest_partial_charge_e",
        "The most negative charge of an atom, in elementary charges, by the level's own population analysis; comparable within one level only."
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

    public static readonly Property SolvationFreeEnergy = new(
        "solvation_free_energy",
        "kcal/mol",
        "solvation_free_energy_kcal_per_mol",
        "Free energy in the level's solvent minus that in the gas phase, both at the same geometry, 1 mol/L in both at 298.15 K; negative when dissolving is favourable."
    );

    public static readonly Property GibbsEnergy = new(
        "gibbs_energy",
        "hartree",
        "gibbs_energy_hartree",
        "Total energy of an optimised minimum plus its thermal free energy at the level's temperature, 298.15 K where it names none, and 1 atm: rigid rotor, with low modes between harmonic oscillators and free rotors."
    );

    public static readonly Property ImaginaryModes = new(
        "imaginary_modes",
        "1",
        "imaginary_modes",
        "Number of vibrations with an imaginary frequency beyond the engine's noise, at the optimised geometry; 0 at a minimum."
    );

    public static readonly Property WeakestBondEnergy = new(
        "weakest_bond_energy",
        "eV",
        "weakest_bond_energy_eV",
        "Smallest energy that breaks one acyclic single bond evenly: both radicals minus the molecule, electronic energies, without zero-point energy; at a level that optimises each at its own optimum, at another unrelaxed. Negative where the parts are more stable."
    );

    public static readonly Property HeatOfFormation = new(
        "heat_of_formation",
        "kcal/mol",
        "heat_of_formation_kcal_per_mol",
        "Enthalpy of formation of the gas at 298 K from the elements in their standard states; lower is more stable."
    );

    public static readonly Property SpinContamination = new(
        "spin_contamination",
        "1",
        "spin_contamination",
        "Expectation value of S^2 minus s(s+1) of an unrestricted state; given beside other properties of open shells."
    );

    public static readonly Property EnsembleDeviation = new(
        "ensemble_deviation",
        "hartree",
        "ensemble_deviation_hartree",
        "Standard deviation of the total energy over the members of an ensemble of potentials: how little they were taught of such molecules, not how wrong they are."
    );

    public static readonly Property ForceFieldEnergy = new(
        "force_field_energy",
        "kcal/mol",
        "force_field_energy_kcal_per_mol",
        "Energy of the force field that relaxed a start geometry; comparable within one molecule only."
    );

    public static readonly Property SyntheticAccessibility = new(
        "sa_score",
        "1",
        "sa_score",
        "Synthetic accessibility of Ertl and Schuffenhauer 2009, from 1 (easy to make) to 10 (hard)."
    );

    public static readonly Property MolecularWeight = new(
        "molecular_weight",
        "g/mol",
        "molecular_weight_g_per_mol",
        "Molar mass with the natural abundance of isotopes."
    );

    public static readonly Property CrippenLogP = new(
        "crippen_log_p",
        "1",
        "crippen_log_p",
        "Logarithm of the octanol-water partition coefficient by atom contributions, Wildman and Crippen 1999."
    );

    public static readonly Property PolarSurfaceArea = new(
        "polar_surface_area",
        "angstrom^2",
        "polar_surface_area_angstrom2",
        "Topological polar surface area by group contributions, Ertl, Rohde and Selzer 2000."
    );

    public static readonly Property RotatableBonds = new(
        "rotatable_bonds",
        "1",
        "rotatable_bonds",
        "Number of single bonds about which heavy parts turn."
    );

    public static readonly Property HeavyAtoms = new(
        "heavy_atoms",
        "1",
        "heavy_atoms",
        "Number of atoms that are not hydrogen."
    );

    public static readonly Property Stereocentres = new(
        "stereocentres",
        "1",
        "stereocentres",
        "Number of atoms with a configuration, stated or not."
    );

    public static readonly Property UnassignedStereocentres = new(
        "unassigned_stereocentres",
        "1",
        "unassigned_stereocentres",
        "Number of atoms whose configuration is not stated: what is computed is one of several molecules."
    );

    public static readonly Property RareRingSystems = new(
        "rare_ring_systems",
        "1",
        "rare_ring_systems",
        "Number of ring systems with an environment that is not among those of a million molecules that were made."
    );

    public static readonly Property PainsAlert = new(
        "pains_alert",
        "1",
        "pains_alert",
        "1 where a rule for assay interference matches, Baell and Holloway 2010; else 0."
    );

    public static readonly Property ReactiveGroupAlert = new(
        "reactive_group_alert",
        "1",
        "reactive_group_alert",
        "1 where a reactive group is found; else 0."
    );

    /// <summary>The properties that follow from the structure alone: known of every candidate, at no cost.</summary>
    public static IReadOnlyList<Property> OfStructure { get; } =
    [
        SyntheticAccessibility,
        MolecularWeight,
        CrippenLogP,
        PolarSurfaceArea,
        RotatableBonds,
        HeavyAtoms,
        Stereocentres,
        UnassignedStereocentres,
        RareRingSystems,
        PainsAlert,
        ReactiveGroupAlert,
    ];

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
        LargestPartialCharge,
        SmallestPartialCharge,
        LowestBrightExcitationEnergy,
        LowestBrightExcitationWavelength,
        LowestBrightOscillatorStrength,
        TotalEnergy,
        GibbsEnergy,
        SolvationFreeEnergy,
        WeakestBondEnergy,
        HeatOfFormation,
        ImaginaryModes,
        SpinContamination,
        EnsembleDeviation,
        ForceFieldEnergy,
    ];

    /// <summary>Finds a known property, or the deviation of one, by its name; null when there is none.</summary>
    public static Property? Find(string name) =>
        Named(name) ?? (OfDeviation(name) is { } property ? Named(property)?.Deviation : null);

    /// <summary>A property that a table or a user's own program declares.</summary>
    public static Property Declared(string name, string unit) =>
        Find(name) ?? new(name, unit, ColumnFor(name, unit), "As declared by the campaign file.");

    /// <summary>True where no value can be negative: models then predict none.</summary>
    public bool IsPositive => Positive.Contains(Name);

    /// <summary>What a source may state beside a value of this property: how far it may be off.</summary>
    /// <remarks>A surrogate gives a label the less weight the larger it is: see docs/methods/co-kriging.md.</remarks>
    public Property Deviation =>
        new(
            DeviationOf(Name),
            Unit,
            ColumnName.Insert(Name.Length, DeviationSuffix),
            $"Standard deviation of {Name} as its source states it, never negative: the members of a model, the error bar of an experiment."
        );

    /// <summary>Name of the deviation of a property.</summary>
    public static string DeviationOf(string property) => property + DeviationSuffix;

    /// <summary>Name of the property that a name would be the deviation of; null where it is that of none.</summary>
    public static string? OfDeviation(string name) =>
        name.EndsWith(DeviationSuffix, StringComparison.Ordinal) && name != EnsembleDeviation.Name
            ? name[..^DeviationSuffix.Length]
            : null;

    public override string ToString() => Name;

    private static readonly FrozenSet<string> Positive = new[]
    {
        HomoLumoGap,
        DipoleMoment,
        IsotropicPolarizability,
        LowestBrightExcitationEnergy,
        LowestBrightExcitationWavelength,
        LowestBrightOscillatorStrength,
    }
        .Select(property => property.Name)
        .ToFrozenSet();

    private const string DeviationSuffix = "_deviation";

    private static Property? Named(string name) =>
        Known.Concat(OfStructure).FirstOrDefault(property => property.Name == name);

    private static string ColumnFor(string name, string unit)
    {
        var suffix = string.Concat(unit.Where(char.IsLetterOrDigit));
        return suffix.Length == 0 ? name : $"{name}_{suffix}";
    }
}
