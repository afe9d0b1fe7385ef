using Lichen.Chemistry;
using Lichen.Core.Footprints;
using Lichen.Exploration.Journals;
using Lichen.Storage;

namespace Lichen.Exploration.Results;

/// <summary>What a run took and gave: one row of a table of computational footprints.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Structures">Molecules that this run computed at one level at least, each counted once.</param>
/// <param name="Calculations">Successful calculations that this run paid for.</param>
/// <param name="FromArchive">Answers that the archive gave; they cost this run nothing.</param>
/// <param name="Cost">Everything paid: calculations, failed and lost ones too, and Lichen's own computing.</param>
/// <param name="OwnWork">Lichen's own computing alone, searches for routes included, as part of the cost.</param>
/// <param name="ModelledKilowattHours">The part of the energy that is modelled.</param>
/// <param name="AssumedKilowattHours">The part of the energy that is assumed.</param>
/// <param name="Levels">Levels of theory of the structures, in the order in which they were first computed.</param>
/// <param name="Elements">Elements of the structures, hydrogen included, by atomic number.</param>
public sealed record RunFootprint(
    string Run,
    int Structures,
    int Calculations,
    int FromArchive,
    Footprint Cost,
    Footprint OwnWork,
    double ModelledKilowattHours,
    double AssumedKilowattHours,
    IReadOnlyList<string> Levels,
    IReadOnlyList<string> Elements
)
{
    private const double SecondsPerHour = 3600;
    private const double GramsPerKilogram = 1000;

    public double CpuHours => Cost.Usage.CpuSeconds / SecondsPerHour;

    public double KilogramsCo2e => Cost.GramsCo2e / GramsPerKilogram;

    /// <summary>
    /// Half the width of the interval of energy and emissions as a share of them: the error of the power model on the part
    /// that is modelled. Null where a part is assumed, for nothing is known of its error.
    /// </summary>
    public double? RelativeError =>
        AssumedKilowattHours > 0 ? null
        : Cost.EnergyKilowattHours > 0 ? PowerModel.RelativeError * ModelledKilowattHours / Cost.EnergyKilowattHours
        : 0;

    /// <summary>Folds the journal of a run; neither its input nor its engines are needed.</summary>
    /// <exception cref="StorageException">The journal is damaged.</exception>
    public static RunFootprint Read(string folder)
    {
        using var journal = Journal.OpenRead(folder);
        return Of(folder, EventJournal.ReadAll(journal));
    }

    public static RunFootprint Of(string run, IEnumerable<CampaignEvent> events)
    {
        var decisions = new Dictionary<long, Decided>();
        var costs = new List<Footprint>();
        var own = Footprint.Nothing;
        var smiles = new Dictionary<int, string>();
        var levels = new List<string>();
        int calculations = 0,
            archived = 0;
        foreach (var happened in events)
        {
            switch (happened)
            {
                case Decided decided:
                    decisions[decided.Decision] = decided;
                    break;
                case Finished { FromArchive: true }:
                    archived++;
                    break;
                case Finished finished:
                    costs.Add(finished.Cost);
                    if (finished.Failure is null && decisions[finished.Decision] is { } computed)
                    {
                        calculations++;
                        smiles[computed.Row] = computed.Smiles;
                        if (!levels.Contains(computed.Level))
                        {
                            levels.Add(computed.Level);
                        }
                    }

                    break;
                case Interrupted lost:
                    costs.Add(lost.Cost);
                    break;
                case Routed routed:
                    costs.Add(routed.Cost);
                    own = own.Then(routed.Cost);
                    break;
                case OwnWork work:
                    costs.Add(work.Cost);
                    own = own.Then(work.Cost);
                    break;
                default:
                    // The others cost nothing.
                    break;
            }
        }

        return new RunFootprint(
            run,
            smiles.Count,
            calculations,
            archived,
            costs.Aggregate(Footprint.Nothing, (sum, cost) => sum.Then(cost)),
            own,
            Energy(CostBasis.Modelled),
            Energy(CostBasis.Assumed),
            levels,
            Symbols(smiles.Values)
        );

        double Energy(CostBasis basis) =>
            costs.Where(cost => cost.EnergyBasis == basis).Sum(cost => cost.EnergyKilowattHours);
    }

    private static IReadOnlyList<string> Symbols(IEnumerable<string> smiles)
    {
        var symbols = new HashSet<string>();
        foreach (var block in MoleculeScan.Scan(smiles, threads: 1))
        {
            for (var i = 0; i < block.Count; i++)
            {
                symbols.UnionWith(block[i].Elements.Symbols);
            }
        }

        return ElementSet.Of(symbols).Symbols;
    }
}
