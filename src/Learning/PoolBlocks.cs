namespace Lichen.Learning;

/// <summary>Work over the blocks of a pool: each block alone, so that neither order nor partition matters.</summary>
internal static class PoolBlocks
{
    public static void ForEach(int blocks, int maxThreads, Action<int> action)
    {
        // A block is about 10 microseconds of work: hand out runs, not single blocks.
        const int run = 16;
        int runs = (blocks + run - 1) / run;
        if (maxThreads == 1 || runs < 2)
        {
            for (int block = 0; block < blocks; block++)
            {
                action(block);
            }

            return;
        }

        Parallel.For(
            0,
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = maxThreads },
            index =>
            {
                int end = Math.Min((index + 1) * run, blocks);
                for (int block = index * run; block < end; block++)
                {
                    action(block);
                }
            }
        );
    }
}
