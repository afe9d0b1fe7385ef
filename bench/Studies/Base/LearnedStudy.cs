using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Models;
using Lichen.Learning.Potentials;
using Lichen.Studies.Dyes;
using Lichen.Studies.Fronts;
using static TorchSharp.torch;

namespace Lichen.Studies.Base;

/// <summary>
/// Learning curves of gaps and dipole moments of the dyes' pool: the process on what a campaign sees of molecules, and on
/// that with what lichen-base sees of their force-field structures.
/// </summary>
internal static class LearnedStudy
{
    private const int Tested = 500;
    private static readonly ImmutableArray<int> Sizes = [50, 100, 200, 400, 800];

    public static Task<int> RunAsync(string[] arguments)
    {
        int seeds = arguments is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 3;
        int components = arguments is [_, var more, ..] ? int.Parse(more, CultureInfo.InvariantCulture) : 24;
        var model = new PotentialStore(Path.GetTempPath()).Read("lichen-base");
        var molecules = Read(1600);
        var described = molecules
            .Select(m => (Molecule: m, Seen: Describe(model, m.Smiles)))
            .Where(pair => pair.Seen is not null)
            .ToList();
        Console.WriteLine(
            $"{described.Count} of {molecules.Count} described, {LearnedFeatures.Length(model)} numbers each"
        );
        string[] smiles = [.. described.Select(pair => pair.Molecule.Smiles)];
        var raw = MoleculeFeatures.Compute(smiles, MoleculeFeatures.Usual, 1, CancellationToken.None);
        int width = MoleculeFeatures.Usual.Descriptors.Length;
        double[] learned = Components([.. described.Select(pair => pair.Seen!)], components);
        var plain = new Features(raw.Counts, DescriptorScaling.FromPool(raw.Descriptors, width).Apply(raw.Descriptors));
        double[] both = new double[smiles.Length * (width + components)];
        for (int i = 0; i < smiles.Length; i++)
        {
            raw.Descriptors.AsSpan(i * width, width).CopyTo(both.AsSpan(i * (width + components)));
            learned.AsSpan(i * components, components).CopyTo(both.AsSpan((i * (width + components)) + width));
        }

        var wide = new Features(raw.Counts, DescriptorScaling.FromPool(both, width + components).Apply(both));
        var alone = new Features(raw.Counts, DescriptorScaling.FromPool(learned, components).Apply(learned));
        foreach (
            var (name, values) in new[]
            {
                ("gap", described.Select(pair => pair.Molecule.Gap).ToArray()),
                ("dipole", described.Select(pair => pair.Molecule.Dipole).ToArray()),
            }
        )
        {
            foreach (int size in Sizes)
            {
                foreach (var (arm, features) in new[] { ("plain", plain), ("wide", wide), ("alone", alone) })
                {
                    double[] errors = new double[seeds];
                    Parallel.For(0, seeds, seed => errors[seed] = Error(features, values, size, seed));
                    Console.WriteLine(
                        $"{name} {size} {arm}: {errors.Average():0.0000} ({string.Join(' ', errors.Select(e => $"{e:0.000}"))})"
                    );
                }
            }
        }

        return Task.FromResult(0);
    }

    private static double Error(Features features, double[] values, int size, int seed)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        new Random(seed + 1).Shuffle(order);
        int[] tested = order[..Tested];
        Label[] labels = [.. order.Skip(Tested).Take(size).Select(i => new Label(i, 0, values[i]))];
        var fit = CoKriging.Fit(
            features,
            labels,
            1,
            null,
            RadialShape.Gaussian,
            positive: true,
            (ulong)seed,
            CancellationToken.None
        );
        var process = new GaussianProcess(features, labels, fit.Parameters);
        double[] means = new double[values.Length],
            deviations = new double[values.Length];
        process.Predict(features, 0, means, deviations, 1, CancellationToken.None);
        return tested.Average(i => Math.Abs(means[i] - values[i]));
    }

    private static double[]? Describe(AniModel model, string smiles) =>
        Conformers.Build(smiles, 1, 1, TimeSpan.FromSeconds(10)) is ConformerOutcome.Built built
        && built.Geometry.AtomicNumbers.ToArray().All(number => model.Terms.IndexOf(number) >= 0)
            ? LearnedFeatures.Of(model, built.Geometry)
            : null;

    // Principal components, each with its own variance: the first explain most.
    private static double[] Components(double[][] rows, int count)
    {
        using var scope = NewDisposeScope();
        var matrix = tensor(rows.SelectMany(row => row).ToArray(), rows.Length, rows[0].Length);
        var centred = matrix - matrix.mean([0], keepdim: true);
        var (_, values, right) = linalg.svd(centred, fullMatrices: false);
        var squares = values * values;
        Console.WriteLine(
            $"{count} components hold {(squares[..count].sum() / squares.sum()).item<double>():0.000} of the variance"
        );
        return [.. centred.matmul(right[..count].t()).contiguous().data<double>()];
    }

    private static List<(string Smiles, double Gap, double Dipole)> Read(int count)
    {
        var dipoles = Lines(DipolesTable.File).Skip(1).ToDictionary(f => f[0], f => Number(f[2]));
        var lines = Lines(DyesTable.File).ToList();
        int smiles = lines[0].ToList().IndexOf("smiles"),
            gap = lines[0].ToList().IndexOf("gap_optimised_eV");
        List<(string, double, double)> all =
        [
            .. lines
                .Skip(1)
                .Where(f => Number(f[gap]) is not null && dipoles.GetValueOrDefault(f[smiles]) is not null)
                .Select(f => (f[smiles], Number(f[gap])!.Value, dipoles[f[smiles]]!.Value)),
        ];
        var shuffled = all.ToArray();
        new Random(5).Shuffle(shuffled);
        return [.. shuffled.Take(count)];
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
}
