using System.Globalization;
using System.Text.Json;
using Lichen.Learning.Potentials;

namespace Lichen.Studies.Base;

/// <summary>
/// How far lichen-base is from GFN2-xTB on molecules that it never saw: over all, by element, size and kind of structure, and
/// whether its members disagree where it errs. Beside it ANI-2x, which was taught another level of theory.
/// </summary>
internal static class BaseJudge
{
    public static void Run(string data, AniModel model, Example[] test)
    {
        var potential = new AniPotential(model);
        var lines = new List<string>
        {
            "potential,of,structures,energy_mae_eV,energy_mae_eV_per_atom,force_mae_eV_per_A,force_rmse_eV_per_A",
        };
        Add("lichen-base", "all", potential, test);
        var ani = AniFolder.Read(Path.Combine(data, "ani-2x"), PotentialCard.Find("ANI-2x")!);
        // Energies of two levels differ by constants that forces do not have.
        Add("ANI-2x", "all", new AniPotential(ani), test);
        foreach (var kind in test.GroupBy(example => example.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Add("lichen-base", kind.Key, potential, [.. kind]);
        }

        foreach (byte number in (byte[])[7, 8, 9, 16, 17])
        {
            Add(
                "lichen-base",
                "with " + Core.Molecules.Elements.Symbol(number),
                potential,
                [.. test.Where(example => example.Label.Geometry.AtomicNumbers.Contains(number))]
            );
        }

        foreach (var (low, high) in ((int, int)[])[(1, 6), (7, 9), (10, 40)])
        {
            Add(
                "lichen-base",
                $"{low} to {high} heavy atoms",
                potential,
                [.. test.Where(e => BaseSet.Heavy(e.Label.Geometry) >= low && BaseSet.Heavy(e.Label.Geometry) <= high)]
            );
        }

        BaseResults.Write("judged.csv", lines);
        double[] spreads = BaseActive.Spread(BaseActive.Members(model), [.. test.Select(e => e.Label.Geometry)]);
        double[] errors = [.. test.Select(e => PotentialErrors.Of(potential, [e.Label]).ForceRoot)];
        int[] order = [.. Enumerable.Range(0, test.Length).OrderBy(i => spreads[i])];
        var fifths = order
            .Chunk((test.Length + 4) / 5)
            .Select(chunk => new
            {
                spread = Math.Sqrt(chunk.Average(i => spreads[i] * spreads[i])),
                error = Math.Sqrt(chunk.Average(i => errors[i] * errors[i])),
            });
        BaseResults.Summarise(
            "judged.json",
            new
            {
                commit = Repository.Commit,
                test = test.Length,
                molecules = test.Select(example => example.Smiles).Distinct().Count(),
                fifths_by_spread_eV_per_A = fifths,
            }
        );

        void Add(string name, string of, AniPotential judged, Example[] examples)
        {
            PotentialErrors found = PotentialErrors.Of(judged, [.. examples.Select(example => example.Label)]);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name},{of},{found.Structures},{(name == "ANI-2x" ? "" : found.Energy.ToString("0.0000", CultureInfo.InvariantCulture))},{(name == "ANI-2x" ? "" : found.EnergyByAtom.ToString("0.00000", CultureInfo.InvariantCulture))},{found.Force:0.0000},{found.ForceRoot:0.0000}"
                )
            );
            Console.WriteLine(lines[^1]);
        }
    }
}
