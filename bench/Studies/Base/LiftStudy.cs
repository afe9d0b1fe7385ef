using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// lichen-base lifted from GFN2-xTB to a density functional by a few hundred labels: tuned from its weights, against itself with
/// energies of atoms refitted and against networks from nothing, on molecules that none of them saw.
/// </summary>
internal static class LiftStudy
{
    private const double GramsPerKilowatthour = 473;

    /// <param name="work">Folder with the labels, and for what comes out.</param>
    /// <param name="data">Folder of published data; where it has ANI-2x, that is judged too.</param>
    /// <param name="sizes">Numbers of labels to learn from.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="rate">Learning rate of what is tuned, chosen by what each member leaves out.</param>
    public static void Run(string work, string data, IEnumerable<int> sizes, int epochs, double rate)
    {
        AniModel start = new PotentialStore(work).Read(BaseShip.Name);
        StructureLabel[] taught = Labels(work, LiftData.Taught),
            judged = Labels(work, LiftData.Judged);
        Console.WriteLine($"{taught.Length} structures to learn from, {judged.Length} to judge by");
        var lines = new List<string>
        {
            "labels,from,structures,energy_mae_eV,energy_mae_eV_per_atom,force_mae_eV_per_A,force_rmse_eV_per_A,core_seconds,left_out_force_mae_eV_per_A",
        };
        string ani = Path.Combine(data, "ani-2x");
        if (Directory.Exists(ani))
        {
            // Taught at another level; of its energies those of atoms are refitted to all labels.
            AniModel model = AniFolder.Read(ani, PotentialCard.Find("ANI-2x")!);
            Add(taught.Length, model.Name, PotentialTuning.WithAtoms(model, PotentialTuning.Refit(model, taught)), 0);
        }

        foreach (int size in sizes.Select(size => Math.Min(size, taught.Length)).Distinct())
        {
            StructureLabel[] labels = taught[..size];
            ImmutableArray<double> self = PotentialTuning.Refit(start, labels);
            Add(size, "itself", PotentialTuning.WithAtoms(start, self), 0);
            foreach (bool tuned in new[] { false, true })
            {
                double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
                var (lifted, leftOut) = Train(start, self, labels, tuned, epochs, rate);
                string from = tuned ? start.Name : "nothing";
                Add(size, from, lifted, Environment.CpuUsage.TotalTime.TotalSeconds - cpu, leftOut);
                if (tuned)
                {
                    // The last is that of the most labels.
                    using FileStream output = File.Create(FileOf(work));
                    PotentialFile.Write(lifted, output, half: false);
                }
            }
        }

        BaseResults.Write("lifted.csv", lines);
        var summary = new
        {
            commit = Repository.Commit,
            level = $"{LiftData.Method}/{LiftData.Basis}",
            taught = taught.Length,
            judged = judged.Length,
            epochs,
            tuned_rate = rate,
            drawn_rate = PotentialTuning.DrawnRate,
            label_core_seconds = taught.Concat(judged).Sum(label => label.CpuSeconds),
        };
        BaseResults.Summarise("lifted.json", summary);

        void Add(int labels, string from, AniModel model, double seconds, double leftOut = double.NaN)
        {
            PotentialErrors errors = PotentialErrors.Of(new AniPotential(model), judged);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{labels},{from},{errors.Structures},{errors.Energy:0.0000},{errors.EnergyByAtom:0.00000},{errors.Force:0.0000},{errors.ForceRoot:0.0000},{seconds:0},{leftOut:0.0000}"
                )
            );
            Console.WriteLine(lines[^1]);
        }
    }

    /// <summary>Makes the lifted potential part of Lichen, with what the last study found of it on its card.</summary>
    public static void Ship(string work)
    {
        string[] rows = File.ReadAllLines(Path.Combine(BaseResults.Folder, "lifted.csv"));
        string[] tuned = rows[^1].Split(','),
            unlifted = rows[^3].Split(',');
        StructureLabel[] labels = [.. Labels(work, LiftData.Taught), .. Labels(work, LiftData.Judged)];
        double minutes = labels.Sum(label => label.CpuSeconds) / 60,
            training = double.Parse(tuned[7], CultureInfo.InvariantCulture) / 60;
        AniModel lifted = PotentialFile.Read(File.ReadAllBytes(FileOf(work)));
        double[] fifths = ErrorsBySpread(lifted, Labels(work, LiftData.Judged));
        BaseShip.Lifted(
            lifted,
            [
                $"{tuned[2]} structures of as many molecules never seen, up to seven heavy atoms, against {LiftData.Method}/{LiftData.Basis}: energies {tuned[3]} eV ({tuned[4]} eV per atom), forces {tuned[5]} eV/angstrom in the mean, absolute",
                $"lichen-base with energies of atoms refitted, on the same: energies {unlifted[3]} eV, forces {unlifted[5]} eV/angstrom",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"spread of its members: the fifth of structures with the smallest errs by {fifths[0]:0.00}, that with the largest by {fifths[^1]:0.00} eV/angstrom (root mean square); it is no interval"
                ),
            ],
            string.Create(
                CultureInfo.InvariantCulture,
                $"{minutes + training:0} core-minutes on top of lichen-base: {minutes:0} of Psi4 for {labels.Length} labels, {training:0} of tuning; {Footprint(minutes + training)} (12 W a core, the world's mean grid; modelled, 40 % off either way)"
            )
        );
    }

    /// <summary>Root mean squares of errors of forces, by fifths of the structures from the smallest spread of the members on.</summary>
    private static double[] ErrorsBySpread(AniModel model, StructureLabel[] judged)
    {
        double[] spreads = BaseActive.Spread(BaseActive.Members(model), [.. judged.Select(label => label.Geometry)]);
        var potential = new AniPotential(model);
        double[] fifths =
        [
            .. judged
                .Select((label, s) => (Label: label, Spread: spreads[s]))
                .OrderBy(pair => pair.Spread)
                .Select(pair => pair.Label)
                .Chunk((judged.Length + 4) / 5)
                .Select(fifth => PotentialErrors.Of(potential, fifth).ForceRoot),
        ];
        Console.WriteLine($"force errors by fifths of the spread: {string.Join(", ", fifths)}");
        return fifths;
    }

    /// <summary>What core-minutes come to, in words.</summary>
    public static string Footprint(double coreMinutes)
    {
        double kilowatthours = coreMinutes / 60 * 12 / 1000;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"about {kilowatthours:0.000} kWh and {kilowatthours * GramsPerKilowatthour:0} g CO2e"
        );
    }

    /// <summary>The lifted potential, whole precision.</summary>
    private static string FileOf(string work) => Path.Combine(work, "lifted.safetensors");

    private static StructureLabel[] Labels(string work, string file) =>
        [.. ExtendedXyz.Read(BaseStudy.FileOf(work, file)).Select(example => example.Label)];

    // With it the mean error of forces of the structures that each member left out.
    private static (AniModel, double) Train(
        AniModel start,
        ImmutableArray<double> refitted,
        StructureLabel[] labels,
        bool tuned,
        int epochs,
        double rate
    )
    {
        TuningTrial trial = PotentialTuning.Train(
            "lifted",
            start,
            tuned ? refitted : DressedAtoms.Fit(labels, start.Terms.AtomicNumbers),
            labels,
            // One structure of each molecule: a part of the structures is one of the molecules.
            [.. Enumerable.Range(0, labels.Length).Select(s => s % PotentialTuning.Parts)],
            new TrainingSettings(
                start.Terms,
                [128, 96, 64],
                epochs,
                PotentialTuning.BatchSize,
                tuned ? rate : PotentialTuning.DrawnRate,
                PotentialTuning.EnergyWeight
            ),
            fromStart: tuned,
            Environment.ProcessorCount,
            checkpoints: null,
            passed: null,
            CancellationToken.None
        );
        return (trial.Model, trial.LeftOut.Force);
    }
}
