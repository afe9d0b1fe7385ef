using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Models;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Studies.Dyes;
using Lichen.Studies.Fronts;

namespace Lichen.Studies.Base;

/// <summary>
/// Learning curves of gaps and dipole moments of those molecules of the dyes' pool that lichen-base was not taught: the process from
/// nothing, with what the heads of lichen-base say of each molecule's conformer as a rung below, and the heads alone.
/// </summary>
internal static class LearnedStudy
{
    private const int Tested = 250;
    private const double Debye = Constants.AtomicDipoleInDebye / Constants.BohrInAngstrom;
    private static readonly ImmutableArray<int> Sizes = [25, 50, 100, 200, 400];

    public static Task<int> RunAsync(string[] arguments)
    {
        int seeds = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 5;
        PropertyHeads heads = new PotentialStore(Path.GetTempPath()).ReadHeads(BaseShip.Name)!;
        Known[] known = [.. Read().Select(row => Describe(heads, row)).OfType<Known>()];
        Console.WriteLine($"{known.Length} molecules");
        var raw = MoleculeFeatures.Compute(
            [.. known.Select(one => one.Row.Smiles)],
            MoleculeFeatures.Usual,
            1,
            CancellationToken.None
        );
        int width = MoleculeFeatures.Usual.Descriptors.Length;
        var features = new Features(
            raw.Counts,
            DescriptorScaling.FromPool(raw.Descriptors, width).Apply(raw.Descriptors)
        );
        var lines = new List<string> { "property,labels,from,mae,standard_error,seeds" };
        Curve(
            "gap_eV",
            [.. known.Select(one => one.Row.Gap)],
            [.. known.Select(one => Believed(one.Found, one.Found.Gap))]
        );
        Curve(
            "dipole_D",
            [.. known.Select(one => one.Row.Dipole)],
            [.. known.Select(one => Believed(one.Found, one.Found.DipoleLength * Debye))]
        );
        BaseResults.Write("learned.csv", lines);
        return Task.FromResult(0);

        void Curve(string name, double[] values, double[] below)
        {
            Say(
                name,
                0,
                "heads alone",
                seed =>
                    Test(seed, values.Length)
                        .Where(i => double.IsFinite(below[i]))
                        .Average(i => Math.Abs(below[i] - values[i]))
            );
            foreach (int size in Sizes)
            {
                Say(name, size, "nothing", seed => Error(features, values, [], size, seed));
                Say(name, size, "heads below", seed => Error(features, values, below, size, seed));
            }
        }

        void Say(string name, int size, string from, Func<int, double> error)
        {
            var errors = new double[seeds];
            Parallel.For(0, seeds, seed => errors[seed] = error(seed));
            (double mean, double spread) = Statistics.Mean(errors);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name},{size},{from},{mean:0.0000},{spread:0.0000},{seeds}"
                )
            );
            Console.WriteLine(lines[^1]);
        }
    }

    /// <param name="below">What is known of molecules at a rung below, not a number where that is nothing; none where there is no such rung.</param>
    private static double Error(Features features, double[] values, double[] below, int size, int seed)
    {
        int[] order = Order(seed, values.Length);
        int top = below.Length > 0 ? 1 : 0;
        Label[] labels =
        [
            .. below.Index().Where(one => double.IsFinite(one.Item)).Select(one => new Label(one.Index, 0, one.Item)),
            .. order.Skip(Tested).Take(size).Select(i => new Label(i, top, values[i])),
        ];
        var fit = CoKriging.Fit(
            features,
            labels,
            top + 1,
            null,
            RadialShape.Gaussian,
            positive: true,
            (ulong)seed,
            CancellationToken.None
        );
        var process = new GaussianProcess(features, labels, fit.Parameters);
        double[] means = new double[values.Length],
            deviations = new double[values.Length];
        process.Predict(features, top, means, deviations, 1, CancellationToken.None);
        return Test(seed, values.Length).Average(i => Math.Abs(means[i] - values[i]));
    }

    private static double Believed(HeadResult found, double value) =>
        found.GapDeviation > PropertyHeads.MostGapDeviation ? double.NaN : value;

    private static int[] Test(int seed, int count) => Order(seed, count)[..Tested];

    private static int[] Order(int seed, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed + 1).Shuffle(order);
        return order;
    }

    private static Known? Describe(PropertyHeads heads, Row row) =>
        Conformers.Build(row.Smiles, 3, 1, TimeSpan.FromSeconds(20)) is ConformerOutcome.Built built
            ? new Known(row, heads.Evaluate(built.Geometry))
            : null;

    private static IEnumerable<Row> Read()
    {
        var dipoles = Lines(DipolesTable.File).Skip(1).ToDictionary(f => f[0], f => Number(f[2]));
        var lines = Lines(DyesTable.File).ToList();
        int smiles = lines[0].ToList().IndexOf("smiles"),
            gap = lines[0].ToList().IndexOf("gap_optimised_eV");
        return from fields in lines.Skip(1)
            let canonical = Molecule.Parse(fields[smiles]).Molecule!.CanonicalSmiles
            where Candidates.Split(canonical) != "train"
            where Number(fields[gap]) is not null && dipoles.GetValueOrDefault(fields[smiles]) is not null
            select new Row(fields[smiles], Number(fields[gap])!.Value, dipoles[fields[smiles]]!.Value);
    }

    private static IEnumerable<string[]> Lines(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : null;

    private sealed record Row(string Smiles, double Gap, double Dipole);

    private sealed record Known(Row Row, HeadResult Found);
}
