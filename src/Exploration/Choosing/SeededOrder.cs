using Lichen.Core.Numerics;

namespace Lichen.Exploration.Choosing;

/// <summary>Random orders that follow from a seed alone, the same on every machine and version.</summary>
public static class SeededOrder
{
    /// <summary>The numbers 0 to count - 1 in an order drawn uniformly (Fisher and Yates).</summary>
    public static int[] Shuffle(int count, ulong seed)
    {
        var order = new int[count];
        var random = new SplitMix64(seed);
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
