using System.Collections.Immutable;
using CsCheck;
using Lichen.Cli.Views;
using Lichen.Exploration.Results;

namespace Lichen.Cli.Tests.Views;

/// <summary>Snapshots for the views: one story, and any.</summary>
internal static class Snapshots
{
    public static readonly CampaignTitle Title = new("dyes", "minimise homo_lumo_gap at GFN2-xTB", "runs/dyes");

    public static readonly RunEnd Finished = new(
        "finished",
        "the budget of core-time is spent",
        [("runs/dyes/report.html", "report")],
        null
    );

    public static readonly CampaignSnapshot Reading = new(
        "reading",
        [],
        [new("core-time", "core-min", 0, 0, 6)],
        [],
        [],
        ImmutableSortedDictionary<string, int>.Empty,
        0,
        0,
        TimeSpan.Zero,
        null,
        "reading first_5K.smi"
    );

    public static readonly CampaignSnapshot Exploring = Reading with
    {
        Stage = "exploring",
        Best = [new("NSC-7", "O=C1C=CC(=O)C=C1", 1.2345, "eV", "GFN2-xTB")],
        Budget = [new("core-time", "core-min", 1.5, 0.25, 6)],
        Running = [new("NSC-9", "c1ccccc1", "GFN2-xTB", TimeSpan.FromSeconds(3))],
        Rungs = [new("GFN2-xTB", 120, 3, 17, 117, 0.48, 0.91)],
        Failures = ImmutableSortedDictionary<string, int>.Empty.Add("embedding", 2).Add("scf", 1),
        PoolSize = 3315,
        Decisions = 123,
        Elapsed = TimeSpan.FromSeconds(83),
        Remaining = TimeSpan.FromSeconds(130),
        Message = null,
    };

    /// <summary>Any snapshot, with the worst of texts and numbers.</summary>
    public static readonly Gen<CampaignSnapshot> Any = Gen.Select(
        Gen.String[0, 60],
        Gen.Select(
            Gen.String[0, 30],
            Gen.String[0, 200],
            Gen.Double,
            (id, smiles, value) => new BestSoFar(id, smiles, value, "eV", "L")
        ).Array[0, 5],
        Gen.Select(
            Gen.String[0, 12],
            Gen.Double,
            Gen.Double,
            Gen.Double,
            (name, a, b, c) => new BudgetBar(name, "kWh", a, b, c)
        ).Array[0, 4],
        Gen.Select(
            Gen.String[0, 30],
            Gen.String[0, 90],
            Gen.Int[0, 100_000],
            (id, smiles, s) => new RunningCalculation(id, smiles, "B3LYP/def2-SVP//GFN2-xTB", TimeSpan.FromSeconds(s))
        ).Array[0, 64],
        Gen.Select(
            Gen.String[0, 40],
            Gen.Int[0, 1_000_000],
            Gen.Double[0, 1],
            (level, n, share) => new RungCount(level, n, n / 7, n / 3, n, share, n % 2 == 0 ? null : share)
        ).Array[0, 4],
        (text, best, budget, running, rungs) =>
            Exploring with
            {
                Stage = text,
                Best = [.. best],
                Budget = [.. budget],
                Running = [.. running],
                Rungs = [.. rungs],
                Message = text,
            }
    );
}
