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
        var judged = Judge(preparation, pool, 0, surrogate, seed)
            .Zip(known, (loss, member) => new JudgedMember(_space.At(member), loss))
            .ToList();
        var found = new List<(ReactionMember Member, Candidate Candidate, double Loss)>();
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
            var losses = Judge(grown, round, round.Count - more.Length, surrogate, seed + (ulong)i + 1);
            foreach (var (candidate, loss) in more.Zip(losses))
            {
                var member = members[candidate.Row - firstRow];
                judged.Add(new JudgedMember(member, loss));
                found.Add((member, candidate, loss));
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
                .. found
                    .OrderBy(product => product.Loss)
                    .ThenBy(product => product.Member.Index)
                    .Take(spec.Space.Reactions!.Grow)
                    .Select(product => new GrownProduct(
                        ++lastRow,
                        product.Member.Index,
                        product.Candidate.Id,
                        product.Candidate.Smiles,
                        product.Candidate.Route!
                    )),
            ]
        );
    }

    // One draw of every candidate's loss from the model: neither the mean, which knows no doubt, nor the best case.
    private double[] Judge(
        Preparation grown,
        Pool pool,
        int first,
        Func<Pool, Features, Quantity, Surrogate> surrogate,
        ulong seed
    )
    {
        var random = new SplitMix64(seed);
        var wishes = grown.Wishes;
        ScreenedPosterior[] models =
        [
            .. grown.Quantities.Select(quantity => surrogate(pool, grown.Features, quantity).Follow(state)!),
        ];
        var weights = wishes.Objectives.Select(wish => wish.Weight * (wishes.IsOne ? 1 : -Math.Log(1 - random.Unit())));
        var total = new double[pool.Count];
        foreach (var (wish, weight) in wishes.Objectives.Zip(weights))
        {
            Add(wish, weight, scaled: !wishes.IsOne);
        }

        // A molecule that breaks a constraint is no hit, whatever else it has.
        const double penalty = 10;
        foreach (var wish in wishes.Constraints)
        {
            Add(wish, penalty, scaled: true);
        }

        return total[first..];

        void Add(Wish wish, double weight, bool scaled)
        {
            var losses = new double[pool.Count];
            for (var candidate = 0; candidate < losses.Length; candidate++)
            {
                losses[candidate] = wish.Goal.Loss(Value(wish, candidate));
            }

            var mean = losses.Average();
            var spread = scaled ? Math.Sqrt(losses.Average(loss => (loss - mean) * (loss - mean))) : 1;
            for (var candidate = 0; candidate < losses.Length; candidate++)
            {
                total[candidate] += spread > 0 ? weight * losses[candidate] / spread : 0;
            }
        }

        double Value(Wish wish, int candidate)
        {
            if (wish.Quantity is not { } quantity)
            {
                var value = wish.OfStructure[candidate];
                // What the structure leaves undefined is far from every wish.
                return double.IsFinite(value) ? value : 1e6;
            }

            var (model, top) = (models[quantity], models[quantity].Rungs - 1);
            return model.Mean(top)[candidate] + (model.Deviation(top)[candidate] * random.Normal());
        }
    }
}
