using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Core.Objectives;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>The question and the answer, each in one sentence, and the numbers behind them.</summary>
/// <param name="Hits">The best molecules computed at the objective's level, at most as many as wished for.</param>
/// <param name="ShareOfBruteForce">All CPU time spent, own work included, over brute force's; null where that is unknown.</param>
/// <param name="ShareLow">The share if brute force cost its 95 % quantile.</param>
/// <param name="ShareHigh">The share if brute force cost its 5 % quantile.</param>
internal sealed record CampaignAnswer(
    string Question,
    string Answer,
    ImmutableArray<MoleculeResult> Hits,
    double? ShareOfBruteForce,
    double? ShareLow,
    double? ShareHigh
)
{
    public static CampaignAnswer Of(CampaignResult result)
    {
        var hits = result.Hits.ToImmutableArray();
        var spent = result.Chemistry.Usage.CpuSeconds + result.OwnWork.Usage.CpuSeconds;
        return new CampaignAnswer(
            QuestionOf(result),
            AnswerOf(result, hits, spent),
            hits,
            Share(result.Avoided.Expected.CoreSeconds),
            Share(result.Avoided.High.CoreSeconds),
            Share(result.Avoided.Low.CoreSeconds)
        );

        double? Share(double brute) => brute > 0 ? spent / brute : null;
    }

    /// <summary>What was spent on calculations that died with their process: in the ledger, in no rung.</summary>
    public static Footprint Interrupted(CampaignResult result) =>
        result
            .Ledger.Where(row => row.Outcome == "interrupted")
            .Aggregate(Footprint.Nothing, (sum, row) => sum.Then(row.Cost));

    private static string QuestionOf(CampaignResult result)
    {
        var unit = result.Facts.Unit;
        var wish = result.Wishes.IsEmpty
            ? $"have {WishOf(result.Spec.Objective, unit)} at {result.Spec.Objective.Level}"
            : WishWords.Wish(result);
        var budget = BudgetWords.Of(result.Spec.Budget, result.Spec.Ladder);
        var many = result.Spec.Space.Reactions is null ? "candidates from" : "products looked at among the";
        return $"Which of the {Quantities.Count(result.Avoided.Candidates)} {many} {SpaceName(result)} {wish}"
            + $"{(budget.Length == 0 ? "" : $", within {budget}")}?";
    }

    /// <summary>An objective as a noun, such as "the lowest dipole moment".</summary>
    internal static string WishOf(Objective objective, string unit)
    {
        var property = PropertyWords.InSentence(objective.Property);
        unit = PropertyWords.AfterNumber(unit);
        return objective.Goal switch
        {
            Minimise => $"the lowest {property}",
            Maximise => $"the highest {property}",
            Target target => $"{PropertyWords.Article(objective.Property)} {property} nearest to {target.Value}{unit}",
            InRange range => $"{PropertyWords.Article(objective.Property)} {property} {Bounds(range)}{unit}",
            var other => $"the best {property} ({other})",
        };
    }

    internal static string Bounds(InRange range) =>
        double.IsPositiveInfinity(range.High) ? $"of at least {range.Low}"
        : double.IsNegativeInfinity(range.Low) ? $"of at most {range.High}"
        : $"between {range.Low} and {range.High}";

    private static string AnswerOf(CampaignResult result, ImmutableArray<MoleculeResult> hits, double spent)
    {
        var brute = result.Avoided.Expected.CoreSeconds;
        var level = result.Spec.Objective.Level;
        var cost =
            brute > 0
                ? $"{Quantities.CoreTime(spent)} of CPU time: {Quantities.Percent(spent / brute)} of brute force’s cost"
                : $"{Quantities.CoreTime(spent)} of CPU time";
        if (hits.IsEmpty && result.Molecules.Any(molecule => molecule is { Status: "computed", ChanceFeasible: < 1 }))
        {
            return WishWords.NothingFeasible(result, cost);
        }

        if (hits.IsEmpty)
        {
            var tried = result.Rungs.Sum(rung => rung.Computed + rung.Failed);
            return tried == 0
                ? $"Nothing has been computed at {level} yet."
                : $"Nothing computed at {level} can be believed yet, after {Quantities.Counted(tried, "calculation", "calculations")} and {cost}.";
        }

        if (result.Front is { } front)
        {
            return WishWords.Answer(front, hits.Count(hit => hit.Layer == 1), cost);
        }

        var best = hits[0];
        if (!result.Wishes.IsEmpty)
        {
            return WishWords.Answer(result, best, cost);
        }

        return $"The best found is {best.Candidate.Id}, with {Quantities.Value(best.Value!.Value)}{PropertyWords.AfterNumber(result.Facts.Unit)} at {level}, for {cost}.";
    }

    /// <summary>The space as the user wrote it; of an absolute path only the file's name.</summary>
    internal static string SpaceName(CampaignResult result)
    {
        var space = result.Spec.Space;
        return space.Reactions is { } reactions
            ? $"reactions of {NameOf(reactions.BuildingBlocks)}"
            : NameOf(space.File);

        static string NameOf(string file) => Path.IsPathRooted(file) ? Path.GetFileName(file) : file;
    }
}
