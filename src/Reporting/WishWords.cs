using Lichen.Core.Objectives;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>Several wishes, and what was reached of them, in sentences.</summary>
internal static class WishWords
{
    /// <summary>What is asked, to stand behind "Which candidates".</summary>
    public static string Wish(CampaignResult result)
    {
        var objectives = result
            .Spec.Objectives.Select((wish, i) => CampaignAnswer.WishOf(wish, result.Wishes[i].Unit) + At(wish.Level))
            .ToArray();
        var constraints = result
            .Spec.Constraints.Select(
                (wish, i) =>
                    CampaignAnswer.WishOf(
                        new Objective(wish.Property, wish.Level, wish.Range),
                        result.Wishes[Objectives(result) + i].Unit
                    ) + At(wish.Level)
            )
            .ToArray();
        return (Objectives(result) > 1 ? "are the best compromises between " : "have ")
            + Listed(objectives)
            + (constraints.Length == 0 ? "" : $", with {Listed(constraints)}");
    }

    /// <summary>The answer of several objectives when something that meets the constraints was computed.</summary>
    public static string Answer(FrontResult front, int onFront, string cost)
    {
        var attained = front.Attained is { } share
            ? $" They hold {Quantities.Percent(share.Mean)} ({Quantities.Percent(share.Low)} to {Quantities.Percent(share.High)}) "
                + "of the volume that the models expect of the whole pool."
            : "";
        return $"{Quantities.Counted(onFront, "molecule", "molecules")} that nothing computed beats in all objectives, for {cost}.{attained}";
    }

    /// <summary>The answer of one objective under constraints when something meets them.</summary>
    public static string Answer(CampaignResult result, MoleculeResult best, string cost) =>
        $"The best found that meets the constraints is {best.Candidate.Id} ({Values(result, best)}), for {cost}.";

    /// <summary>The answer when all that was computed breaks a constraint: which, and how near it came.</summary>
    public static string NothingFeasible(CampaignResult result, string cost)
    {
        var computed = result.Molecules.Where(molecule => molecule.Status == "computed").ToList();
        var broken = result.Spec.Constraints.Select(
            (constraint, i) =>
            {
                var values = computed.Select(m => m.Wishes[Objectives(result) + i].Value!.Value).ToList();
                var met = values.Count(value => constraint.Range.Loss(value) <= 0);
                return $"{PropertyWords.InSentence(constraint.Property)} {CampaignAnswer.Bounds(constraint.Range)} "
                    + $"is met by {met} of {values.Count}";
            }
        );
        var nearest = computed.MinBy(molecule => Excess(result, molecule))!;
        return $"Nothing computed meets all constraints, after {cost}: {Listed([.. broken])}. "
            + $"The nearest is {nearest.Candidate.Id} ({Values(result, nearest)}).{Conflict(result, computed)}";
    }

    /// <summary>Values of all wishes of a molecule in a row.</summary>
    public static string Values(CampaignResult result, MoleculeResult molecule) =>
        string.Join(
            ", ",
            result.Wishes.Select(
                (wish, i) =>
                    $"{PropertyWords.InSentence(wish.Property)} {Value(molecule.Wishes[i])}{PropertyWords.AfterNumber(wish.Unit)}"
            )
        );

    /// <summary>A value, with its spread where it is predicted.</summary>
    public static string Value(WishValue value) =>
        value.Value is not { } known ? "–"
        : value.Known ? Quantities.Value(known)
        : $"{Quantities.Value(known)} ± {Quantities.Number(value.Deviation, 2)}";

    // How far it is from meeting all constraints, each in units of the range of its values.
    private static double Excess(CampaignResult result, MoleculeResult molecule) =>
        result
            .Spec.Constraints.Select(
                (constraint, i) =>
                {
                    var all = result
                        .Molecules.Where(m => m.Status == "computed")
                        .Select(m => m.Wishes[Objectives(result) + i].Value!.Value)
                        .ToList();
                    var spread = Math.Max(all.Max() - all.Min(), 1e-12);
                    return constraint.Range.Loss(molecule.Wishes[Objectives(result) + i].Value!.Value) / spread;
                }
            )
            .Sum();

    // The two constraints that the fewest molecules meet together though each alone is met.
    private static string Conflict(CampaignResult result, List<MoleculeResult> computed)
    {
        var constraints = result.Spec.Constraints;
        for (var i = 0; i < constraints.Length; i++)
        {
            for (var j = i + 1; j < constraints.Length; j++)
            {
                if (
                    computed.Any(m => Met(m, i))
                    && computed.Any(m => Met(m, j))
                    && !computed.Any(m => Met(m, i) && Met(m, j))
                )
                {
                    return $" {Name(i)} conflicts with {Name(j)}: each is met, never both.";
                }
            }
        }

        return "";

        bool Met(MoleculeResult molecule, int i) =>
            constraints[i].Range.Loss(molecule.Wishes[Objectives(result) + i].Value!.Value) <= 0;

        string Name(int i) =>
            $"{PropertyWords.Symbol(constraints[i].Property)} {CampaignAnswer.Bounds(constraints[i].Range)}";
    }

    private static int Objectives(CampaignResult result) => result.Spec.Objectives.Length;

    private static string At(string level) => level == Objective.Structure ? "" : $" at {level}";

    private static string Listed(string[] words) =>
        words.Length < 2 ? string.Concat(words) : $"{string.Join(", ", words[..^1])} and {words[^1]}";
}
