using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Training;

/// <summary>
/// A folder that keeps how far each training of a tuning has come, so that one that was interrupted goes on and comes to
/// the same bits.
/// </summary>
public sealed class TuningCheckpoints
{
    /// <summary>Passes between two checkpoints; one is always written of the last.</summary>
    public const int Interval = 10;

    private const string CostFile = "core-seconds";

    private readonly string _folder;
    private readonly double _before;
    private readonly TimeSpan _began = Environment.CpuUsage.TotalTime;
    private readonly Lock _writing = new();

    /// <param name="parent">The folder beneath which each tuning has one of its own, made with its first checkpoint.</param>
    /// <param name="start">What tells the potential that is begun with from all others.</param>
    /// <param name="labels">What is learned: other labels, or others of them, are another tuning.</param>
    /// <exception cref="PotentialException">What an earlier run left cannot be read.</exception>
    public TuningCheckpoints(string parent, string start, IReadOnlyList<StructureLabel> labels)
    {
        _folder = Path.Combine(parent, $".tuning-{Key(start, labels)}");
        string cost = Path.Combine(_folder, CostFile);
        HasEarlier = File.Exists(cost);
        if (HasEarlier && !double.TryParse(File.ReadAllText(cost), CultureInfo.InvariantCulture, out _before))
        {
            throw Damaged(cost, "it holds no number of core-seconds");
        }
    }

    /// <summary>What the tuning has taken up to now, in core-seconds: with the runs before this one, up to their last checkpoints.</summary>
    public double CoreSeconds => _before + (Environment.CpuUsage.TotalTime - _began).TotalSeconds;

    /// <summary>Whether an earlier run left something to go on from.</summary>
    public bool HasEarlier { get; }

    /// <summary>Passes that need not be run again, of the trainings begun up to now.</summary>
    public int EarlierPasses { get; private set; }

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
            EarlierPasses += training.Epoch;
        }
        catch (Models.ModelFileException damaged)
        {
            throw Damaged(file, damaged.Message);
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
            byte[] cost = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{CoreSeconds:0.00}"));
            Replace(Path.Combine(_folder, CostFile), output => output.Write(cost));
        }
    }

    internal string FileOf(string trial, int member) =>
        Path.Combine(_folder, $"{trial.Replace(' ', '-')}-{member + 1}.checkpoint");

    /// <summary>Twelve digits that differ where start, recipe or any number of the labels differs.</summary>
    private static string Key(string start, IReadOnlyList<StructureLabel> labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{start}\n{PotentialTuning.Recipe}\n"));
        foreach (StructureLabel label in labels)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([label.Geometry.AtomCount]));
            hash.AppendData(label.Geometry.AtomicNumbers);
            hash.AppendData(MemoryMarshal.AsBytes(label.Geometry.Bohr));
            hash.AppendData(MemoryMarshal.AsBytes<double>([label.Hartree, .. label.Forces]));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private PotentialException Damaged(string file, string why) =>
        new(PotentialProblem.Damaged, $"{file}: {why}. Delete the folder {_folder} to begin this tuning anew.");

    // Beside, under a name of this process's own: the same tuning in two of them comes to the same bits.
    private static void Replace(string file, Action<Stream> write)
    {
        string beside = $"{file}.{Environment.ProcessId}";
        using (FileStream output = File.Create(beside))
        {
            write(output);
        }

        File.Move(beside, file, overwrite: true);
    }
}
