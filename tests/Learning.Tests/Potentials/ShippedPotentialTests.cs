using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

public sealed class ShippedPotentialTests
{
    private static readonly PotentialStore Store = new(Path.Combine(Path.GetTempPath(), "lichen-no-such-store"));

    [Theory]
    [InlineData("lichen-base", "GFN2-xTB")]
    [InlineData("lichen-base-b3lyp", "B3LYP/def2-SVP")]
    public void It_comes_with_every_build_and_gives_the_energies_of_its_card(string name, string level)
    {
        var card = Store.Find(name)!;
        Assert.Equal(("MIT", level), (card.Licence, card.Level));
        var checks = ReferenceCheck.Of(Store.Open(card.Name), card);
        Assert.Equal(card.References.Length, checks.Count);
        Assert.All(checks, check => Assert.True(check.Difference <= check.Reference.Tolerance, check.Reference.Name));
    }

    [Theory]
    [InlineData("lichen-base")]
    [InlineData("lichen-base-b3lyp")]
    public void Its_forces_are_the_slope_of_its_energy(string name)
    {
        var model = Store.Read(name);
        double[] angstrom = [0, 0, 0.12, 0, 0.76, -0.47, 0.05, -0.76, -0.47];
        byte[] numbers = [8, 1, 1];
        var geometry = Geometry.FromAngstrom(numbers, angstrom);
        var forces = AniReference.Evaluate(model, geometry, forces: true).Forces!;
        const double Step = 1e-4;
        for (var d = 0; d < angstrom.Length; d++)
        {
            var (ahead, behind) = (Moved(d, Step), Moved(d, -Step));
            var slope = (ahead - behind) / (2 * Step / Core.Constants.BohrInAngstrom);
            Assert.Equal(-slope, forces[d], 1e-5 * Math.Max(1, Math.Abs(forces[d])));
        }

        double Moved(int d, double by)
        {
            double[] moved = [.. angstrom];
            moved[d] += by;
            return AniReference.Evaluate(model, Geometry.FromAngstrom(numbers, moved), forces: false).Hartree;
        }
    }

    [Theory]
    [InlineData("lichen-base")]
    [InlineData("lichen-base-b3lyp")]
    public void An_element_that_it_never_saw_is_refused(string name)
    {
        var silane = Geometry.FromAngstrom([14, 1], [0, 0, 0, 0, 0, 1.48]);
        var potential = new AniPotential(Store.Read(name));
        Assert.Throws<PotentialException>(() => potential.Evaluate(silane, forces: false));
    }

    [Fact]
    public void Heads_of_the_lifted_potential_are_on_top_of_those_that_ship_beside_it()
    {
        var (first, lifted) = (Store.ReadHeads("lichen-base")!, Store.ReadHeads("lichen-base-b3lyp")!);
        Assert.True(first.GivesCharges);
        Assert.False(lifted.GivesCharges);
        Assert.True(
            Store.Find("lichen-base-b3lyp")!.Files[1].Bytes < Store.Find("lichen-base")!.Files[1].Bytes / 3,
            "layers that are the same are written once"
        );
        Assert.All(
            first.Members.Zip(lifted.Members),
            pair =>
            {
                Assert.True(pair.First.Layers["C.0"].Weights.SequenceEqual(pair.Second.Layers["C.0"].Weights));
                Assert.False(pair.First.Layers["C.1"].Weights.SequenceEqual(pair.Second.Layers["C.1"].Weights));
            }
        );
    }
}
