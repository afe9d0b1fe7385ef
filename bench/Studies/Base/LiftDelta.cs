using System.Globalization;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// What is left between a density functional and lichen-base, learned by networks of their own on the same vectors (Delta learning), on the
/// labels that tuning its weights learns from: the way that was not taken.
/// </summary>
/// <remarks>Ramakrishnan et al. 2015, <see href="https://doi.org/10.1021/acs.jctc.5b00099"/>.</remarks>
internal static class LiftDelta
{
    private const int Members = 3;
    private const int BatchSize = 4;
    private const double EnergyWeight = 4;

    private static readonly (int[] Hidden, int Epochs, double Rate)[] Ways =
    [
        ([32, 16], 60, 0.001),
        ([32, 16], 60, 0.003),
        ([32, 16], 200, 0.003),
        ([128, 96, 64], 60, 0.001),
        ([128, 96, 64], 60, 0.003),
    ];

    /// <param name="work">Folder with the labels.</param>
    /// <param name="sizes">Numbers of labels to learn from.</param>
    public static void Run(string work, IEnumerable<int> sizes)
    {
        AniModel start = new PotentialStore(work).Read(BaseShip.Name);
        StructureLabel[] taught = Left(work, LiftData.Taught),
            judged = Left(work, LiftData.Judged);
        var lines = new List<string>
        {
            "labels,nodes,epochs,rate,left_out_force_mae_eV_per_A,energy_mae_eV,energy_mae_eV_per_atom,force_mae_eV_per_A,force_rmse_eV_per_A,core_seconds",
        };
        foreach (int size in sizes.Select(size => Math.Min(size, taught.Length)).Distinct())
        {
            foreach (var (hidden, epochs, rate) in Ways)
            {
                double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
                var settings = new TrainingSettings(start.Terms, [.. hidden], epochs, BatchSize, rate, EnergyWeight);
                var (model, leftOut) = Train(taught[..size], settings);
                PotentialErrors errors = PotentialErrors.Of(new AniPotential(model), judged);
                lines.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{size},{string.Join(' ', hidden)},{epochs},{rate},{leftOut:0.0000},{errors.Energy:0.0000},{errors.EnergyByAtom:0.00000},{errors.Force:0.0000},{errors.ForceRoot:0.0000},{Environment.CpuUsage.TotalTime.TotalSeconds - cpu:0}"
                    )
                );
                Console.WriteLine(lines[^1]);
            }
        }

        BaseResults.Write("lifted-delta.csv", lines);

        // Errors against what is left are errors of the sum.
        StructureLabel[] Left(string folder, string file)
        {
            var potential = new AniPotential(start);
            return
            [
                .. ExtendedXyz
                    .Read(BaseStudy.FileOf(folder, file))
                    .Select(example => example.Label)
                    .Select(label => (Label: label, Known: potential.Evaluate(label.Geometry, forces: true)))
                    .Select(pair =>
                        pair.Label with
                        {
                            Hartree = pair.Label.Hartree - pair.Known.Hartree,
                            Forces = [.. pair.Label.Forces.Zip(pair.Known.Forces!, (one, other) => one - other)],
                        }
                    ),
            ];
        }
    }

    // With it the mean error of forces of the structures that each member left out.
    private static (AniModel Model, double LeftOut) Train(StructureLabel[] labels, TrainingSettings settings)
    {
        var self = DressedAtoms.Fit(labels, settings.Terms.AtomicNumbers);
        var data = new LabelledStructures(settings.Terms, self, labels);
        var trained = new List<PotentialMember>();
        double leftOut = 0;
        for (int k = 0; k < Members; k++)
        {
            int left = k;
            int[] structures = [.. Enumerable.Range(0, labels.Length).Where(s => s % BaseTraining.LeftOut != left)];
            var training = new PotentialTraining(data, structures, settings, (ulong)(k + 1));
            while (!training.IsDone)
            {
                training.Pass(CancellationToken.None);
            }

            trained.Add(training.Member());
            var alone = PotentialMember.Join("delta", settings.Terms, self, [trained[^1]]);
            StructureLabel[] unseen = [.. labels.Where((_, s) => s % BaseTraining.LeftOut == left)];
            leftOut += PotentialErrors.Of(new AniPotential(alone), unseen).Force / Members;
        }

        return (PotentialMember.Join("delta", settings.Terms, self, trained), leftOut);
    }
}
