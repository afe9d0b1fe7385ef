using CsCheck;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class CostModelTests
{
    private static readonly CostPrior Guess = new(1, 2, 0.7);

    [Fact]
    public void Before_any_outcome_the_guess_is_the_median()
    {
        var prediction = new CostModel(Guess).Predict(Ordinary(20));
        Assert.Equal(1, prediction.Quantile(0.5), 1e-9);
        Assert.Equal(4, new CostModel(Guess).Predict(Ordinary(40)).Quantile(0.5), 1e-9);
    }

    [Fact]
    public void Learns_a_power_law_that_the_guess_had_wrong()
    {
        var model = new CostModel(Guess);
        for (var atoms = 8; atoms < 60; atoms++)
        {
            model.Add(Ordinary(atoms), 0.01 * Math.Pow(atoms, 3));
        }

        // The guess, eighty times too low, counts as one outcome of 53: it pulls the median and widens the spread a little.
        Assert.Equal(1, model.Predict(Ordinary(30)).Mean / (0.01 * Math.Pow(30, 3)), 0.15);
    }

    [Fact]
    public void Intervals_hold_what_they_promise()
    {
        var inside = 0;
        var tested = 0;
        Gen.Select(Gen.Int[8, 60], Gen.Double[0, 1], Gen.Double[1e-9, 1])
            .Array[400]
            .Sample(
                draws =>
                {
                    var model = new CostModel(Guess);
                    foreach (var (atoms, u, v) in draws)
                    {
                        // Box and Muller: scatter of 0.3 in the logarithm.
                        var scatter = 0.3 * Math.Sqrt(-2 * Math.Log(v)) * Math.Cos(2 * Math.PI * u);
                        var seconds = 0.05 * Math.Pow(atoms, 1.5) * Math.Exp(scatter);
                        if (model.Count > 20)
                        {
                            tested++;
                            inside += seconds <= model.Predict(Ordinary(atoms)).Quantile(0.9) ? 1 : 0;
                        }

                        model.Add(Ordinary(atoms), seconds);
                    }
                },
                iter: 5,
                threads: 1
            );
        Assert.InRange((double)inside / tested, 0.85, 0.95);
    }

    [Fact]
    public void Learns_that_heavy_atoms_cost_more_than_hydrogens()
    {
        var model = new CostModel(Guess);
        for (var i = 0; i < 200; i++)
        {
            var size = new MoleculeSize(20 + (i % 7), 8 + (i % 5), 60 + (3 * (i % 11)));
            model.Add(size, 0.001 * Math.Pow(size.HeavyAtoms, 3));
        }

        var unsaturated = model.Predict(new MoleculeSize(23, 12, 75)).Mean;
        var saturated = model.Predict(new MoleculeSize(23, 8, 75)).Mean;
        Assert.Equal(Math.Pow(12.0 / 8, 3), unsaturated / saturated, 0.5);
    }

    // Composition at the centre of the features as nearly as whole numbers allow: the prior's law of atoms alone holds there.
    private static MoleculeSize Ordinary(int atoms) =>
        new(atoms, (int)Math.Round(0.55 * atoms), (int)Math.Round(4.2 * atoms));
}
