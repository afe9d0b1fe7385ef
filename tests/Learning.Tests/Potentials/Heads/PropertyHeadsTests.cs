using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Learning.Potentials.Training;
using Lichen.Learning.Tests.Potentials.Training;

namespace Lichen.Learning.Tests.Potentials.Heads;

public sealed class PropertyHeadsTests
{
    private static readonly HeadSettings Settings = new(new HeadShape(16, 16, 2, 8), 30, 8, 1e-2, 0);

    [Fact]
    public void Moving_turning_and_exchanging_like_atoms_changes_nothing_but_the_direction_of_the_dipole()
    {
        PropertyHeads heads = Untrained();
        Geometry geometry = Teacher.Structure(new Random(5));
        double[] angstrom = geometry.ToAngstrom();
        int atoms = geometry.AtomCount;
        double turn = 0.7;
        var turned = new double[angstrom.Length];
        int[] order = [1, 0, .. Enumerable.Range(2, atoms - 2).Reverse()];
        for (int i = 0; i < atoms; i++)
        {
            (double x, double y, double z) = (angstrom[3 * i], angstrom[(3 * i) + 1], angstrom[(3 * i) + 2]);
            int at = 3 * Array.IndexOf(order, i);
            turned[at] = (Math.Cos(turn) * x) - (Math.Sin(turn) * y) + 3;
            turned[at + 1] = (Math.Sin(turn) * x) + (Math.Cos(turn) * y) - 1;
            turned[at + 2] = z + 2;
        }

        HeadResult one = heads.Evaluate(geometry),
            other = heads.Evaluate(Geometry.FromAngstrom(geometry.AtomicNumbers, turned));
        Assert.Equal(one.Gap, other.Gap, 1e-4);
        Assert.Equal(one.DipoleLength, other.DipoleLength, 1e-4);
        Assert.Equal((Math.Cos(turn) * one.Dipole[0]) - (Math.Sin(turn) * one.Dipole[1]), other.Dipole[0], 1e-4);
        Assert.All(order.Select((i, at) => (i, at)), p => Assert.Equal(one.Charges[p.i], other.Charges[p.at], 1e-4));
        Assert.Equal(0, one.Charges.Sum(), 1e-6);
        Assert.True(one.DipoleLength > 1e-3);
    }

    [Fact]
    public void What_training_computes_is_what_evaluation_computes()
    {
        LabelledStructures data = Data(6);
        using var training = new HeadTraining(data, [0, 1, 2, 3, 4, 5], Settings, 3);
        training.Pass(TestContext.Current.CancellationToken);
        var batch = new HeadBatch(data, [0, 1, 2, 3, 4, 5]);
        (TorchSharp.torch.Tensor charges, TorchSharp.torch.Tensor dipoles, TorchSharp.torch.Tensor gaps) =
            training.Forward(batch);
        PropertyHeads heads = training.Heads();
        for (int s = 0; s < data.Count; s++)
        {
            HeadResult found = heads.Evaluate(data.Labels[s].Geometry);
            Assert.Equal(gaps[s].item<float>(), found.Gap, 1e-4);
            Assert.Equal(charges[s, 1].item<float>(), found.Charges[1], 1e-4);
            for (int d = 0; d < 3; d++)
            {
                Assert.Equal(dipoles[s, d].item<float>(), found.Dipole[d], 1e-4);
            }
        }
    }

    [Fact]
    public void Training_brings_the_error_down_on_structures_that_it_never_saw()
    {
        LabelledStructures data = Data(120);
        using var training = new HeadTraining(data, [.. Enumerable.Range(0, 100)], Settings, 1);
        double before = Error(training.Heads(), data);
        while (!training.IsDone)
        {
            training.Pass(TestContext.Current.CancellationToken);
        }

        Assert.InRange(Error(training.Heads(), data), 0, before / 3);
    }

    [Fact]
    public void What_is_read_gives_what_was_written_and_a_file_that_was_cut_off_is_refused()
    {
        PropertyHeads heads = Untrained();
        using var file = new MemoryStream();
        HeadFile.Write(heads, file, half: false);
        byte[] bytes = file.ToArray();
        Geometry geometry = Teacher.Structure(new Random(2));
        Assert.Equal(heads.Evaluate(geometry).Charges, HeadFile.Read(bytes).Evaluate(geometry).Charges);
        Assert.Equal(heads.Evaluate(geometry).Gap, HeadFile.Read(bytes).Evaluate(geometry).Gap);
        Assert.Throws<PotentialException>(() => HeadFile.Read(bytes.AsMemory(0, bytes.Length - 8)));
    }

    [Fact]
    public void An_element_outside_the_domain_and_atoms_in_one_place_are_refused()
    {
        PropertyHeads heads = Untrained();
        Assert.Throws<PotentialException>(() => heads.Evaluate(Geometry.FromAngstrom([14, 1], [0, 0, 0, 0, 0, 1.5])));
        Assert.Throws<PotentialException>(() => heads.Evaluate(Geometry.FromAngstrom([6, 1], [0, 0, 0, 0, 0, 0])));
    }

    private static double Error(PropertyHeads heads, LabelledStructures data) =>
        Enumerable
            .Range(100, 20)
            .Average(s =>
                Math.Abs(heads.Evaluate(data.Labels[s].Geometry).Gap - data.Labels[s].GapElectronvolts)
                + heads
                    .Evaluate(data.Labels[s].Geometry)
                    .Dipole.Zip(data.Labels[s].Dipole, (one, bohr) => Math.Abs(one - HeadBatch.Angstrom(bohr)))
                    .Sum()
            );

    private static PropertyHeads Untrained()
    {
        using var training = new HeadTraining(Data(4), [0, 1, 2, 3], Settings, 7);
        return training.Heads();
    }

    /// <summary>Labels with a rule: hydrogens carry charge, the gap falls with their number and with the bond's length.</summary>
    internal static LabelledStructures Data(int count) =>
        new(Teacher.Terms, Teacher.Model.SelfHartree, [.. Enumerable.Range(0, count).Select(Labelled)]);

    private static StructureLabel Labelled(int seed)
    {
        StructureLabel label = Teacher.Label(Teacher.Structure(new Random(seed)));
        int atoms = label.Geometry.AtomCount;
        double share = 0.1 * (atoms - 2) / 2;
        double[] charges = [-share, -share, .. Enumerable.Repeat(0.1, atoms - 2)];
        var dipole = new double[3];
        ReadOnlySpan<double> bohr = label.Geometry.Bohr;
        for (int i = 0; i < bohr.Length; i++)
        {
            dipole[i % 3] += charges[i / 3] * bohr[i];
        }

        double gap = 10 - (0.5 * (atoms - 2)) - (2 * (label.Geometry.DistanceAngstrom(0, 1) - 1.4));
        return label with { Charges = charges, Dipole = dipole, GapElectronvolts = gap };
    }
}
