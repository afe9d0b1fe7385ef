using System.Collections.Immutable;

namespace Lichen.Compute.Engines;

/// <summary>
/// Variables that hold a program to one thread. Without a bound, OpenBLAS takes every core for matrices of a few dozen rows: ten times
/// the elapsed time on two.
/// </summary>
internal static class OneThread
{
    /// <summary>The variables, and a home folder of the calculation's own: settings of one user must not change a number.</summary>
    public static ImmutableDictionary<string, string?> In(string folder) =>
        ImmutableDictionary<string, string?>
            .Empty.Add("OMP_NUM_THREADS", "1")
            .Add("MKL_NUM_THREADS", "1")
            .Add("OPENBLAS_NUM_THREADS", "1")
            .Add("HOME", folder);
}
