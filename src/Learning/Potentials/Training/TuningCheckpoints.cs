using System.Globalization;

namespace Lichen.Learning.Potentials.Training;

/// <summary>
/// A folder that keeps how far each training of a tuning has come, so that one that was interrupted goes on and comes to
/// the same bits.
/// </summary>
/// <remarks>Of one tuning alone: whoever names the folder sees to it that labels, start and settings are in its name.</remarks>
public sealed class TuningCheckpoints
{
    /// <summary>Passes between two checkpoints; one is always written of the last.</summary>
    public const int Interval = 10;

    private const string CostFile = "core-seconds";

    private readonly string _folder;
    private readonly double _before;
    private readonly TimeSpan _began = Environment.CpuUsage.TotalTime;
    private readonly Lock _writing = new();

    /// <param name="folder">The folder; made with the first checkpoint.</param>
    public TuningCheckpoints(string folder)
    {
        _folder = folder;
        string cost = Path.Combine(folder, CostFile);
        HasEarlier = File.Exists(cost);
        _before =
            HasEarlier && double.TryParse(File.ReadAllText(cost), CultureInfo.InvariantCulture, out double seconds)
                ? seconds
                : 0;
    }

    /// <summary>What the tuning has taken up to now, in core-seconds: with the runs before this one, up to their last checkpoints.</summary>
    public double CoreSeconds => _before + (Environment.CpuUsage.TotalTime - _began).TotalSeconds;

    /// <summary>Whether an earlier run left something to go on from.</summary>
    public bool HasEarlier { get; }

    /// <summary>Removes all of it.</summary>
    public void Delete()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Sets a training where an earlier run left it.</summary>
    /// <exception cref="PotentialException">Its checkpoint is damaged.</exception>
    internal void Resume(PotentialTraining training, string trial, int member)
    {
        string file = FileOf(trial, member);
        if (!File.Exists(file))
        {
            return;
        }

        try
        {
            using FileStream input = File.OpenRead(file);
            training.Resume(input);
        }
        catch (Models.ModelFileException damaged)
        {
            throw new PotentialException(
                PotentialProblem.Damaged,
                $"{file}: {damaged.Message}. Delete this file to train that member anew."
            );
        }
    }

    /// <summary>Keeps a training when its turn has come; what is on the disk is whole at any time.</summary>
    internal void Keep(PotentialTraining training, string trial, int member)
    {
        if (training.Epoch % Interval != 0 && !training.IsDone)
        {
            return;
        }

        lock (_writing)
        {
            Directory.CreateDirectory(_folder);
            Replace(FileOf(trial, member), training.Save);
            Replace(
                Path.Combine(_folder, CostFile),
                output =>
                    output.Write(FormattableString.Invariant($"{CoreSeconds:0.00}").Select(c => (byte)c).ToArray())
            );
        }
    }

    private string FileOf(string trial, int member) =>
        Path.Combine(_folder, $"{trial.Replace(' ', '-')}-{member + 1}.checkpoint");

    private static void Replace(string file, Action<Stream> write)
    {
        string beside = file + ".new";
        using (FileStream output = File.Create(beside))
        {
            write(output);
        }

        File.Move(beside, file, overwrite: true);
    }
}
