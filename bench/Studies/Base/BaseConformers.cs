using System.Globalization;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// Ranks the MMFF94 conformers of molecules that lichen-base never saw as GFN2-xTB does: mean rank correlation, and how often
/// the lowest is the same.
/// </summary>
internal static class BaseConformers
{
    private const int Molecules = 60;
    private const int Embeddings = 12;
    private const int Fewest = 5;
    private const int FewestHeavy = 7;

    // Closer than this in energy two embeddings are the same conformer.
    private const double SameHartree = 2e-5;

    public static async Task RunAsync(string data, AniModel model, Example[] test)
    {
        var xtb = await ProgramLabels.OfXtbAsync();
        (string Name, AniPotential Potential)[] judged =
        [
            ("lichen-base", new AniPotential(model)),
            ("ANI-2x", new AniPotential(AniFolder.Read(Path.Combine(data, "ani-2x"), PotentialCard.Find("ANI-2x")!))),
        ];
        var correlations = judged.ToDictionary(one => one.Name, _ => new List<double>());
        var same = judged.ToDictionary(one => one.Name, _ => 0);
        int molecules = 0;
        foreach (string smiles in test.Select(example => example.Smiles).Distinct().Order(StringComparer.Ordinal))
        {
            var (geometries, energies) = Distinct(xtb, smiles);
            if (energies.Length < Fewest)
            {
                continue;
            }

            molecules++;
            foreach (var (name, potential) in judged)
            {
                double[] predicted =
                [
                    .. potential.Evaluate(geometries, forces: false).Select(result => result.Hartree),
                ];
                correlations[name].Add(Statistics.Spearman(predicted, energies));
                same[name] +=
                    Array.IndexOf(predicted, predicted.Min()) == Array.IndexOf(energies, energies.Min()) ? 1 : 0;
            }

            if (molecules == Molecules)
            {
                break;
            }
        }

        var lines = new List<string> { "potential,molecules,spearman_mean,spearman_error,same_lowest" };
        foreach (var (name, _) in judged)
        {
            var (mean, error) = Statistics.Mean([.. correlations[name]]);
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name},{molecules},{mean:0.000},{error:0.000},{(double)same[name] / molecules:0.00}"
                )
            );
        }

        BaseResults.Write("conformers.csv", lines);
        lines.ForEach(Console.WriteLine);
    }

    private static (Geometry[] Geometries, double[] Hartree) Distinct(ProgramLabels xtb, string smiles)
    {
        var found = new List<(Geometry Geometry, double Hartree)>();
        for (ulong seed = 1; seed <= Embeddings; seed++)
        {
            if (
                Conformers.Build(smiles, 1, seed, TimeSpan.FromSeconds(5)) is not ConformerOutcome.Built built
                || BaseSet.Heavy(built.Geometry) < FewestHeavy
            )
            {
                return ([], []);
            }

            if (
                xtb.Of(built.Geometry) is { } label
                && !found.Any(other => Math.Abs(other.Hartree - label.Hartree) < SameHartree)
            )
            {
                found.Add((built.Geometry, label.Hartree));
            }
        }

        return ([.. found.Select(one => one.Geometry)], [.. found.Select(one => one.Hartree)]);
    }
}
