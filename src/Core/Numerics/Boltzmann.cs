namespace Lichen.Core.Numerics;

/// <summary>A canonical ensemble of a few states of one molecule.</summary>
public static class Boltzmann
{
    /// <summary>Shares of the states, shape (states), not negative, their sum 1.</summary>
    /// <param name="energies">In kcal/mol, shape (states), at least one, of any zero.</param>
    /// <param name="degeneracies">How many states each stands for, shape (states), positive.</param>
    /// <param name="temperature">In kelvin, positive.</param>
    /// <exception cref="ArgumentException">Lengths differ or there is no state.</exception>
    public static double[] Weights(
        IReadOnlyList<double> energies,
        IReadOnlyList<int> degeneracies,
        double temperature
    )
    {
        var weights = Factors(energies, degeneracies, temperature);
        var sum = weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }

    /// <summary>Free energy -RT ln(sum g exp(-E/RT)) in kcal/mol, on the zero of the energies: at most the lowest of them.</summary>
    /// <inheritdoc cref="Weights"/>
    public static double FreeEnergy(
        IReadOnlyList<double> energies,
        IReadOnlyList<int> degeneracies,
        double temperature
    ) =>
        energies.Min()
        - (
            Constants.GasConstantInKilocaloriePerMoleKelvin
            * temperature
            * Math.Log(Factors(energies, degeneracies, temperature).Sum())
        );

    // Counted from the lowest energy: the largest factor is a degeneracy and the sum cannot overflow.
    private static double[] Factors(
        IReadOnlyList<double> energies,
        IReadOnlyList<int> degeneracies,
        double temperature
    )
    {
        if (energies.Count == 0 || energies.Count != degeneracies.Count || !(temperature > 0))
        {
            throw new ArgumentException(
                $"{energies.Count} energies and {degeneracies.Count} degeneracies at {temperature} K are no ensemble."
            );
        }

        var lowest = energies.Min();
        return
        [
            .. energies.Zip(
                degeneracies,
                (energy, degeneracy) =>
                    degeneracy
                    * Math.Exp(
                        (lowest - energy) / (Constants.GasConstantInKilocaloriePerMoleKelvin * temperature)
                    )
            ),
        ];
    }
}
