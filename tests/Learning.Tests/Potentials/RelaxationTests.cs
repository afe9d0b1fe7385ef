using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

public sealed class RelaxationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-potential-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Water_and_methane_find_their_shapes()
    {
        Geometry water = Geometry.FromAngstrom([8, 1, 1], [0, 0, 0, 1.1, 0.1, 0, -0.2, 0.8, 0.2]);
        Geometry methane = Geometry.FromAngstrom(
            [6, 1, 1, 1, 1],
            [0.1, 0, 0, 0.7, 0.7, 0.6, -0.6, -0.6, 0.7, -0.7, 0.6, -0.6, 0.6, -0.7, -0.5]
        );
        var potential = new AniPotential(PublishedModel.Take("ANI-2x"));
        RelaxationResult[] ends = Relaxation.Run(potential, [water, methane], () => true, default);
        Assert.All(ends, end => Assert.Equal(RelaxationEnd.Converged, end.End));
        Assert.All(ends, end => Assert.True(end.Result!.LargestForce() <= Relaxation.LargestForce));

        // wB97X/6-31G(d), that the potential was trained on, has 0.965 angstrom and 103.6 degrees; 1.09 in methane.
        Assert.Equal(0.965, ends[0].Geometry.DistanceAngstrom(0, 1), 0.01);
        Assert.Equal(1.52, ends[0].Geometry.DistanceAngstrom(1, 2), 0.03);
        for (int h = 1; h < 5; h++)
        {
            Assert.Equal(1.09, ends[1].Geometry.DistanceAngstrom(0, h), 0.01);
        }
    }

    [Fact]
    public void Company_does_not_change_where_a_structure_ends()
    {
        var potential = new AniPotential(PublishedModel.Take("ANI-1ccx"));
        Geometry bent = Geometry.FromAngstrom([8, 1, 1], [0, 0, 0, 1.0, 0.1, 0, -0.2, 0.9, 0.2]);
        Geometry ammonia = Geometry.FromAngstrom([7, 1, 1, 1], [0, 0, 0, 1, 0, 0.2, -0.4, 0.9, 0.1, -0.5, -0.8, 0.2]);
        double alone = Relaxation.Run(potential, [bent], () => true, default)[0].Result!.Hartree;
        double together = Relaxation.Run(potential, [ammonia, bent, ammonia], () => true, default)[1].Result!.Hartree;
        Assert.Equal(alone, together, 1e-5);
    }

    [Fact]
    public void Water_has_three_real_vibrations_and_carbon_dioxide_four()
    {
        var potential = new AniPotential(PublishedModel.Take("ANI-2x"));
        Geometry water = Geometry.FromAngstrom([8, 1, 1], [0, 0, 0, 1.0, 0.1, 0, -0.2, 0.9, 0.2]);
        Geometry carbonDioxide = Geometry.FromAngstrom([6, 8, 8], [0, 0, 0, 0, 0, 1.16, 0, 0, -1.2]);
        RelaxationResult[] ends = Relaxation.Run(potential, [water, carbonDioxide], () => true, default);
        double[] ofWater = Vibrations.Wavenumbers(potential, ends[0].Geometry, () => true, default)!;

        // wB97X/6-31G(d) has about 1700, 3800 and 3920; within what the potential's fit leaves.
        Assert.Equal(3, ofWater.Length);
        Assert.Equal(1700, ofWater[0], 120.0);
        Assert.Equal(3800, ofWater[1], 200.0);
        Assert.Equal(3920, ofWater[2], 200.0);
        double[] ofLine = Vibrations.Wavenumbers(potential, ends[1].Geometry, () => true, default)!;
        Assert.Equal(4, ofLine.Length);
        Assert.Equal(ofLine[0], ofLine[1], 10.0);
    }

    [Fact]
    public void Planar_ammonia_has_one_imaginary_vibration()
    {
        var potential = new AniPotential(PublishedModel.Take("ANI-2x"));
        double h = Math.Sqrt(3) / 2;
        Geometry planar = Geometry.FromAngstrom([7, 1, 1, 1], [0, 0, 0, 1, 0, 0, -0.5, h, 0, -0.5, -h, 0]);
        RelaxationResult end = Relaxation.Run(potential, [planar], () => true, default)[0];
        Assert.Equal(
            1,
            Vibrations.Wavenumbers(potential, end.Geometry, () => true, default)!.Count(w => w < Vibrations.Imaginary)
        );
    }

    [Fact]
    public void Atoms_that_lost_each_other_end_as_flown_apart()
    {
        var potential = new AniPotential(PublishedModel.Take("ANI-2x"));
        Geometry apart = Geometry.FromAngstrom([1, 1], [0, 0, 0, 0, 0, 6]);
        Assert.Equal(RelaxationEnd.FlewApart, Relaxation.Run(potential, [apart], () => true, default)[0].End);
    }

    [Fact]
    public void Energies_that_are_not_numbers_end_the_relaxation()
    {
        PotentialCard card = SmallPotential.Write(_folder, spoil: weights => Array.Fill(weights, 3e38f));
        var potential = new AniPotential(AniFolder.Read(_folder, card));
        Geometry methylene = Geometry.FromAngstrom([6, 1, 1, 1], [0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0]);
        Assert.Equal(RelaxationEnd.NotFinite, Relaxation.Run(potential, [methylene], () => true, default)[0].End);
    }

    [Fact]
    public void A_relaxation_that_is_told_to_stop_says_so()
    {
        var potential = new AniPotential(AniFolder.Read(_folder, SmallPotential.Write(_folder)));
        Geometry methyl = Geometry.FromAngstrom([6, 1], [0, 0, 0, 0, 0, 1.1]);
        Assert.Equal(RelaxationEnd.Stopped, Relaxation.Run(potential, [methyl], () => false, default)[0].End);
    }
}
