namespace Lichen.Learning.Ensembles;

/// <summary>
/// What networks see of candidates: the scaled descriptors, then all fingerprints folded into one list.
/// </summary>
internal static class NetworkInputs
{
    /// <summary>The number of inputs.</summary>
    public static int Width(int descriptors, int foldedWidth) => descriptors + foldedWidth;

    /// <summary>Fills the inputs of a candidate.</summary>
    /// <param name="features">The candidates.</param>
    /// <param name="row">The candidate.</param>
    /// <param name="inputs">Receives descriptors, then log (1 + count) of the folded features.</param>
    /// <remarks>
    /// Features that fall on one place add their counts. The logarithm keeps a long chain from shouting down a group.
    /// </remarks>
    public static void Fill(Features features, int row, Span<float> inputs)
    {
        DescriptorMatrix descriptors = features.Descriptors;
        for (int column = 0; column < descriptors.Columns; column++)
        {
            inputs[column] = (float)descriptors[row, column];
        }

        Span<float> folded = inputs[descriptors.Columns..];
        folded.Clear();
        for (int kind = 0; kind < features.Counts.Length; kind++)
        {
            ReadOnlySpan<uint> ids = features.Counts[kind].FeaturesOf(row);
            ReadOnlySpan<ushort> counts = features.Counts[kind].CountsOf(row);
            for (int entry = 0; entry < ids.Length; entry++)
            {
                folded[(int)(Mixed(ids[entry] + ((uint)kind * 0x9E3779B9u)) % (uint)folded.Length)] += counts[entry];
            }
        }

        foreach (ref float count in folded)
        {
            count = count == 0 ? 0 : MathF.Log(1 + count);
        }
    }

    /// <summary>
    /// A finaliser of 32-bit hashes: ids of related features share bits, and must not share places for it.
    /// </summary>
    private static uint Mixed(uint id)
    {
        // The constants of MurmurHash3's finaliser (Appleby, public domain).
        id ^= id >> 16;
        id *= 0x85EBCA6B;
        id ^= id >> 13;
        id *= 0xC2B2AE35;
        return id ^ (id >> 16);
    }
}
