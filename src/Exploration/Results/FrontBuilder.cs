using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>The front with what its molecules need to be ranked.</summary>
/// <param name="Chances">The chance to be on the front of all, by candidate; empty without models.</param>
internal sealed record Front(FrontResult Result, IReadOnlyDictionary<int, double> Chances);

/// <summary>Folds a campaign with several objectives into the front that it reached.</summary>
internal static class FrontBuilder
{
    private const int Draws = 200;

    // Candidates whose optimistic losses are behind the front hardly ever come before it.
    private const double Optimism = 3;
    private const int MostDrawn = 2048;

    public static Front? Of(CampaignParts parts, Outlook outlook)
    {
        var (state, wishes) = (parts.State, outlook.Wishes);
        var promising = outlook.Promising();
        var hasModels = promising.Count > 0 && promising.All(c => outlook.Losses(c).All(double.IsFinite));
        var basis = promising.Select(outlook.Losses).Where(losses => losses.All(double.IsFinite)).ToList();
        if (basis.Count == 0)
        {
            var nothing = new Bounds(new double[wishes.Objectives.Length], new double[wishes.Objectives.Length]);
            return new Front(new FrontResult(nothing, 0, null, []), new Dictionary<int, double>());
        }

        var bounds = Bounds.From(basis).Stated(wishes.Objectives);
        var box = bounds
            .Ideal.Zip(bounds.Reference, (ideal, reference) => reference - ideal)
            .Aggregate(1.0, (a, b) => a * b);
        var reached = outlook.Reached();
        var volume = Hypervolume.Of(reached.Select(outlook.Losses), bounds.Reference) / box;
        var (chances, attained) = hasModels
            ? Sampled(parts, outlook, promising, reached, bounds, volume * box)
            : (new Dictionary<int, double>(), null);
        return new Front(new FrontResult(bounds, volume, attained, Timeline(state, outlook, bounds, box)), chances);
    }

    // Worlds drawn from what the models say: how often each molecule is on the front, and how much of the volume is had.
    private static (Dictionary<int, double>, Attainment?) Sampled(
        CampaignParts parts,
        Outlook outlook,
        List<int> promising,
        List<int> reached,
        Bounds bounds,
        double volume
    )
    {
        var wishes = outlook.Wishes;
        var front = Dominance
            .Front([.. reached.Select(outlook.Losses)])
            .Select(i => outlook.Losses(reached[i]))
            .ToList();
        int[] hopeful =
        [
            .. promising
                .Where(candidate => outlook.StandingOf(candidate) != Standing.Computed)
                .Select(candidate => (Candidate: candidate, Losses: Optimistic(outlook, candidate)))
                .Where(pair => !front.Any(point => Dominance.Dominates(point, pair.Losses)))
                .OrderBy(pair => bounds.Scale(pair.Losses).Sum())
                .Take(MostDrawn)
                .Select(pair => pair.Candidate),
        ];
        var random = new Random(unchecked((int)parts.Spec.Seed));
        var counts = reached.Concat(hopeful).ToDictionary(candidate => candidate, _ => 0);
        var shares = new double[Draws];
        var known = reached.Select(outlook.Losses).ToList();
        for (var draw = 0; draw < Draws; draw++)
        {
            List<int> who = [.. reached];
            List<double[]> losses = [.. known];
            foreach (var candidate in hopeful)
            {
                if (Drawn(outlook, candidate, random) is { } drawn)
                {
                    who.Add(candidate);
                    losses.Add(drawn);
                }
            }

            var best = Dominance.Front(losses);
            foreach (var i in best)
            {
                counts[who[i]]++;
            }

            var all = Hypervolume.Of(best.Select(i => losses[i]), bounds.Reference);
            shares[draw] = all > 0 ? volume / all : 1;
        }

        Array.Sort(shares);
        return (
            counts.ToDictionary(pair => pair.Key, pair => pair.Value / (double)Draws),
            new Attainment(shares.Average(), shares[Draws / 20], shares[Draws - 1 - (Draws / 20)])
        );
    }

    private static double[] Optimistic(Outlook outlook, int candidate) =>
        [
            .. outlook.Wishes.Objectives.Select(
                (wish, i) =>
                    Choosing.Acquisition.Optimistic(
                        wish.Goal,
                        outlook.Means(candidate)[i],
                        Optimism * outlook.Deviations(candidate)[i]
                    )
            ),
        ];

    // Losses in one world, or null where the candidate breaks a constraint there.
    private static double[]? Drawn(Outlook outlook, int candidate, Random random)
    {
        var losses = new double[outlook.Wishes.Objectives.Length];
        var all = outlook.Wishes.All;
        var feasible = true;
        var common = outlook.Common is null ? 0 : Core.Numerics.Normal.Quantile(random.NextDouble());
        for (var i = 0; i < all.Length; i++)
        {
            var (mean, deviation) = (outlook.Means(candidate)[i], outlook.Deviations(candidate)[i]);
            var own = deviation > 0 ? Core.Numerics.Normal.Quantile(random.NextDouble()) : 0;
            var loss = all[i].Goal.Loss(mean + (deviation * (outlook.Common?.Error(i, common, own) ?? own)));
            if (i < losses.Length)
            {
                losses[i] = loss;
            }
            else
            {
                feasible &= loss <= 0;
            }
        }

        return feasible ? losses : null;
    }

    private static ImmutableArray<FrontPoint> Timeline(CampaignState state, Outlook outlook, Bounds bounds, double box)
    {
        List<double[]> front = [];
        var share = 0.0;
        var points = ImmutableArray.CreateBuilder<FrontPoint>();
        foreach (var step in Step.Of(state))
        {
            if (step.Completed is { } candidate && outlook.ChanceFeasible(candidate) == 1)
            {
                var losses = outlook.Losses(candidate);
                if (!front.Any(point => Dominance.Dominates(point, losses)))
                {
                    front.RemoveAll(point => Dominance.Dominates(losses, point));
                    front.Add(losses);
                    share = Hypervolume.Of(front, bounds.Reference) / box;
                }
            }

            points.Add(new FrontPoint(step.Finished.Decision, step.CoreSeconds, share, front.Count));
        }

        return points.ToImmutable();
    }
}
