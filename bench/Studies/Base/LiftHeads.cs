using System.Globalization;
using System.Text.Json;
using Lichen.Core;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Learning.Potentials.Training;
using Lichen.Studies.Ladders;

namespace Lichen.Studies.Base;

/// <summary>
/// The gap and the dipole moment of lichen-base lifted from GFN2-xTB to a density functional by a few hundred labels: a straight line, the
/// layers that read them off tuned, all layers tuned, or networks from nothing, on molecules that none of them saw.
/// </summary>
internal static class LiftHeads
{
    private const int Folds = 3;
    private const string ByFifths = "gap_error_by_fifths_of_spread_eV";
    private const string FromNothing = "nothing";
    private const string Shipped = "above the vectors";

    // By the size of what is left to store.
    private static readonly (string Name, HeadSettings? Settings)[] Ways =
    [
        ("itself", null),
        ("line", null),
        ("read-off", Tuned(HeadLayers.ReadOff, 40, 0.001)),
        (Shipped, Tuned(HeadLayers.AboveVectors, 40, 0.001)),
        ("all layers", Tuned(HeadLayers.All, 40, 0.001)),
        (FromNothing, new HeadSettings(HeadShape.Base, 60, 16, 0.002, 0.03)),
    ];

    // A larger file must be worth it.
    private const double WorthIt = 0.95;

