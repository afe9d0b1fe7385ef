using CsCheck;
using Lichen.Core.Numerics;

namespace Lichen.Core.Tests.Numerics;

public sealed class BoltzmannTests
{
    [Fact]
    public void Weights_sum_to_one_and_fall_with_energy() =>
        Gen.Select(Gen.Double[-1000, 1000].Array[1, 20], Gen.Double[1, 3000])
            .Sample(
                (energies, temperature) =>
                {
                    int[] single = [.. energies.Select(_ => 1)];
                    var weights = Boltzmann.Weights(energies, single, temperature);
                    Assert.Equal(1, weights.Sum(), 1e-12);
                    Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
                    Assert.Equal(weights.Max(), weights[Array.IndexOf(energies, energies.Min())]);
                    Assert.True(Boltzmann.FreeEnergy(energies, single, temperature) <= energies.Min());
                }
            );

    [Fact]
    public void Two_states_of_one_energy_are_one_of_degeneracy_two()
    {
        var two = Boltzmann.Weights([0, 1, 1], [1, 1, 1], 300);
        var one = Boltzmann.Weights([0, 1], [1, 2], 300);
        Assert.Equal(two[0], one[0], 1e-14);
        Assert.Equal(two[1] + two[2], one[1], 1e-14);
        Assert.Equal(
            Boltzmann.FreeEnergy([0, 1, 1], [1, 1, 1], 300),
            Boltzmann.FreeEnergy([0, 1], [1, 2], 300),
            1e-14
        );
    }

    [Fact]
    public void Gauche_butane_weighs_as_its_measured_enthalpy_says()
    {
        // 0.67 kcal/mol in the gas (Herrebout et al. 1995, https://doi.org/10.1021/j100002a020): 61 % anti at 298.15 K.
        var weights = Boltzmann.Weights([0, 0.67], [1, 2], 298.15);
        Assert.Equal(0.608, weights[0], 1e-3);
    }

    [Fact]
    public void No_states_are_no_ensemble()
    {
        Assert.Throws<ArgumentException>(() => Boltzmann.Weights([], [], 300));
        Assert.Throws<ArgumentException>(() => Boltzmann.Weights([1], [1, 1], 300));
        Assert.Throws<ArgumentException>(() => Boltzmann.Weights([1], [1], 0));
    }
}
