using System.Globalization;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>Trains one member after another; an interrupted run goes on from its last checkpoint.</summary>
internal static class BaseTraining
{
    // Each member leaves out a tenth of the structures: its own tenth.
    public const int LeftOut = 10;

    /// <param name="work">Folder of checkpoints and of what comes out.</param>
    /// <param name="name">Name of the files.</param>
    /// <param name="examples">What to learn from.</param>
    /// <param name="valid">What to be judged by on the way.</param>
    /// <param name="settings">Networks and training.</param>
    /// <param name="members">How many.</param>
    /// <returns>The potential, and core-seconds that this run of the program took.</returns>
    public static (AniModel Model, double CoreSeconds) Run(
        string work,
        string name,
        Example[] examples,
        Example[] valid,
        TrainingSettings settings,
        int members
    )
    {
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        StructureLabel[] labels = [.. examples.Select(example => example.Label)];
        StructureLabel[] judged = [.. valid.Take(400).Select(example => example.Label)];
        var self = BaseSet.Dressed(examples);
        var data = new LabelledStructures(settings.Terms, self, labels);
        var trained = new PotentialMember[members];
        // Each member is one thread's, so that the number of threads changes nothing.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, members, parallel, k => trained[k] = Member(k));
        return (
            PotentialMember.Join(name, settings.Terms, self, trained),
            Environment.CpuUsage.TotalTime.TotalSeconds - cpu
        );

        PotentialMember Member(int left)
        {
            int[] structures =
                members == 1
                    ? [.. Enumerable.Range(0, labels.Length)]
                    : [.. Enumerable.Range(0, labels.Length).Where(s => s % LeftOut != left)];
            var training = new PotentialTraining(data, structures, settings, (ulong)(left + 1));
            string checkpoint = Path.Combine(work, $"{name}-{left}.checkpoint");
            if (File.Exists(checkpoint))
            {
                using FileStream input = File.OpenRead(checkpoint);
                training.Resume(input);
            }

            while (!training.IsDone)
            {
                TrainingPass pass = training.Pass(CancellationToken.None);
                using (FileStream output = File.Create(checkpoint + ".part"))
                {
                    training.Save(output);
                }

                File.Move(checkpoint + ".part", checkpoint, overwrite: true);
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} member {left} pass {training.Epoch}: energy {pass.EnergyError:0.0000} eV, force {pass.ForceError:0.0000} eV/A, {Environment.CpuUsage.TotalTime.TotalSeconds - cpu:0} core-seconds"
                );
                if (judged.Length > 0 && (training.Epoch % 5 == 0 || training.IsDone))
                {
                    var model = PotentialMember.Join(name, settings.Terms, self, [training.Member()]);
                    PotentialErrors errors = PotentialErrors.Of(new AniPotential(model), judged);
                    line += string.Create(
                        CultureInfo.InvariantCulture,
                        $"; unseen: energy {errors.Energy:0.0000}, force {errors.Force:0.0000}"
                    );
                }

                Console.WriteLine(line);
            }

            return training.Member();
        }
    }
}
