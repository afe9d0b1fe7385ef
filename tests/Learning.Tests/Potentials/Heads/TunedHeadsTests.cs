using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Learning.Potentials.Training;
using Lichen.Learning.Tests.Potentials.Training;

namespace Lichen.Learning.Tests.Potentials.Heads;

public sealed class TunedHeadsTests
{
    private static readonly HeadSettings Settings = new(new HeadShape(16, 16, 2, 8), 12, 8, 3e-3, 1);

    [Fact]
    public void Going_on_from_weights_begins_with_what_they_say_and_with_the_mean_of_the_new_gaps()
    {
        PropertyHeads start = Started();
        LabelledStructures data = Shifted(6, 3);
        using var training = new HeadTraining(data, [0, 1, 2, 3, 4, 5], Settings, 2, start);
        PropertyHeads begun = training.Heads();
        double mean = data.Labels.Average(l => begun.Evaluate(l.Geometry).Gap - l.GapElectronvolts);
        Assert.Equal(0, mean, 0.05);
        Assert.All(
            data.Labels,
            l => Assert.Equal(start.Evaluate(l.Geometry).Dipole[0], begun.Evaluate(l.Geometry).Dipole[0], 1e-6)
        );
    }

    [Theory]
    [InlineData(HeadLayers.ReadOff, "pointing,output.0,output.1")]
    [InlineData(HeadLayers.AboveVectors, "H.1,C.1,filter.0,sent.0,updated.0")]
    public void Only_the_layers_that_are_named_are_moved(HeadLayers moved, string some)
    {
        PropertyHeads start = Started(),
            tuned = Tuned(start, moved);
        string[] changed =
        [
            .. start
                .Members[0]
                .Layers.Where(layer => !layer.Value.Weights.SequenceEqual(tuned.Members[0].Layers[layer.Key].Weights))
                .Select(layer => layer.Key),
        ];
        Assert.Superset(some.Split(',').ToHashSet(), changed.ToHashSet());
        Assert.DoesNotContain("C.0", changed);
        if (moved == HeadLayers.ReadOff)
        {
            Assert.Equal(3, changed.Length);
        }
    }

    [Fact]
    public void Few_labels_of_another_level_bring_the_error_down_on_structures_that_it_never_saw()
    {
        PropertyHeads start = Started(),
            tuned = Tuned(start, HeadLayers.All);
        Assert.InRange(Error(tuned), 0, Error(start) / 3);

        static double Error(PropertyHeads heads) =>
            Shifted(60, 3).Labels.Skip(40).Average(l => Math.Abs(heads.Evaluate(l.Geometry).Gap - l.GapElectronvolts));
    }

    [Fact]
    public void Labels_without_charges_teach_none_and_none_are_given()
    {
        PropertyHeads tuned = Tuned(Started(), HeadLayers.All);
        HeadResult found = tuned.Evaluate(Teacher.Structure(new Random(1)));
        Assert.False(tuned.GivesCharges);
        Assert.Empty(found.Charges);
        Assert.True(found.Gap > 0 && found.DipoleLength > 0);
    }

    [Fact]
    public void Labels_with_a_gap_alone_leave_the_layers_of_the_dipole_moment_as_they_were()
    {
        PropertyHeads start = Started();
        LabelledStructures data = Shifted(8, 3, label => label with { Dipole = [] });
        using var training = new HeadTraining(data, [.. Enumerable.Range(0, 8)], Settings, 2, start);
        training.Pass(TestContext.Current.CancellationToken);
        Assert.Equal(
            start.Members[0].Layers["pointing"].Weights.ToArray().Select(w => Math.Round(w, 5)),
            training.Heads().Members[0].Layers["pointing"].Weights.ToArray().Select(w => Math.Round(w, 5))
        );
    }

    [Fact]
    public void A_start_of_another_shape_is_refused()
    {
        LabelledStructures data = Shifted(4, 0);
        HeadSettings other = Settings with { Shape = new HeadShape(16, 8, 1, 8) };
        Assert.Throws<ArgumentException>(() => new HeadTraining(data, [0, 1, 2, 3], other, 1, Started()));
    }

    [Fact]
    public void A_file_on_top_of_others_holds_what_differs_and_needs_those_very_others()
    {
        PropertyHeads start = Started(),
            tuned = Tuned(start, HeadLayers.AboveVectors);
        var beneath = new HeadsBeneath("first", "abc", start);
        byte[] whole = Written(tuned, null),
            shorter = Written(tuned, beneath);
        Assert.InRange(shorter.Length, 1, 3 * whole.Length / 4);
        Geometry geometry = Teacher.Structure(new Random(3));
        HeadResult one = HeadFile.Read(whole).Evaluate(geometry),
            other = HeadFile.Read(shorter, name => name == "first" ? beneath : null).Evaluate(geometry);
        Assert.Equal((one.Gap, one.DipoleLength), (other.Gap, other.DipoleLength));
        Assert.False(HeadFile.Read(shorter, _ => beneath).GivesCharges);

        var missing = Assert.Throws<PotentialException>(() => HeadFile.Read(shorter));
        Assert.Contains("on top of the heads of 'first'", missing.Message);
        Assert.Throws<PotentialException>(() => HeadFile.Read(shorter, _ => beneath with { Sha256 = "other" }));
    }

    private static byte[] Written(PropertyHeads heads, HeadsBeneath? beneath)
    {
        using var file = new MemoryStream();
        HeadFile.Write(heads, file, half: false, beneath);
        return file.ToArray();
    }

    private static PropertyHeads Tuned(PropertyHeads start, HeadLayers moved)
    {
        using var training = new HeadTraining(
            Shifted(40, 3),
            [.. Enumerable.Range(0, 40)],
            Settings with
            {
                Moved = moved,
            },
            2,
            start
        );
        return Trained(training);
    }

    private static PropertyHeads Started()
    {
        using var training = new HeadTraining(
            PropertyHeadsTests.Data(40),
            [.. Enumerable.Range(0, 40)],
            Settings with
            {
                LearningRate = 1e-2,
                WeightDecay = 0,
            },
            1
        );
        return Trained(training);
    }

    private static PropertyHeads Trained(HeadTraining training)
    {
        while (!training.IsDone)
        {
            training.Pass(TestContext.Current.CancellationToken);
        }

        return training.Heads();
    }

    /// <summary>The same structures at another level: gaps are wider, and there are no charges.</summary>
    private static LabelledStructures Shifted(int count, double by, Func<StructureLabel, StructureLabel>? change = null)
    {
        LabelledStructures data = PropertyHeadsTests.Data(count);
        return new LabelledStructures(
            data.Terms,
            data.SelfHartree,
            [
                .. data
                    .Labels.Select(l => l with { Charges = [], GapElectronvolts = (1.2 * l.GapElectronvolts) + by })
                    .Select(change ?? (l => l)),
            ]
        );
    }
}