    /// <param name="work">Folder with the labels, and for what comes out.</param>
    /// <param name="sizes">Numbers of labels to learn from.</param>
    public static void Run(string work, IEnumerable<int> sizes)
    {
        PropertyHeads start = new PotentialStore(work).ReadHeads(BaseShip.Name)!;
        Example[] taught = [.. ExtendedXyz.Read(BaseStudy.FileOf(work, LiftData.Taught))],
            judged = [.. ExtendedXyz.Read(BaseStudy.FileOf(work, LiftData.Judged))];
        Example[] dyes = File.Exists(BaseStudy.FileOf(work, LiftDyesData.File))
            ? [.. ExtendedXyz.Read(BaseStudy.FileOf(work, LiftDyesData.File))]
            : [];
        LiftDyes unseen = LiftDyes.Open();
        Console.WriteLine($"{taught.Length} and {dyes.Length} structures to learn from, {judged.Length} to judge by");
        var lines = new List<string>
        {
            "labels,of_dyes,way,left_out_gap_mae_eV,left_out_dipole_mae_D,gap_mae_eV,dipole_mae_D,dyes_gap_mae_eV,core_seconds",
        };
        (double Error, Lifted Heads, string Way, double Seconds)? best = null;
        foreach (
            var (size, more) in sizes
                .Select(size => (Math.Min(size, taught.Length), 0))
                .Append((taught.Length, dyes.Length))
                .Distinct()
        )
        {
            Example[] labels = [.. taught[..size], .. dyes[..more]];
            best = null;
            // With the larger molecules nothing that came from nothing: it was far behind without them.
            foreach (var (name, settings) in Ways.Where(way => more == 0 || way.Name != FromNothing))
            {
                double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
                HeadErrors left = LeftOut(start, labels, settings, name);
                double begun = Environment.CpuUsage.TotalTime.TotalSeconds;
                Lifted lifted = Lift(start, labels, settings, name, start.Each().Count);
                HeadErrors found = lifted.Errors(judged);
                lines.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{size},{more},{name},{left.Gap:0.000},{left.Dipole:0.000},{found.Gap:0.000},{found.Dipole:0.000},{unseen.Error(lifted.Heads, lifted.Gap):0.000},{Environment.CpuUsage.TotalTime.TotalSeconds - cpu:0}"
                    )
                );
                Console.WriteLine(lines[^1]);
                // Chosen by what was left out of the teaching, never by what is judged.
                if (settings is not null && (best is null || left.Gap + left.Dipole < WorthIt * best.Value.Error))
                {
                    best = (left.Gap + left.Dipole, lifted, name, Environment.CpuUsage.TotalTime.TotalSeconds - begun);
                }
            }
        }

        BaseResults.Write("lifted-heads.csv", lines);
        if (best is not { Heads.Heads: var chosen })
        {
            return;
        }

        using (FileStream output = File.Create(FileOf(work)))
        {
            HeadFile.Write(chosen, output, half: false);
        }

        var summary = new
        {
            commit = Repository.Commit,
            level = $"{LiftData.Method}/{LiftData.Basis}",
            taught = taught.Length,
            taught_dyes = dyes.Length,
            judged = judged.Length,
            chosen = best.Value.Way,
            core_seconds = best.Value.Seconds,
            gap_mae_eV = best.Value.Heads.Errors(judged).Gap,
            dipole_mae_D = best.Value.Heads.Errors(judged).Dipole,
            settings = Ways.First(way => way.Name == best.Value.Way).Settings,
            gap_error_by_fifths_of_spread_eV = Fifths(chosen, judged),
        };
        BaseResults.Summarise("lifted-heads.json", summary);
        unseen.Write(start, chosen);
    }

    /// <summary>Puts the lifted heads beside the lifted potential, with what the last study found of them on its card.</summary>
    public static void Ship(string work)
    {
        string folder = BaseResults.Folder;
        string[] lifted = LiftDyes.Row(folder, "lifted (all)"),
            believed = LiftDyes.Row(folder, "lifted (believed)"),
            tightBinding = LiftDyes.Row(folder, "GFN2-xTB (all)");
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "lifted-heads.json")));
        JsonElement Of(string name) => summary.RootElement.GetProperty(name);
        double paid = ExtendedXyz.Read(BaseStudy.FileOf(work, LiftDyesData.File)).Sum(e => e.Label.CpuSeconds) / 60;
        BaseShip.AddHeads(
            BaseShip.LiftedName,
            HeadFile.Read(File.ReadAllBytes(FileOf(work))),
            PotentialStore.Beneath(BaseShip.Name),
            [
                $"{lifted[1]} dyes never seen, up to fourteen heavy atoms, on force-field conformers against {DyesDftTable.Top}: gaps {lifted[2]} eV in the mean, absolute, rank correlation {lifted[4]}; the {believed[1]} that are not refused: {believed[2]} eV, {believed[4]}; GFN2-xTB through the best straight line: {tightBinding[3]} eV, {tightBinding[4]}",
                $"{Of("judged")} structures of small molecules never seen: gaps {Of("gap_mae_eV").GetDouble():0.00} eV, dipole moments {Of("dipole_mae_D").GetDouble():0.00} D; the fifth of them on whose gaps members agree best errs by {Of(ByFifths)[0][1].GetDouble():0.00} eV, that on which they agree least by {Of(ByFifths)[4][1].GetDouble():0.00} eV",
            ],
            string.Create(
                CultureInfo.InvariantCulture,
                $"gaps were taught by {Of("taught_dyes")} dyes too, of another study: {paid:0} core-minutes of Psi4, paid for before, {LiftStudy.Footprint(paid)}; {Of("core_seconds").GetDouble() / 60:0.0} of tuning"
            )
        );
    }

    /// <summary>The lifted heads, whole precision.</summary>
    private static string FileOf(string work) => Path.Combine(work, "lifted-heads.safetensors");

    private static HeadSettings Tuned(HeadLayers moved, int epochs, double rate) =>
        new(HeadShape.Base, epochs, 16, rate, 1) { Moved = moved };

    /// <summary>The error on a third of the molecules of what learned from the others, over all thirds.</summary>
    private static HeadErrors LeftOut(PropertyHeads start, Example[] labels, HeadSettings? settings, string name)
    {
        var errors = new List<HeadErrors>();
        for (int fold = 0; fold < Folds; fold++)
        {
            Example[] others = [.. labels.Where((_, s) => s % Folds != fold)],
                left = [.. labels.Where((_, s) => s % Folds == fold)];
            errors.Add(Lift(start, others, settings, name, 1).Errors(left));
        }

        return new HeadErrors(errors.Average(e => e.Gap), errors.Average(e => e.Dipole), double.NaN);
    }

    /// <summary>lichen-base's heads tuned as those that ship were, by these labels alone.</summary>
    public static PropertyHeads Tune(PropertyHeads start, Example[] labels)
    {
        var (name, settings) = Ways.First(way => way.Name == Shipped);
        return Lift(start, labels, settings, name, start.Each().Count).Heads;
    }

    private static Lifted Lift(PropertyHeads start, Example[] labels, HeadSettings? settings, string name, int members)
    {
        if (settings is null)
        {
            return name == "itself"
                ? new Lifted(start, Line.Itself, Line.Itself)
                : new Lifted(
                    start,
                    Line.Fit(
                        [.. labels.Select(e => start.Evaluate(e.Label.Geometry).Gap)],
                        [.. labels.Select(e => e.Label.GapElectronvolts)]
                    ),
                    Line.Fit(
                        [.. Polar(labels).Select(e => start.Evaluate(e.Label.Geometry).DipoleLength)],
                        [.. Polar(labels).Select(e => HeadErrors.Length(e.Label))]
                    )
                );
        }

        // Energies do not matter here.
        var data = new LabelledStructures(
            start.Terms,
            [.. start.Terms.AtomicNumbers.Select(_ => 0.0)],
            [.. labels.Select(e => e.Label)]
        );
        var trained = new List<PropertyHeads>();
        foreach (var (k, own) in start.Each().Take(members).Index())
        {
            int[] structures =
            [
                .. Enumerable.Range(0, labels.Length).Where(s => members == 1 || s % BaseTraining.LeftOut != k),
            ];
            using var training = new HeadTraining(
                data,
                structures,
                settings,
                (ulong)(k + 1),
                name == FromNothing ? null : own
            );
            while (!training.IsDone)
            {
                training.Pass(CancellationToken.None);
            }

            trained.Add(training.Heads());
        }

        return new Lifted(PropertyHeads.Join(trained), Line.Itself, Line.Itself);
    }

    private static IEnumerable<Example> Polar(IEnumerable<Example> examples) =>
        examples.Where(example => example.Label.Dipole.Length > 0);

    private static double[][] Fifths(PropertyHeads heads, Example[] judged) =>
        [
            .. judged
                .Select(example => (Example: example, Found: heads.Evaluate(example.Label.Geometry)))
                .OrderBy(pair => pair.Found.GapDeviation)
                .Chunk((judged.Length + 4) / 5)
                .Select(fifth =>
                    new[]
                    {
                        fifth.Average(p => p.Found.GapDeviation),
                        fifth.Average(p => Math.Abs(p.Found.Gap - p.Example.Label.GapElectronvolts)),
                    }
                ),
        ];

    /// <summary>Heads, and what straight lines make of their gaps and of their dipole moments.</summary>
    private sealed record Lifted(PropertyHeads Heads, Line Gap, Line Dipole)
    {
        public HeadErrors Errors(IReadOnlyList<Example> examples)
        {
            double Off(Example e) =>
                Math.Abs(Dipole.At(Heads.Evaluate(e.Label.Geometry).DipoleLength) - HeadErrors.Length(e.Label));
            return new HeadErrors(
                examples.Average(e =>
                    Math.Abs(Gap.At(Heads.Evaluate(e.Label.Geometry).Gap) - e.Label.GapElectronvolts)
                ),
                Polar(examples).Average(Off) * HeadErrors.Debye,
                double.NaN
            );
        }
    }
}

/// <summary>A straight line by least squares.</summary>
internal sealed record Line(double Shift, double Slope)
{
    public static Line Itself { get; } = new(0, 1);

    public static Line Fit(double[] from, double[] to)
    {
        double x = from.Average(),
            y = to.Average();
        double slope = from.Zip(to, (a, b) => (a - x) * (b - y)).Sum() / from.Sum(a => (a - x) * (a - x));
        return new Line(y - (slope * x), slope);
    }

    public double At(double value) => Shift + (Slope * value);
}
