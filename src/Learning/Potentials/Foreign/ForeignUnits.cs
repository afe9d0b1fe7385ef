using System.Collections.Frozen;
using Lichen.Core;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Units that a mapping may name, with their size in Lichen's own.</summary>
internal static class ForeignUnits
{
    private const double HartreeInKilojoulePerMole = Constants.HartreeInKilocaloriePerMole * 4.184;

    /// <summary>Lengths in angstrom.</summary>
    public static FrozenDictionary<string, double> Lengths { get; } =
        Table(("angstrom", 1), ("bohr", Constants.BohrInAngstrom));

    /// <summary>Energies in hartree.</summary>
    public static FrozenDictionary<string, double> Energies { get; } =
        Table(
            ("hartree", 1),
            ("eV", 1 / Constants.HartreeInElectronvolt),
            ("kcal/mol", 1 / Constants.HartreeInKilocaloriePerMole),
            ("kJ/mol", 1 / HartreeInKilojoulePerMole)
        );

    /// <summary>Forces and slopes in hartree per bohr.</summary>
    public static FrozenDictionary<string, double> Slopes { get; } =
        Energies
            .SelectMany(energy =>
                Lengths.Select(length =>
                    ($"{energy.Key}/{length.Key}", energy.Value / length.Value * Constants.BohrInAngstrom)
                )
            )
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Dipole moments in debye.</summary>
    public static FrozenDictionary<string, double> Dipoles { get; } =
        Table(
            ("D", 1),
            ("e bohr", Constants.AtomicDipoleInDebye),
            ("e angstrom", Constants.AtomicDipoleInDebye / Constants.BohrInAngstrom)
        );

    private static FrozenDictionary<string, double> Table(params ReadOnlySpan<(string Name, double Size)> units) =>
        units.ToArray().ToFrozenDictionary(unit => unit.Name, unit => unit.Size, StringComparer.Ordinal);
}
