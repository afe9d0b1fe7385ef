using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Core.Numerics;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.ReactionSpaces;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>
/// Searches a campaign's reaction space for products that its model thinks well of, and makes them candidates. A pure
/// function of the campaign's state: a process that takes the campaign up finds the same.
/// </summary>
internal sealed class PoolGrowth(Preparation preparation, CampaignState state, int threads)
{
    // Each round learns from what the model said of the round before.
    private const int Rounds = 4;

    // A molecule that breaks a constraint is no hit, whatever else it has.
    private const double Penalty = 10;
    private const double Undefined = 1e6;

    // A joint draw costs the cube of their number.
    private const int JointlyDrawn = 512;

    private readonly ReactionSpace _space = preparation.Space.Reactions!.Space;
    private readonly ReactionSearch _search = new(preparation.Space.Reactions!.Space, threads);

    /// <summary>The next growth.</summary>
    /// <param name="known">Member of the space of each candidate, in the order of the pool.</param>
    /// <param name="surrogate">Makes the model of a quantity for another pool with its features.</param>
    public Grown Next(
        double at,
        ImmutableArray<long> known,
        Func<Pool, Features, Quantity, Surrogate> surrogate,
        CancellationToken cancellationToken
    )
    {
        var (spec, pool) = (preparation.Spec, preparation.Pool);
        var seed = spec.Seed + (0x9E3779B97F4A7C15 * (ulong)(state.Growths + 1));
        var judged = Judge(preparation, pool, pool.Count, surrogate, seed)
            .Zip(known, (judgement, member) => new JudgedMember(_space.At(member), judgement.Expected))
            .ToList();
        var found = new List<Find>();
        var (tried, round, grown) = (0, pool, preparation);
        var lastRow = pool.Candidates.Max(candidate => candidate.Row);
        for (var i = 0; i < Rounds; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var members = _search.Propose(judged, spec.Space.Reactions!.Grow, seed + (ulong)i);
            tried += members.Count;
            var products = _space.Make(members, threads, cancellationToken);
            var firstRow = lastRow + 1 + (i * spec.Space.Reactions.Grow);
            var more = PoolReader
                .ReadMore(
                    spec,
                    round,
                    products.Select((product, index) => ReactionRows.Of(_space, product, firstRow + index)),
                    threads,
                    cancellationToken
                )
                .Pool.Candidates;
            round = round.With(more);
            grown = grown.With(round);
            var judgements = Judge(grown, round, round.Count - more.Length, surrogate, seed + (ulong)i + 1);
            foreach (var (candidate, judgement) in more.Zip(judgements.Skip(round.Count - more.Length)))
            {
                var member = members[candidate.Row - firstRow];
                judged.Add(new JudgedMember(member, judgement.Drawn));
                found.Add(new Find(member, candidate, judgement));
            }

            // What the rules refuse or no reaction makes teaches too: nothing worse is known.
            var worst = judged.Count == 0 ? 0 : judged.Max(member => member.Loss);
            var kept = more.Select(candidate => candidate.Row - firstRow).ToHashSet();
            judged.AddRange(
                members.Where((_, index) => !kept.Contains(index)).Select(member => new JudgedMember(member, worst))
            );
        }

        return new Grown(
            at,
            tried,
            [
                .. Best(found, spec.Space.Reactions!.Grow)
                    .Select(find => new GrownProduct(
                        ++lastRow,
                        find.Member.Index,
                        find.Candidate.Id,
                        find.Candidate.Smiles,
                        find.Candidate.Route!
                    )),
            ]
        );
    }

    // Half of them are the best expected, half the best in a draw: what is doubtful has its chance.
    private static IEnumerable<Find> Best(IReadOnlyList<Find> found, int count)
    {
        var expected = found.OrderBy(find => find.Judgement.Expected).ThenBy(find => find.Member.Index);
        var drawn = found.OrderBy(find => find.Judgement.Drawn).ThenBy(find => find.Member.Index);
        return expected.Take((count + 1) / 2).Concat(drawn).Distinct().Take(count);
    }

    // What the model expects of each candidate, and for those from `first` on what one draw says: together, for like
    // molecules are good or bad together.
    private Judgement[] Judge(
        Preparation grown,
        Pool pool,
        int first,
        Func<Pool, Features, Quantity, Surrogate> surrogate,
        ulong seed
    )
    {
        var random = new SplitMix64(seed);
        var wishes = grown.Wishes;
        var values = grown
            .Quantities.Select(quantity =>
            {
                var model = surrogate(pool, grown.Features, quantity).Follow(state)!;
                var expected = model.Mean(model.Rungs - 1).ToArray();
                return (Expected: expected, Drawn: Drawn(model, expected, first, (int)(random.Next() >> 33)));
            })
            .ToArray();
        var judgements = new Judgement[pool.Count];
        foreach (var wish in wishes.Objectives)
        {
            // Several objectives: another compromise each time.
            Add(wish, wish.Weight * (wishes.IsOne ? 1 : -Math.Log(1 - random.Unit())));
        }

        foreach (var wish in wishes.Constraints)
        {
            Add(wish, Penalty);
        }

        return judgements;

        void Add(Wish wish, double weight)
        {
            var expected = Losses(wish, wish.Quantity is { } q ? values[q].Expected : null);
            var drawn = Losses(wish, wish.Quantity is { } p ? values[p].Drawn : null);
            var mean = expected.Average();
            var spread = wishes.IsOne ? 1 : Math.Sqrt(expected.Average(loss => (loss - mean) * (loss - mean)));
            for (var candidate = 0; candidate < judgements.Length && spread > 0; candidate++)
            {
                judgements[candidate] = new Judgement(
                    judgements[candidate].Expected + (weight * expected[candidate] / spread),
                    judgements[candidate].Drawn + (weight * drawn[candidate] / spread)
                );
            }
        }
    }

    // Of a property of the structure the values stand in the wish; what is undefined there is far from every wish.
    private static double[] Losses(Wish wish, double[]? predicted) =>
        predicted is null
            ? [.. wish.OfStructure.Select(value => wish.Goal.Loss(double.IsFinite(value) ? value : Undefined))]
            : [.. predicted.Select(wish.Goal.Loss)];

    private static double[] Drawn(ScreenedPosterior model, double[] expected, int first, int seed)
    {
        double[] drawn = [.. expected];
        var random = new Random(seed);
        for (var start = first; start < drawn.Length; start += JointlyDrawn)
        {
            int[] block = [.. Enumerable.Range(start, Math.Min(JointlyDrawn, drawn.Length - start))];
            model.Draw(model.Rungs - 1, block, random).CopyTo(drawn, start);
        }

        return drawn;
    }

    private readonly record struct Judgement(double Expected, double Drawn);

    private sealed record Find(ReactionMember Member, Candidate Candidate, Judgement Judgement);
}
