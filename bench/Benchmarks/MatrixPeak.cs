using System.Numerics;
using System.Runtime.Intrinsics;

namespace Lichen.Benchmarks;

/// <summary>What one core could do at most: fused multiply-adds that wait for nothing.</summary>
internal static class MatrixPeak
{
    private const int Steps = 20_000_000;
    private const int Independent = 12;

    /// <summary>Operations a second in single or double precision, on vectors of 256 bits.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static double Of<T>()
        where T : struct, IFloatingPoint<T>
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < 5; i++)
        {
            var kept = T.Zero;
            best = Math.Min(best, Sample.Of(() => kept = Chains<T>(Steps)).CpuSeconds);
            if (T.IsNaN(kept))
            {
                throw new InvalidOperationException("The chains of additions overflowed.");
            }
        }

        return (double)Independent * Vector256<T>.Count * 2 * Steps / best;
    }

    private static T Chains<T>(int steps)
        where T : struct, IFloatingPoint<T>
    {
        Vector256<T> a = Vector256.Create(T.CreateChecked(1e-9)),
            b = Vector256.Create(T.One);
        Vector256<T> s0 = a,
            s1 = a,
            s2 = a,
            s3 = a,
            s4 = a,
            s5 = a,
            s6 = a,
            s7 = a,
            s8 = a,
            s9 = a,
            s10 = a,
            s11 = a;
        for (var i = 0; i < steps; i++)
        {
            s0 = Fused(a, b, s0);
            s1 = Fused(a, b, s1);
            s2 = Fused(a, b, s2);
            s3 = Fused(a, b, s3);
            s4 = Fused(a, b, s4);
            s5 = Fused(a, b, s5);
            s6 = Fused(a, b, s6);
            s7 = Fused(a, b, s7);
            s8 = Fused(a, b, s8);
            s9 = Fused(a, b, s9);
            s10 = Fused(a, b, s10);
            s11 = Fused(a, b, s11);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    // The branch is gone once the type is known to the compiler.
    private static Vector256<T> Fused<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c)
        where T : struct =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
}
