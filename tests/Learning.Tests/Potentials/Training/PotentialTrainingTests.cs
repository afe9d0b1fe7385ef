using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Learning.Tests.Potentials.Training;

public sealed class PotentialTrainingTests
{
    private const int Structures = 12;

    [Fact]
    public void Gradient_of_the_loss_agrees_with_finite_differences()
    {
        LabelledStructures data = Teacher.Data(Structures);
        int[] batch = [0, 3, 4, 7, 9];
        var training = new PotentialTraining(data, batch, Teacher.Settings, 5);
        training.Loss(batch, gradient: true);
        float[][] slopes = [.. Arrays(training).Select(pair => pair.Slopes.ToArray())];
        int compared = 0;
        foreach (var ((values, _), slope) in Arrays(training).Zip(slopes))
        {
            // The steepest of each array: of the others single precision leaves too few digits.
            int steepest = Enumerable.Range(0, values.Length).MaxBy(i => Math.Abs(slope[i]));
            float middle = values[steepest];
            float step = Math.Max(2e-3f * Math.Abs(middle), 1e-3f);
            values[steepest] = middle + step;
            double above = training.Loss(batch, gradient: false).Value;
            values[steepest] = middle - step;
            double below = training.Loss(batch, gradient: false).Value;
            values[steepest] = middle;
            double expected = (above - below) / (2 * step);
            Assert.InRange(slope[steepest], expected - Allowed(expected), expected + Allowed(expected));
            compared++;
        }

        Assert.Equal(2 * 3 * 2, compared);

        static double Allowed(double slope) => 1e-4 + (0.02 * Math.Abs(slope));
    }

    [Fact]
    public void Training_learns_what_the_teacher_knows()
    {
        LabelledStructures data = Teacher.Data(60);
        TrainingSettings settings = Teacher.Settings with { Epochs = 25 };
        var training = new PotentialTraining(data, Range(60), settings, 1);
        TrainingPass first = training.Pass(TestContext.Current.CancellationToken);
        TrainingPass last = first;
        while (!training.IsDone)
        {
            last = training.Pass(TestContext.Current.CancellationToken);
        }

        Assert.InRange(last.ForceError, 0, 0.35 * first.ForceError);
        Assert.InRange(last.EnergyError, 0, 0.35 * first.EnergyError);

        // What is handed over is what was trained.
        AniModel model = Join(training);
        StructureLabel label = data.Labels[3];
        PotentialResult result = new AniPotential(model).Evaluate(label.Geometry, forces: true);
        double error = result.Forces!.Zip(label.Forces, (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(error * Constants.HartreeInElectronvolt / Constants.BohrInAngstrom, 0, 3 * last.ForceError);
    }

    [Fact]
    public void Training_goes_on_from_a_checkpoint_to_the_same_bits()
    {
        LabelledStructures data = Teacher.Data(Structures);
        var through = new PotentialTraining(data, Range(Structures), Teacher.Settings, 3);
        var stopped = new PotentialTraining(data, Range(Structures), Teacher.Settings, 3);
        for (int pass = 0; pass < 4; pass++)
        {
            through.Pass(TestContext.Current.CancellationToken);
        }

        stopped.Pass(TestContext.Current.CancellationToken);
        stopped.Pass(TestContext.Current.CancellationToken);
        using var file = new MemoryStream();
        stopped.Save(file);
        file.Position = 0;
        var resumed = new PotentialTraining(data, Range(Structures), Teacher.Settings, 99);
        resumed = new PotentialTraining(data, Range(Structures), Teacher.Settings, 3);
        resumed.Resume(file);
        Assert.Equal(2, resumed.Epoch);
        resumed.Pass(TestContext.Current.CancellationToken);
        resumed.Pass(TestContext.Current.CancellationToken);
        foreach (var (expected, actual) in Arrays(through).Zip(Arrays(resumed)))
        {
            Assert.Equal(expected.Values, actual.Values);
        }
    }

    [Fact]
    public void Trained_forces_are_the_slope_of_the_trained_energy_and_turn_with_the_molecule()
    {
        LabelledStructures data = Teacher.Data(Structures);
        var training = new PotentialTraining(data, Range(Structures), Teacher.Settings, 3);
        training.Pass(TestContext.Current.CancellationToken);
        AniModel model = Join(training);
        Geometry geometry = data.Labels[1].Geometry;
        PotentialResult at = AniReference.Evaluate(model, geometry, forces: true);
        double[] bohr = geometry.Bohr.ToArray();
        const double Step = 1e-4;
        for (int d = 0; d < bohr.Length; d++)
        {
            double Energy(double by)
            {
                double[] moved = [.. bohr];
                moved[d] += by;
                return AniReference.Evaluate(model, Geometry.FromBohr(geometry.AtomicNumbers, moved), false).Hartree;
            }

            Assert.Equal(-(Energy(Step) - Energy(-Step)) / (2 * Step), at.Forces![d], 1e-7);
        }

        // A quarter turn about z: x becomes y, y becomes -x.
        double[] turned = [.. Enumerable.Range(0, bohr.Length).Select(d => Turned(bohr, d))];
        PotentialResult there = AniReference.Evaluate(
            model,
            Geometry.FromBohr(geometry.AtomicNumbers, turned),
            forces: true
        );
        Assert.Equal(at.Hartree, there.Hartree, 1e-12);
        for (int d = 0; d < bohr.Length; d++)
        {
            Assert.Equal(Turned(at.Forces!, d), there.Forces![d], 1e-12);
        }

        static double Turned(double[] values, int d) =>
            (d % 3) switch
            {
                0 => -values[d + 1],
                1 => values[d - 1],
                _ => values[d],
            };
    }

    [Fact]
    public void Checkpoint_of_other_networks_is_refused()
    {
        LabelledStructures data = Teacher.Data(2);
        using var file = new MemoryStream();
        new PotentialTraining(data, Range(2), Teacher.Settings, 3).Save(file);
        file.Position = 0;
        var other = new PotentialTraining(data, Range(2), Teacher.Settings with { Hidden = [32, 16] }, 3);
        Assert.Throws<Learning.Models.ModelFileException>(() => other.Resume(file));
    }

    private static int[] Range(int count) => [.. Enumerable.Range(0, count)];

    private static AniModel Join(PotentialTraining training) =>
        PotentialMember.Join("trained", Teacher.Terms, Teacher.Model.SelfHartree, [training.Member()]);

    private static IEnumerable<(float[] Values, float[] Slopes)> Arrays(PotentialTraining training) =>
        from network in training.Networks
        from layer in network.Layers
        from pair in new[] { (layer.Weights, layer.WeightSlopes), (layer.Biases, layer.BiasSlopes) }
        select pair;
}
