using System.Globalization;
using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Tests.Specification;

namespace Lichen.Exploration.Tests.Choosing;

/// <summary>Prices predicted before they were seen, over the recorded CPU times of the dyes study.</summary>
public sealed class PriceReplayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("GFN2-xTB//MMFF94", 5, 0.15, 0.05)]
    [InlineData("GFN2-xTB", 6, 0.15, 0.05)]
    public void Prices_predicted_before_they_were_seen_hold_their_intervals(
        string level,
        int column,
        double medianTolerance,
        double coverageTolerance
    )
    {
        var prior = CostPriors.For("xtb", LevelOfTheory.Parse(level), null);
        var model = new CostModel(prior);
        var rows = Rows(column);
        var atomsAlone = new CostModel(prior);
        var errorOfAtoms = 0.0;
        var ratios = new List<double>();
        var inside = 0;
        foreach (var (size, seconds) in rows)
        {
            // The first twenty overrule the guess; what follows is counted.
            if (model.Count >= 20)
            {
                var price = model.Predict(size);
                errorOfAtoms += Math.Pow(Math.Log(seconds) - atomsAlone.Predict(Blurred(size)).LogMean, 2);
                ratios.Add(seconds / price.Quantile(0.5));
                inside += seconds >= price.Quantile(0.05) && seconds <= price.Quantile(0.95) ? 1 : 0;
            }

            model.Add(size, seconds);
            atomsAlone.Add(Blurred(size), seconds);
        }

        var median = ratios.Order().ElementAt(ratios.Count / 2);
        var coverage = (double)inside / ratios.Count;
        var scatter = ratios.Select(ratio => Math.Abs(Math.Log(ratio))).Order().ElementAt(ratios.Count / 2);
        var spread = Math.Sqrt(ratios.Average(ratio => Math.Log(ratio) * Math.Log(ratio)));
        var spreadOfAtoms = Math.Sqrt(errorOfAtoms / ratios.Count);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{level}: {ratios.Count} prices, actual/predicted median {median:0.000}, 90 % interval holds {coverage:0.000}, median |ln ratio| {scatter:0.000}, rms {spread:0.000}, by atoms alone {spreadOfAtoms:0.000}"
            )
        );
        Assert.True(spread < spreadOfAtoms, "Composition says nothing about the price.");
        Assert.InRange(median, 1 - medianTolerance, 1 + medianTolerance);
        Assert.InRange(coverage, 0.9 - coverageTolerance, 0.9 + coverageTolerance);
    }

    // A seeded order, for neighbours in the file are alike.
    private static List<(MoleculeSize Size, double Seconds)> Rows(int costColumn)
    {
        var path = Repository.File("bench", "Studies", "Dyes", "dyes.csv.gz");
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        text.ReadLine();
        var lines = new List<string>();
        while (text.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        var order = lines.ToArray();
        new Random(1).Shuffle(order);
        return
        [
            .. order
                .Select(line => line.Split(','))
                .Where(fields => fields.Length == 9 && fields[costColumn + 2].Length == 0)
                .Take(2000)
                .Select(fields => (SizeOf(fields[2]), double.Parse(fields[costColumn], CultureInfo.InvariantCulture))),
        ];
    }

    // The composition forgotten: all molecules of so many atoms are one size.
    private static MoleculeSize Blurred(MoleculeSize size) =>
        new(size.Atoms, (int)Math.Round(0.55 * size.Atoms), (int)Math.Round(4.2 * size.Atoms));

    private static MoleculeSize SizeOf(string smiles)
    {
        using var molecule = Molecule.Parse(smiles).OrThrow();
        return new MoleculeSize(molecule.AtomCount, molecule.HeavyAtomCount, molecule.ElectronCount);
    }
}
