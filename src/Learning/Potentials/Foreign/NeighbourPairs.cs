using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Pairs of atoms within a cutoff, by the first atom, then by the second.</summary>
/// <param name="First">Shape (pairs).</param>
/// <param name="Second">Shape (pairs).</param>
internal sealed record NeighbourPairs(long[] First, long[] Second)
{
    /// <param name="geometry">The atoms.</param>
    /// <param name="cutoffAngstrom">Pairs at this distance and beyond are left out, in angstrom.</param>
    /// <param name="twice">Whether each pair is there both ways; else its lower place comes first.</param>
    public static NeighbourPairs Of(Geometry geometry, double cutoffAngstrom, bool twice)
    {
        var first = new List<long>();
        var second = new List<long>();
        for (int i = 0; i < geometry.AtomCount; i++)
        {
            for (int j = twice ? 0 : i + 1; j < geometry.AtomCount; j++)
            {
                if (i != j && geometry.DistanceAngstrom(i, j) < cutoffAngstrom)
                {
                    first.Add(i);
                    second.Add(j);
                }
            }
        }

        return new NeighbourPairs([.. first], [.. second]);
    }
}
