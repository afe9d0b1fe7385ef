using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Tests.Structures;

namespace Lichen.Learning.Tests.Potentials;

public sealed class AniPotentialTests
{
    // Single precision, summed over some ten atoms: a few parts in ten million of energies below a hartree each.
    private const double SingleHartree = 2e-6;
    private const double SingleForce = 2e-5;

    // Central differences of 1e-4 bohr in double precision: rounding 1e-9, truncation 1e-8 of curvatures near 1.
    private const double Step = 1e-4;
    private const double Relative = 1e-5;

    public static TheoryData<string> Names => ["ANI-2x", "ANI-1ccx"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fast_form_equals_the_clear_one(string name)
    {
        AniModel model = PublishedModel.Take(name);
        var potential = new AniPotential(model);
        Geometry[] geometries = [.. Enumerable.Range(1, 5).Select(seed => Structure(name, seed, 3 + (2 * seed)))];
        PotentialResult[] fast = potential.Evaluate(geometries, forces: true);
        for (int s = 0; s < geometries.Length; s++)
        {
            PotentialResult clear = AniReference.Evaluate(model, geometries[s], forces: true);
            double scale = Math.Max(1, clear.LargestForce());
            for (int k = 0; k < model.MemberCount; k++)
            {
                Assert.Equal(clear.MemberHartree[k], fast[s].MemberHartree[k], SingleHartree * scale);
            }

            for (int d = 0; d < clear.Forces!.Length; d++)
            {
                Assert.Equal(clear.Forces[d], fast[s].Forces![d], SingleForce * scale);
            }

            for (int i = 0; i < clear.AtomDeviationHartree.Length; i++)
            {
                Assert.Equal(clear.AtomDeviationHartree[i], fast[s].AtomDeviationHartree[i], SingleHartree * scale);
            }

            Assert.Equal(clear.DeviationHartree, fast[s].DeviationHartree, SingleHartree * scale);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forces_are_minus_the_slope_of_the_energy(string name)
    {
        AniModel model = PublishedModel.Take(name).WithMembers(2);
        Geometry geometry = Structure(name, 7, 6);
        double[] forces = AniReference.Evaluate(model, geometry, forces: true).Forces!;
        double scale = forces.Max(Math.Abs);
        for (int d = 0; d < forces.Length; d++)
        {
            double up = Energy(model, geometry, d, Step),
                down = Energy(model, geometry, d, -Step);
            Assert.Equal(-(up - down) / (2 * Step), forces[d], Relative * scale);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rotation_translation_and_order_change_nothing(string name)
    {
        AniModel model = PublishedModel.Take(name).WithMembers(2);
        for (int seed = 1; seed <= 3; seed++)
        {
            Geometry geometry = Structure(name, seed, 8);
            int[] order = [.. Enumerable.Range(0, 8)];
            new Random(seed).Shuffle(order);
            PotentialResult before = AniReference.Evaluate(model, geometry, forces: true);
            PotentialResult moved = AniReference.Evaluate(model, RandomStructure.Moved(geometry, seed), forces: true);
            PotentialResult reordered = AniReference.Evaluate(
                model,
                RandomStructure.Reordered(geometry, order),
                forces: true
            );
            Assert.Equal(before.Hartree, moved.Hartree, 1e-9);
            Assert.Equal(before.LargestForce(), moved.LargestForce(), 1e-8);
            Assert.Equal(before.Hartree, reordered.Hartree, 1e-10);
            for (int i = 0; i < order.Length; i++)
            {
                Assert.Equal(before.Forces![3 * order[i]], reordered.Forces![3 * i], 1e-9);
            }
        }
    }

    [Fact]
    public void Forces_sum_to_nothing()
    {
        double[] forces = new AniPotential(PublishedModel.Take("ANI-2x"))
            .Evaluate(Structure("ANI-2x", 5, 12), forces: true)
            .Forces!;
        for (int d = 0; d < 3; d++)
        {
            Assert.Equal(0, Enumerable.Range(0, 12).Sum(i => forces[(3 * i) + d]), 1e-12 * 12 * 1e3);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Energy_and_force_are_smooth_where_a_neighbour_leaves(string name)
    {
        AniModel model = PublishedModel.Take(name).WithMembers(1);
        foreach (double cutoff in new[] { model.Terms.AngularCutoff, model.Terms.RadialCutoff })
        {
            PotentialResult inside = At(cutoff - 1e-5),
                outside = At(cutoff + 1e-5);
            double work = inside.Forces![^1] * 2e-5 / Constants.BohrInAngstrom;
            Assert.Equal(inside.Hartree - work, outside.Hartree, 1e-9);
            Assert.Equal(inside.Forces[^1], outside.Forces![^1], 1e-5);
        }

        PotentialResult At(double r) =>
            AniReference.Evaluate(
                model,
                Geometry.FromAngstrom([8, 1, 1, 6], [0, 0, 0, 0.96, 0, 0, -0.24, 0.93, 0, 0, 0, r]),
                forces: true
            );
    }

    [Fact]
    public void Atoms_in_line_have_finite_forces_along_the_line()
    {
        AniModel model = PublishedModel.Take("ANI-2x");
        // Carbon dioxide, stretched on one side.
        Geometry line = Geometry.FromAngstrom([6, 8, 8], [0, 0, 0, 0, 0, 1.16, 0, 0, -1.3]);
        foreach (
            PotentialResult result in new[]
            {
                AniReference.Evaluate(model, line, forces: true),
                new AniPotential(model).Evaluate(line, forces: true),
            }
        )
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(0, result.Forces![3 * i], 1e-6);
                Assert.Equal(0, result.Forces[(3 * i) + 1], 1e-6);
                Assert.True(double.IsFinite(result.Forces[(3 * i) + 2]));
            }

            // The stretched bond pulls its oxygen back up.
            Assert.True(result.Forces![8] > 0.01);
        }
    }

    [Fact]
    public void Single_atoms_have_an_energy_and_no_force()
    {
        AniModel model = PublishedModel.Take("ANI-2x");
        foreach (byte number in model.Terms.AtomicNumbers)
        {
            PotentialResult alone = new AniPotential(model).Evaluate(
                Geometry.FromAngstrom([number], [1, 2, 3]),
                forces: true
            );
            Assert.Equal([0, 0, 0], alone.Forces!);
            Assert.Equal(model.SelfHartree[model.Terms.IndexOf(number)], alone.Hartree, 1.0);
        }
    }

    [Fact]
    public void Structures_far_apart_add_up_and_company_changes_nothing()
    {
        AniModel model = PublishedModel.Take("ANI-2x");
        var potential = new AniPotential(model);
        Geometry[] alone = [.. Enumerable.Range(0, 40).Select(seed => Structure("ANI-2x", 100 + seed, 9))];
        PotentialResult[] together = potential.Evaluate(alone, forces: true);
        for (int s = 0; s < alone.Length; s += 7)
        {
            Assert.Equal(potential.Evaluate(alone[s], forces: false).Hartree, together[s].Hartree, 1e-5);
        }

        double[] far = [.. alone[0].ToAngstrom(), .. alone[1].ToAngstrom().Select(value => value + 100)];
        byte[] numbers = [.. alone[0].AtomicNumbers, .. alone[1].AtomicNumbers];
        Assert.Equal(
            AniReference.Evaluate(model, alone[0], false).Hartree
                + AniReference.Evaluate(model, alone[1], false).Hartree,
            AniReference.Evaluate(model, Geometry.FromAngstrom(numbers, far), false).Hartree,
            1e-9
        );
    }

    [Fact]
    public void Elements_outside_the_domain_are_refused_with_those_inside()
    {
        Geometry bromomethane = Geometry.FromAngstrom([35, 1], [0, 0, 0, 0, 0, 1.4]);
        var refusal = Assert.Throws<PotentialException>(() =>
            new AniPotential(PublishedModel.Take("ANI-2x")).Evaluate(bromomethane, forces: false)
        );
        Assert.Equal(PotentialProblem.OutsideDomain, refusal.Problem);
        Assert.Contains("Atom 1 is Br, and the potential knows H C N O S F Cl", refusal.Message);
    }

    [Fact]
    public void Atoms_in_the_same_place_are_refused()
    {
        Geometry twice = Geometry.FromAngstrom([1, 1], [0, 0, 0, 0, 0, 1e-5]);
        Assert.Throws<PotentialException>(() => AniReference.Evaluate(PublishedModel.Take("ANI-2x"), twice, false));
    }

    private static double Energy(AniModel model, Geometry geometry, int coordinate, double bohr) =>
        AniReference
            .Evaluate(
                model,
                RandomStructure.Shifted(geometry, coordinate, bohr * Constants.BohrInAngstrom),
                forces: false
            )
            .Hartree;

    /// <summary>Atoms of the model's elements at random places, no two nearer than a short bond.</summary>
    private static Geometry Structure(string name, int seed, int atoms)
    {
        byte[] elements = [.. PublishedModel.Take(name).Terms.AtomicNumbers];
        Geometry places = RandomStructure.Draw(seed, atoms, 1.2 * Math.Cbrt(atoms) + 1);
        return Geometry.FromAngstrom(
            [.. Enumerable.Range(0, atoms).Select(i => elements[((seed * 31) + (i * i)) % elements.Length])],
            places.ToAngstrom()
        );
    }
}
