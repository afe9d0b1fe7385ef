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
                new TuningCheckpoints(_folder["tuning"]),
                done =>
                {
                    if (Interlocked.Add(ref passes, done) >= 14)
                    {
                        interruption.Cancel();
                    }
                },
                interruption.Token
            )
        );
        var checkpoints = new TuningCheckpoints(_folder["tuning"]);
        Assert.True(checkpoints.HasEarlier);
        int first = -1;
        TuningTrial resumed = Train(checkpoints, done => Interlocked.CompareExchange(ref first, done, -1), default);

        Assert.Equal(TuningCheckpoints.Interval, first);
        Assert.Equal(Bytes(through.Model), Bytes(resumed.Model));
        checkpoints.Delete();
        Assert.False(Directory.Exists(_folder["tuning"]));
    }

    [Fact]
    public void A_truncated_checkpoint_is_named()
    {
        Train(new TuningCheckpoints(_folder["tuning"]), null, CancellationToken.None);
        string file = _folder["tuning/from-nothing-1.checkpoint"];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..200]);
        var damaged = Assert.Throws<PotentialException>(() =>
            Train(new TuningCheckpoints(_folder["tuning"]), null, CancellationToken.None)
        );
        Assert.Contains("from-nothing-1.checkpoint", damaged.Message);
        Assert.Contains("Delete this file", damaged.Message);
    }

    private static TuningTrial Train(TuningCheckpoints? checkpoints, Action<int>? passed, CancellationToken cancel)
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
