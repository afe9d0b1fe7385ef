using System.Collections.Frozen;
using Lichen.Core;
using Lichen.Core.Properties;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Properties that someone else's model may give beside the energy, and their units.</summary>
internal static class ForeignProperties
{
    private static readonly FrozenDictionary<string, double> Electronvolts = ForeignUnits
        .Energies.Select(unit => (unit.Key, unit.Value * Constants.HartreeInElectronvolt))
        .ToFrozenDictionary(unit => unit.Key, unit => unit.Item2, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenDictionary<string, double>> Table = new (
        Property,
        FrozenDictionary<string, double>
    )[]
    {
        (Property.DipoleMoment, ForeignUnits.Dipoles),
        (Property.HomoEnergy, Electronvolts),
        (Property.LumoEnergy, Electronvolts),
        (Property.HomoLumoGap, Electronvolts),
        (Property.VerticalIonizationEnergy, Electronvolts),
        (Property.VerticalElectronAffinity, Electronvolts),
        (Property.IsotropicPolarizability, Alone(Property.IsotropicPolarizability)),
    }.ToFrozenDictionary(row => row.Item1.Name, row => row.Item2, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>Units of a property, with their size in the property's own.</summary>
    public static FrozenDictionary<string, double> UnitsOf(string property) => Table[property];

    /// <summary>The value from the numbers of an output: one, or for a dipole moment its three components.</summary>
    public static double? Value(string property, string unit, double[] numbers) =>
        numbers is [var one] ? one * Table[property][unit]
        : property == Property.DipoleMoment.Name && numbers is [var x, var y, var z]
            ? Math.Sqrt((x * x) + (y * y) + (z * z)) * Table[property][unit]
        : null;

    private static FrozenDictionary<string, double> Alone(Property property) =>
        new[] { property.Unit }.ToFrozenDictionary(unit => unit, _ => 1.0, StringComparer.Ordinal);
}
