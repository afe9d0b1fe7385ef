using Lichen.Core.Numerics;

namespace Lichen.Exploration.ReactionSpaces;

/// <summary>What judged members say of each reaction and each building block: normal effects on the loss.</summary>
/// <remarks>
/// Effects of reactions are fitted first, those of blocks to what is left; each is shrunk to 0 as if one more member with
/// an effect of 0 had been seen (variance of effects and of noise taken as equal). A draw has the spread of the losses,
/// divided by the root of the members seen + 1.
/// </remarks>
internal sealed class ReactionEffects
{
    private readonly ReactionSpace _space;
    private readonly double[] _reactionMeans;
    private readonly int[] _reactionCounts;
    private readonly Dictionary<int, (double Sum, int Count)> _blocks = [];
    private readonly Dictionary<(int Template, int Place), List<int>> _judgedAt = [];
    private readonly double _deviation;

    public ReactionEffects(ReactionSpace space, IReadOnlyList<JudgedMember> known)
    {
        _space = space;
        _reactionMeans = new double[space.Counts.Length];
        _reactionCounts = new int[space.Counts.Length];
        if (known.Count == 0)
        {
            return;
        }

        var mean = known.Average(judged => judged.Loss);
        _deviation = Math.Sqrt(known.Average(judged => (judged.Loss - mean) * (judged.Loss - mean)));
        foreach (var judged in known)
        {
            _reactionMeans[judged.Member.Template] += judged.Loss - mean;
            _reactionCounts[judged.Member.Template]++;
        }

        for (var template = 0; template < _reactionMeans.Length; template++)
        {
            _reactionMeans[template] /= _reactionCounts[template] + 1;
        }

        foreach (var judged in known)
        {
            var left = judged.Loss - mean - _reactionMeans[judged.Member.Template];
            foreach (var block in judged.Member.Blocks)
            {
                var (sum, count) = _blocks.GetValueOrDefault(block);
                _blocks[block] = (sum + left, count + 1);
            }
        }
    }

    /// <summary>The expected effect of a block, in units of the loss.</summary>
    public double MeanOf(int block) => _blocks.TryGetValue(block, out var seen) ? seen.Sum / (seen.Count + 1) : 0;

    public double DrawReaction(int template, ref SplitMix64 random) =>
        _reactionMeans[template] + (_deviation * random.Normal() / Math.Sqrt(_reactionCounts[template] + 1));

    public double DrawBlock(int block, ref SplitMix64 random)
    {
        var (_, count) = _blocks.GetValueOrDefault(block);
        return MeanOf(block) + (_deviation * random.Normal() / Math.Sqrt(count + 1));
    }

    /// <summary>Blocks that can take a place and were judged, in whatever place, ascending.</summary>
    public IReadOnlyList<int> JudgedAt(int template, int place)
    {
        if (!_judgedAt.TryGetValue((template, place), out var judged))
        {
            var there = _space.BlocksAt(template, place);
            judged = [];
            foreach (var block in _blocks.Keys.Order())
            {
                if (there.BinarySearch(block) >= 0)
                {
                    judged.Add(block);
                }
            }

            _judgedAt.Add((template, place), judged);
        }

        return judged;
    }
}
