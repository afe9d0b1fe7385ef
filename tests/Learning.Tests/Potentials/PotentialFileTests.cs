using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Tests.Potentials.Training;
using Lichen.Testing;

namespace Lichen.Learning.Tests.Potentials;

public sealed class PotentialFileTests
{
    [Fact]
    public void What_is_read_gives_the_energies_that_were_written()
    {
        AniModel read = PotentialFile.Read(Bytes(half: false));
        Geometry geometry = Teacher.Structure(new Random(1));
        Assert.Equal(
            AniReference.Evaluate(Teacher.Model, geometry, forces: true).Forces!,
            AniReference.Evaluate(read, geometry, forces: true).Forces!
        );
    }

    [Fact]
    public void Half_precision_takes_half_the_room_and_keeps_three_digits()
    {
        byte[] half = Bytes(half: true);
        Assert.InRange(half.Length, 0, 0.7 * Bytes(half: false).Length);
        Geometry geometry = Teacher.Structure(new Random(1));
        double[] exact = AniReference.Evaluate(Teacher.Model, geometry, forces: true).Forces!,
            rounded = AniReference.Evaluate(PotentialFile.Read(half), geometry, forces: true).Forces!;
        double scale = exact.Max(Math.Abs);
        Assert.All(exact.Zip(rounded), pair => Assert.Equal(pair.First, pair.Second, 2e-3 * scale));
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        byte[] bytes = Bytes(half: true);
        var problem = Assert.Throws<PotentialException>(() => PotentialFile.Read(bytes.AsMemory(0, bytes.Length - 8)));
        Assert.Equal(PotentialProblem.Damaged, problem.Problem);
    }

    [Fact]
    public void Lichen_base_brings_ethanol_to_a_minimum_like_that_of_GFN2()
    {
        using var folder = new TemporaryFolder();
        AniModel model = new PotentialStore(folder["nothing"]).Read("lichen-base");
        CardReference ethanol = PotentialCard.Find("lichen-base")!.References.Single(r => r.Name.StartsWith("CCO "));
        byte[] numbers = [.. ethanol.Symbols.Select(symbol => (byte)Elements.AtomicNumber(symbol)!.Value)];
        RelaxationResult end = Relaxation.Run(
            new AniPotential(model),
            [Geometry.FromAngstrom(numbers, ethanol.Angstrom.AsSpan())],
            () => true,
            TestContext.Current.CancellationToken
        )[0];
        Assert.Equal(RelaxationEnd.Converged, end.End);

        // xtb 6.5.1: -11.3943 hartree, C-C 1.51 and C-O 1.41 angstrom.
        Assert.Equal(-11.394, end.Result!.Hartree, 0.005);
        double[] heavy = [end.Geometry.DistanceAngstrom(0, 1), end.Geometry.DistanceAngstrom(1, 2)];
        Assert.Equal(1.51, heavy[0], 0.03);
        Assert.Equal(1.41, heavy[1], 0.03);
    }

    private static byte[] Bytes(bool half)
    {
        using var file = new MemoryStream();
        PotentialFile.Write(Teacher.Model, file, half);
        return file.ToArray();
    }
}
