using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Metering;
using Lichen.Compute.Processes;
using Lichen.Core.Molecules;
using Lichen.Core.Numerics;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;
using Lichen.Studies.Base;

namespace Lichen.Studies.Student;

/// <summary>
/// One small network for one chemistry, alcohols and ethers, taught by the eight members of ANI-2x: how fast it is, and
/// how far both are from the level that ANI-2x was taught, on molecules that the student never saw.
/// </summary>
internal static class StudentStudy
{
    private const int HeavyAtoms = 6;
    private const int Batch = 64;

    private static readonly string[] Unseen = "CCO COC OCCCO CC1CO1 CC(O)CO CC1CCO1 CCCOC CC(O)C(C)C".Split(' ');

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static EnvironmentTerms Vectors(double angular, int radial, int turns) =>
        new(
            4.8,
            angular,
            radial == 8 ? 8 : 18,
            [.. Enumerable.Range(0, radial).Select(i => 0.8 + (4.0 / radial * i))],
            8,
            [.. Enumerable.Range(0, 4).Select(i => 0.9 + ((angular - 0.9) / 4 * i))],
            14.1,
            [.. Enumerable.Range(0, turns).Select(i => Math.PI * ((2 * i) + 1) / (2 * turns))],
            [1, 6, 8]
        );

    public static async Task<int> RunAsync(string[] arguments)
    {
        string data = BaseStudy.Option(arguments, "--data", Path.Combine(Repository.Folder, "..", "shared", "data"));
        var teacher = new AniPotential(AniFolder.Read(Path.Combine(data, "ani-2x"), PotentialCard.Find("ANI-2x")!));
        int each = int.Parse(BaseStudy.Option(arguments, "--each", "120"), CultureInfo.InvariantCulture),
            epochs = int.Parse(BaseStudy.Option(arguments, "--epochs", "190"), CultureInfo.InvariantCulture);
        int[] hidden =
        [
            .. BaseStudy
                .Option(arguments, "--hidden", "192,96")
                .Split(',')
                .Select(word => int.Parse(word, CultureInfo.InvariantCulture)),
        ];
        EnvironmentTerms terms = Vectors(
            double.Parse(BaseStudy.Option(arguments, "--angular", "2.7"), CultureInfo.InvariantCulture),
            int.Parse(BaseStudy.Option(arguments, "--radial", "16"), CultureInfo.InvariantCulture),
            int.Parse(BaseStudy.Option(arguments, "--turns", "6"), CultureInfo.InvariantCulture)
        );
        bool compares = !arguments.Contains("--no-reference");
        string[] unseenSmiles = [.. Unseen.Select(smiles => Molecule.Parse(smiles).Molecule!.CanonicalSmiles)];
        string[] taughtSmiles = [.. SaturatedMolecules.UpTo(HeavyAtoms).Except(unseenSmiles)];
        TimeSpan began = ThreadClock.Now;
        List<Geometry> family = Structures(taughtSmiles, each, 1);
        StructureLabel[] labels =
        [
            .. family
                .Zip(teacher.Evaluate(family, forces: true))
                .Select(pair => new StructureLabel(
                    pair.First,
                    pair.Second.Hartree,
                    pair.Second.Forces!,
                    [],
                    [],
                    double.NaN
                )),
        ];
        double teaching = (ThreadClock.Now - began).TotalSeconds;
        ImmutableArray<double> self = DressedAtoms.Fit(labels, terms.AtomicNumbers);
        var set = new LabelledStructures(terms, self, labels);
        int batch = int.Parse(BaseStudy.Option(arguments, "--batch", "8"), CultureInfo.InvariantCulture);
        double rate = double.Parse(BaseStudy.Option(arguments, "--rate", "0.0007"), CultureInfo.InvariantCulture);
        var settings = new TrainingSettings(terms, [.. hidden], epochs, batch, rate, 4);
        var training = new PotentialTraining(set, [.. Enumerable.Range(0, labels.Length)], settings, 1);
        while (!training.IsDone)
        {
            TrainingPass pass = training.Pass(CancellationToken.None);
            if (training.Epoch % 10 == 0)
            {
                Console.WriteLine(
                    $"pass {training.Epoch}: force {pass.ForceError:0.0000} eV/A, energy {pass.EnergyError:0.0000} eV"
                );
            }
        }

        double making = (ThreadClock.Now - began).TotalSeconds;
        var student = new AniPotential(PotentialMember.Join("student", terms, self, [training.Member()]));

        List<Geometry> unseen = Structures(Unseen, Batch / Unseen.Length, 2);
        var (teacherSeconds, studentSeconds) = Seconds(teacher, student, unseen);
        StructureLabel[] taught =
        [
            .. unseen
                .Zip(teacher.Evaluate(unseen, forces: true))
                .Select(pair => new StructureLabel(
                    pair.First,
                    pair.Second.Hartree,
                    pair.Second.Forces!,
                    [],
                    [],
                    double.NaN
                )),
        ];
        Console.WriteLine(
            $"{taughtSmiles.Length} molecules, {labels.Length} structures; {teacherSeconds / studentSeconds:0.0} times as fast; to the teacher {PotentialErrors.Of(student, taught)}"
        );
        if (!compares)
        {
            return 0;
        }

        StructureLabel[] reference = await ReferenceAsync(unseen);
        PotentialErrors ofTeacher = PotentialErrors.Of(teacher, reference),
            ofStudent = PotentialErrors.Of(student, reference);
        var summary = new
        {
            commit = Repository.Commit,
            taught_molecules = taughtSmiles.Length,
            taught_structures = labels.Length,
            unseen_molecules = Unseen.Length,
            core_seconds_of_teaching = teaching,
            core_seconds_in_all = making,
            batch = unseen.Count,
            structures_per_second = new
            {
                teacher = unseen.Count / teacherSeconds,
                student = unseen.Count / studentSeconds,
            },
            times_faster = teacherSeconds / studentSeconds,
            break_even_structures = making / ((teacherSeconds - studentSeconds) / unseen.Count),
            student_to_teacher = PotentialErrors.Of(student, taught),
            reference = "wB97X/6-31G(d), Psi4",
            teacher_to_reference = ofTeacher,
            student_to_reference = ofStudent,
            force_ratio = ofStudent.Force / ofTeacher.Force,
            energy_ratio = ofStudent.Energy / ofTeacher.Energy,
        };
        string json = JsonSerializer.Serialize(summary, Indented) + "\n";
        File.WriteAllText(Path.Combine(Repository.Folder, "bench", "Studies", "Student", "summary.json"), json);
        Console.Write(json);
        return 0;
    }

