namespace Lichen.Exploration.Choosing;

/// <summary>Random orders that follow from a seed alone, the same on every machine and version.</summary>
public static class SeededOrder
{
    /// <summary>The numbers 0 to count - 1 in an order drawn uniformly (Fisher and Yates).</summary>
    public static int[] Shuffle(int count, ulong seed)
    {
        var order = new int[count];
        var state = seed;
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)Math.BigMul(Next(ref state), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    // SplitMix64: Steele, Lea and Flood 2014, https://doi.org/10.1145/2714064.2660195.
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
