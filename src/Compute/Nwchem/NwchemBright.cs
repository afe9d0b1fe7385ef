using System.Collections.Immutable;
using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Nwchem;

/// <summary>The lowest bright excitation of a spectrum.</summary>
internal static class NwchemBright
{
    /// <summary>Oscillator strength, in the length gauge, from which an excitation counts as bright.</summary>
    public const double Strength = 0.01;

    // hc, exact by the SI: 1239.84198 eV nm.
    private const double ElectronvoltNanometres = 1239.841984332;

    /// <summary>Names of its energy in eV, its wavelength in nm and its oscillator strength.</summary>
    public static readonly string[] Properties =
    [
        "lowest_bright_excitation_energy",
        "lowest_bright_excitation_wavelength",
        "lowest_bright_oscillator_strength",
    ];

    /// <summary>Adds it to the values; the failure says that the spectrum has none, or no root.</summary>
    public static (ImmutableSortedDictionary<string, double> Values, Failure? Dark) Add(
        ImmutableSortedDictionary<string, double> values,
        NwchemOutput read
    )
    {
        if (read.Excitations.FirstOrDefault(excitation => excitation.Strength >= Strength) is (> 0, _) bright)
        {
            return (
                values
                    .SetItem(Properties[0], bright.Energy)
                    .SetItem(Properties[1], ElectronvoltNanometres / bright.Energy)
                    .SetItem(Properties[2], bright.Strength),
                null
            );
        }

        if (read.Excitations.IsEmpty)
        {
            return (
                values,
                new Failure(
                    FailureKind.Convergence,
                    FailureCodes.ExcitationsNotConverged,
                    "nwchem printed no converged excitation"
                )
            );
        }

        var highest = read.Excitations[^1].Energy;
        return (
            values,
            new Failure(
                FailureKind.Convergence,
                FailureCodes.NoBrightState,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"none of the {read.Excitations.Length} lowest singlet excitations, up to {highest:F2} eV, "
                        + $"has an oscillator strength of {Strength} or more"
                )
            )
        );
    }
}
