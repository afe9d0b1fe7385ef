using System.Globalization;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials.Heads;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>Trains the heads of lichen-base for charges, dipole moments and gaps.</summary>
internal static class BaseHeads
{
    /// <param name="train">What to learn from.</param>
    /// <param name="valid">What to be judged by on the way.</param>
    /// <param name="settings">Sizes and training.</param>
    /// <param name="members">How many.</param>
    public static PropertyHeads Run(Example[] train, Example[] valid, HeadSettings settings, int members)
    {
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        var data = new LabelledStructures(
            TrainingSettings.BaseTerms,
            BaseSet.Dressed(train),
            [.. train.Select(example => example.Label)]
        );
        var trained = new List<PropertyHeads>();
        for (int k = 0; k < members; k++)
        {
            int left = k;
            int[] structures =
            [
                .. Enumerable.Range(0, train.Length).Where(s => members == 1 || s % BaseTraining.LeftOut != left),
            ];
            using var training = new HeadTraining(data, structures, settings, (ulong)(k + 1));
            while (!training.IsDone)
            {
                double loss = training.Pass(CancellationToken.None);
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"member {k} pass {training.Epoch}: loss {loss:0.0000}, {Environment.CpuUsage.TotalTime.TotalSeconds - cpu:0} core-seconds"
                );
                if (training.Epoch % 5 == 0 || training.IsDone)
                {
                    HeadErrors errors = HeadErrors.Of(training.Heads(), valid);
                    line += string.Create(
                        CultureInfo.InvariantCulture,
                        $"; unseen: gap {errors.Gap:0.000} eV, dipole {errors.Dipole:0.000} D, charges {errors.Charge:0.0000} e"
                    );
                }

                Console.WriteLine(line);
            }

            trained.Add(training.Heads());
        }

        return PropertyHeads.Join(trained);
    }
}

/// <summary>Mean absolute errors of heads: gaps in eV, lengths of dipole moments in debye, charges in e.</summary>
internal sealed record HeadErrors(double Gap, double Dipole, double Charge)
{
    public static HeadErrors Of(PropertyHeads heads, IReadOnlyList<Example> examples)
    {
        double gap = 0,
            dipole = 0,
            charge = 0;
        long atoms = 0;
        foreach (Example example in examples)
        {
            HeadResult found = heads.Evaluate(example.Label.Geometry);
            gap += Math.Abs(found.Gap - example.Label.GapElectronvolts);
            dipole += Math.Abs(found.DipoleLength - Length(example.Label)) * Debye;
            charge += found.Charges.Zip(example.Label.Charges, (one, other) => Math.Abs(one - other)).Sum();
            atoms += found.Charges.Length;
        }

        return new HeadErrors(gap / examples.Count, dipole / examples.Count, charge / atoms);
    }

    /// <summary>Length of a label's dipole moment in e angstrom.</summary>
    public static double Length(StructureLabel label) =>
        Math.Sqrt(label.Dipole.Sum(d => d * d)) * Constants.BohrInAngstrom;

    /// <summary>One e angstrom in debye.</summary>
    public const double Debye = 4.803204712570263;
}
