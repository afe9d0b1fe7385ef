using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Tests;

/// <summary>The campaign of <see cref="Campaigns.TwoRungs"/> as if a weight were wished for too, guessed from the length of the SMILES.</summary>
internal static class WishCampaigns
{
    private static readonly WishFacts Gap = new(
        "homo_lumo_gap",
        "homo_lumo_gap_eV",
        "eV",
        Campaigns.Upper,
        "minimise",
        Maximised: false,
        Weight: 1
    )
    {
        Test = new WishTest(31, 0.58, 0.87, 0.21),
    };

    private static readonly WishFacts Weight = new(
        "molecular_weight",
        "molecular_weight_g_per_mol",
        "g/mol",
        Objective.Structure,
        "maximise",
        Maximised: true,
        Weight: 0.5
    );

    /// <summary>A small gap and a large weight.</summary>
    public static CampaignResult Front()
    {
        var result = WithWeights(Campaigns.TwoRungs());
        var computed = result.Molecules.Where(molecule => molecule.Status == "computed").ToArray();
        var layers = Dominance.Layers([.. computed.Select(Losses)]);
        var layerOf = computed.Zip(layers).ToDictionary(pair => pair.First.Candidate.Id, pair => pair.Second);
        var bounds = Bounds.From([.. computed.Select(Losses)]);
        return result with
        {
            Spec = result.Spec with
            {
                Others = [new Objective(Weight.Property, Objective.Structure, new Maximise()) { Weight = 0.5 }],
            },
            Wishes = [Gap, Weight],
            RandomLine = [],
            Front = new FrontResult(
                bounds,
                0.7,
                new Attainment(0.9, 0.8, 0.97),
                [
                    .. result.Timeline.Select(
                        (point, i) => new FrontPoint(point.Decision, point.CoreSeconds, 0.01 * i, 3)
                    ),
                ]
            ),
            Molecules =
            [
                .. result
                    .Molecules.Select(molecule =>
                        molecule with
                        {
                            Layer = layerOf.TryGetValue(molecule.Candidate.Id, out var layer) ? layer : null,
                            ChanceOnFront = molecule.Status == "failed" ? 0 : 0.25,
                        }
                    )
                    .OrderBy(molecule => molecule.Layer ?? int.MaxValue)
                    .Select((molecule, i) => molecule with { Rank = i + 1 }),
            ],
        };
    }

    /// <summary>The smallest gap among those of a weight of at least <paramref name="least"/>.</summary>
    public static CampaignResult Constrained(double least)
    {
        var result = WithWeights(Campaigns.TwoRungs());
        return result with
        {
            Spec = result.Spec with
            {
                Constraints =
                [
                    new Constraint(Weight.Property, Objective.Structure, new InRange(least, double.PositiveInfinity)),
                ],
            },
            Wishes = [Gap, Weight with { Goal = $"at least {least}" }],
            RandomLine = [],
            Molecules =
            [
                .. result
                    .Molecules.Select(molecule =>
                        molecule with
                        {
                            ChanceFeasible = molecule.Wishes[1].Value >= least ? 1 : 0,
                        }
                    )
                    .OrderBy(molecule => molecule.Counts ? 0 : 1)
                    .Select((molecule, i) => molecule with { Rank = i + 1 }),
            ],
        };
    }

    public static double WeightOf(MoleculeResult molecule) => molecule.Wishes[1].Value!.Value;

    private static CampaignResult WithWeights(CampaignResult result)
    {
        var weights = Weights([.. result.Molecules.Select(molecule => molecule.Candidate.Smiles)]);
        return result with
        {
            Molecules =
            [
                .. result.Molecules.Select(
                    (molecule, i) =>
                        molecule with
                        {
                            Wishes =
                            [
                                new WishValue(
                                    molecule.Value ?? molecule.Predicted,
                                    molecule.Value is null ? molecule.PredictedDeviation ?? double.NaN : 0,
                                    molecule.Value is not null
                                ),
                                new WishValue(weights[i], 0, true),
                            ],
                        }
                ),
            ],
        };
    }

    private static double[] Losses(MoleculeResult molecule) => [molecule.Value!.Value, -WeightOf(molecule)];

    private static ImmutableArray<double> Weights(ImmutableArray<string> smiles) =>
        [.. smiles.Select(text => 10 * Math.Round(text.Count(char.IsLetter) * 1.3))];
}