    /// <summary>Two structures of each unseen molecule at the level that the teacher was taught.</summary>
    private static async Task<StructureLabel[]> ReferenceAsync(List<Geometry> unseen)
    {
        var psi4 = await ProgramLabels.OfPsi4Async("wB97X", "6-31G(d)");
        int each = unseen.Count / Unseen.Length;
        var labels = new List<StructureLabel>();
        for (int i = 0; i < unseen.Count; i++)
        {
            if (i % each < 2 && psi4.Of(unseen[i]) is { } label)
            {
                labels.Add(label);
                Console.WriteLine($"reference {labels.Count}: {label.CpuSeconds:0} core-seconds");
            }
        }

        return [.. labels];
    }

    private static List<Geometry> Structures(string[] molecules, int each, ulong seed)
    {
        var structures = new List<Geometry>();
        var random = new SplitMix64(seed);
        foreach (string smiles in molecules)
        {
            var conformers = Enumerable
                .Range(1, 3)
                .Select(s => Conformers.Build(smiles, 1, (ulong)s, TimeSpan.FromSeconds(20)))
                .OfType<ConformerOutcome.Built>()
                .Select(built =>
                    (Start: built.Geometry, Distortion: new Distortion(built.Geometry, built.Topology.Bonds))
                )
                .ToArray();
            for (int made = 0; made < each && conformers.Length > 0; )
            {
                var (start, distortion) = conformers[random.Below(conformers.Length)];
                double[] angstrom = start.ToAngstrom();
                if (random.Unit() < 0.3)
                {
                    distortion.Turn(angstrom, ref random);
                }

                distortion.Shake(angstrom, 50 * Math.Pow(16, random.Unit()), ref random);
                if (distortion.At(angstrom) is { } geometry)
                {
                    structures.Add(geometry);
                    made++;
                }
            }
        }

        return structures;
    }

    /// <summary>Core-seconds of energies and forces of a batch: the least of seven.</summary>
    // In turns, so that what else the machine does falls on both.
    private static (double Teacher, double Student) Seconds(
        AniPotential teacher,
        AniPotential student,
        List<Geometry> batch
    )
    {
        double[] least = [double.PositiveInfinity, double.PositiveInfinity];
        for (int turn = 0; turn < 40; turn++)
        {
            foreach (var (which, potential) in ((AniPotential[])[teacher, student]).Index())
            {
                TimeSpan before = ThreadClock.Now;
                for (int call = 0; call < 4; call++)
                {
                    potential.Evaluate(batch, forces: true);
                }

                least[which] = Math.Min(least[which], (ThreadClock.Now - before).TotalSeconds / 4);
            }
        }

        return (least[0], least[1]);
    }
}
