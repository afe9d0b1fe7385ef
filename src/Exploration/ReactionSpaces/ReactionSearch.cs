using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Core.Numerics;
using Lichen.Learning;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>
/// Looks for good members of a reaction space without writing it out: Thompson sampling over reactions and building
/// blocks, neighbours of good members, and a few drawn uniformly. A pure function of what is known and the seed.
/// </summary>
/// <remarks>
/// A member's loss is taken as a mean plus an effect of its reaction and one of each building block; each effect is
/// normal, and known better the more members with it were judged. A draw of all effects names the member that would be
/// best if the draw were true: Klarich, Goldman, Kramer, Riley and Walters 2024,
/// <see href="https://doi.org/10.1021/acs.jcim.3c01790"/>, here with effects shared by all places in which a block can
/// stand, and with a model instead of a calculation as judge. Work and memory grow with the members judged, not with the
/// size of the space.
/// </remarks>
public sealed class ReactionSearch
{
    // Of eight proposals: so many by Thompson sampling, so many neighbours; what is left is drawn uniformly.
    private const int Sampled = 3;
    private const int Near = 4;
    private const int Eighths = 8;

    private const int Parents = 40;
    private const int Neighbours = 12;

    /// <summary>Blocks never judged that a place offers beside those that were: without a bound they would always win.</summary>
    private const int Unseen = 16;

    // Proposals that were met before are drawn again, so many times.
    private const int Tries = 20;

    private readonly ReactionSpace _space;
    private readonly int[] _busy;
    private readonly Lazy<CountRows> _fingerprints;
    private readonly Dictionary<int, int[]> _order = [];

    public ReactionSearch(ReactionSpace space, int threads)
    {
        _space = space;
        _busy = [.. Enumerable.Range(0, space.Counts.Length).Where(template => space.Counts[template] > 0)];
        _fingerprints = new Lazy<CountRows>(() =>
        {
            var rows = CountFingerprints.Morgan([.. space.Blocks.Select(block => block.Smiles)], 2, threads);
            return new CountRows(rows.RowOffsets, rows.FeatureIds, rows.Counts);
        });
    }

    /// <summary>Members to judge next, none of them known and no two the same.</summary>
    /// <param name="known">Members judged so far, with their losses: lower is better.</param>
    /// <param name="count">How many are wanted; fewer come where the space is nearly used up.</param>
    public IReadOnlyList<ReactionMember> Propose(IReadOnlyList<JudgedMember> known, int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var effects = new ReactionEffects(_space, known);
        var parents = known
            .OrderBy(judged => judged.Loss)
            .ThenBy(judged => judged.Member.Index)
            .Take(Parents)
            .ToArray();
        var met = known.Select(judged => judged.Member.Index).ToHashSet();
        var proposed = new List<ReactionMember>(count);
        for (var i = 0; proposed.Count < count && i < count * Tries && met.Count < _space.Count; i++)
        {
            var member = (proposed.Count % Eighths) switch
            {
                < Sampled when known.Count > 0 => ByThompson(effects, ref random),
                < Sampled + Near when parents.Length > 0 => NearTo(
                    parents[random.Below(parents.Length)].Member,
                    ref random
                ),
                _ => null,
            };
            // Where a way finds nothing new again and again, the draw is uniform.
            if (member is null || (met.Contains(member.Index) && i % Tries == Tries - 1))
            {
                member = _space.At(random.Below(_space.Count));
            }

            if (met.Add(member.Index))
            {
                proposed.Add(member);
            }
        }

        return proposed;
    }

    /// <summary>Blocks at a place of a reaction from the most to the least like one of them, itself left out.</summary>
    /// <remarks>Min-max similarity of Morgan counts of radius 2; ties in the order of the file.</remarks>
    public IReadOnlyList<int> NeighboursOf(int block, int template, int place)
    {
        if (!_order.TryGetValue(block, out var order))
        {
            var count = _space.Blocks.Length;
            var (shared, similarities) = (new int[count], new double[count]);
            _fingerprints.Value.Similarities(block, shared, similarities);
            order =
            [
                .. Enumerable.Range(0, count).OrderByDescending(other => similarities[other]).Take(20 * Neighbours),
            ];
            _order.Add(block, order);
        }

        var there = _space.BlocksAt(template, place);
        var near = new List<int>(Neighbours);
        foreach (var other in order)
        {
            if (other != block && there.BinarySearch(other) >= 0)
            {
                near.Add(other);
                if (near.Count == Neighbours)
                {
                    break;
                }
            }
        }

        return near;
    }

    private ReactionMember ByThompson(ReactionEffects effects, ref SplitMix64 random)
    {
        var draw = new Dictionary<int, double>();
        ReactionMember? best = null;
        var lowest = double.PositiveInfinity;
        foreach (var template in _busy)
        {
            var sum = effects.DrawReaction(template, ref random);
            var blocks = new int[_space.Library.Templates[template].ReactantCount];
            for (var place = 0; place < blocks.Length; place++)
            {
                var (block, effect) = BestAt(effects, template, place, draw, ref random);
                blocks[place] = block;
                sum += effect;
            }

            if (sum < lowest)
            {
                (lowest, best) = (sum, _space.Of(template, ImmutableArray.Create(blocks)));
            }
        }

        return best!;
    }

    private (int Block, double Effect) BestAt(
        ReactionEffects effects,
        int template,
        int place,
        Dictionary<int, double> draw,
        ref SplitMix64 random
    )
    {
        var there = _space.BlocksAt(template, place);
        var best = (Block: -1, Effect: double.PositiveInfinity);
        foreach (var block in effects.JudgedAt(template, place))
        {
            Offer(block, ref random);
        }

        for (var i = 0; i < Math.Min(Unseen, there.Length); i++)
        {
            Offer(there[(int)random.Below(there.Length)], ref random);
        }

        return best;

        void Offer(int block, ref SplitMix64 random)
        {
            if (!draw.TryGetValue(block, out var effect))
            {
                effect = effects.DrawBlock(block, ref random);
                draw.Add(block, effect);
            }

            if (effect < best.Effect)
            {
                best = (block, effect);
            }
        }
    }

    // One block replaced by one that is like it; or the same blocks in another reaction that takes them.
    private ReactionMember? NearTo(ReactionMember parent, ref SplitMix64 random)
    {
        if (random.Below(Eighths) == 0)
        {
            var other = _busy[random.Below(_busy.Length)];
            if (_space.Library.Templates[other].ReactantCount == parent.Blocks.Length)
            {
                return _space.Of(other, parent.Blocks);
            }
        }

        var place = (int)random.Below(parent.Blocks.Length);
        var near = NeighboursOf(parent.Blocks[place], parent.Template, place);
        if (near.Count == 0)
        {
            return null;
        }

        // The nearest twice as often as one in the middle: the lower of two draws.
        var chosen = near[(int)Math.Min(random.Below(near.Count), random.Below(near.Count))];
        return _space.Of(parent.Template, parent.Blocks.SetItem(place, chosen));
    }
}

/// <summary>A member of a reaction space with what is thought of it.</summary>
/// <param name="Loss">Lower is better; finite.</param>
public readonly record struct JudgedMember(ReactionMember Member, double Loss);
