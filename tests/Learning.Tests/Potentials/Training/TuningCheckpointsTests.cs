using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;
using Lichen.Testing;

namespace Lichen.Learning.Tests.Potentials.Training;

/// <summary>A tuning that is interrupted comes to the potential that one in a single run comes to.</summary>
public sealed class TuningCheckpointsTests : IDisposable
{
    private const int Structures = 12;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_interrupted_tuning_goes_on_to_the_same_bits()
    {
        TuningTrial through = Train(null, null, CancellationToken.None);

        using var interruption = new CancellationTokenSource();
        int passes = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Train(
                Checkpoints(Teacher.Labels(Structures)),
                () =>
                {
                    if (++passes == 14)
                    {
                        interruption.Cancel();
                    }
                },
                interruption.Token
            )
        );
        TuningCheckpoints checkpoints = Checkpoints(Teacher.Labels(Structures));
        Assert.True(checkpoints.HasEarlier);
        TuningTrial resumed = Train(checkpoints, null, CancellationToken.None);

        Assert.Equal(TuningCheckpoints.Interval, checkpoints.EarlierPasses);
        Assert.Equal(Bytes(through.Model), Bytes(resumed.Model));
        checkpoints.Delete();
        Assert.Empty(Directory.GetDirectories(_folder[""]));
    }

    [Fact]
    public void Other_labels_or_another_start_are_another_tuning()
    {
        StructureLabel[] labels = Teacher.Labels(Structures);
        Train(Checkpoints(labels), null, CancellationToken.None);
        Assert.True(Checkpoints(labels).HasEarlier);
        Assert.False(Checkpoints(labels[1..]).HasEarlier);
        Assert.False(Checkpoints([labels[0] with { Hartree = labels[0].Hartree + 1e-6 }, .. labels[1..]]).HasEarlier);
        Assert.False(new TuningCheckpoints(_folder[""], "another", labels).HasEarlier);
    }

    [Fact]
    public void What_is_damaged_is_named()
    {
        StructureLabel[] labels = Teacher.Labels(Structures);
        Train(Checkpoints(labels), null, CancellationToken.None);
        string file = Checkpoints(labels).FileOf("from nothing", 0);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..200]);
        var damaged = Assert.Throws<PotentialException>(() => Train(Checkpoints(labels), null, CancellationToken.None));
        Assert.Contains("from-nothing-1.checkpoint", damaged.Message);
        Assert.Contains("Delete the folder", damaged.Message);

        File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "core-seconds"), "many");
        Assert.Contains("core-seconds", Assert.Throws<PotentialException>(() => Checkpoints(labels)).Message);
    }

    private TuningCheckpoints Checkpoints(StructureLabel[] labels) => new(_folder[""], "start", labels);

    private static TuningTrial Train(TuningCheckpoints? checkpoints, Action? passed, CancellationToken cancel)
    {
        StructureLabel[] labels = Teacher.Labels(Structures);
        return PotentialTuning.Train(
            "from nothing",
            PotentialMember.Join(
                "start",
                Teacher.Terms,
                Teacher.Model.SelfHartree,
                [PotentialMember.Of(Teacher.Model)[0]]
            ),
            Teacher.Model.SelfHartree,
            labels,
            [.. Enumerable.Range(0, Structures).Select(s => s % 4)],
            Teacher.Settings with
            {
                Epochs = 24,
            },
            fromStart: false,
            maxThreads: 1,
            checkpoints,
            passed,
            cancel
        );
    }

    private static byte[] Bytes(AniModel model)
    {
        using var bytes = new MemoryStream();
        PotentialFile.Write(model, bytes, half: false);
        return bytes.ToArray();
    }
}
