using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lichen.Compute.LinearAlgebra;

/// <summary>How fast a library multiplies matrices on one core.</summary>
/// <param name="Kernel">The kernel that it chose, as OpenBLAS names it; empty for other libraries.</param>
/// <param name="GigaflopsPerSecond">Rate of DGEMM at 768 rows, best of several, in 10^9 operations per second.</param>
/// <param name="PeakGigaflopsPerSecond">Rate of fused multiply-adds alone on the same core.</param>
public sealed record DgemmRate(string Kernel, double GigaflopsPerSecond, double PeakGigaflopsPerSecond);

/// <summary>Measures a library of linear algebra. It is loaded into this process, so a process of its own should do it.</summary>
public static unsafe class Dgemm
{
    private const int Rows = 768;
    private const int Repetitions = 6;

    /// <exception cref="DllNotFoundException">The library cannot be loaded.</exception>
    /// <exception cref="EntryPointNotFoundException">It has no dgemm_.</exception>
    public static DgemmRate Measure(string path)
    {
        var library = NativeLibrary.Load(path);
        var multiply = (delegate* unmanaged<
            byte*,
            byte*,
            int*,
            int*,
            int*,
            double*,
            double*,
            int*,
            double*,
            int*,
            double*,
            double*,
            int*,
            void>)
            NativeLibrary.GetExport(library, "dgemm_");
        var kernel = NativeLibrary.TryGetExport(library, "openblas_get_corename", out var name)
            ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)name)()) ?? ""
            : "";
        double[] a = new double[Rows * Rows],
            b = new double[Rows * Rows],
            c = new double[Rows * Rows];
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = (i % 17) - 8;
            b[i] = (i % 13) - 6;
        }

        var best = double.PositiveInfinity;
        byte plain = (byte)'N';
        int rows = Rows;
        double one = 1,
            zero = 0;
        fixed (
            double* left = a,
                right = b,
                product = c
        )
        {
            for (var i = 0; i < Repetitions; i++)
            {
                var start = Stopwatch.GetTimestamp();
                multiply(&plain, &plain, &rows, &rows, &rows, &one, left, &rows, right, &rows, &zero, product, &rows);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return new DgemmRate(kernel, 2e-9 * Rows * Rows * Rows / best, Peak());
    }

    /// <summary>Rate of independent fused multiply-adds, the most that this core's instructions give, 10^9 operations per second.</summary>
    /// <remarks>Ten chains hide the latency of four to five cycles of two units. Zero where there is no FMA.</remarks>
    public static double Peak()
    {
        if (!Fma.IsSupported)
        {
            return 0;
        }

        var best = double.PositiveInfinity;
        const int Steps = 2_000_000;
        // The first rounds run before the compiler has optimised.
        for (var round = 0; round < 40; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var sum = Avx512F.IsSupported ? Wide(Steps) : Narrow(Steps);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = double.IsNaN(sum) ? best : Math.Min(best, seconds);
        }

        var lanes = Avx512F.IsSupported ? 8 : 4;
        return 2e-9 * 10 * lanes * Steps / best;
    }

    private static double Narrow(int steps)
    {
        Vector256<double> x = Vector256.Create(0.999999),
            y = Vector256.Create(1e-6);
        Vector256<double> a = y,
            b = y,
            c = y,
            d = y,
            e = y,
            f = y,
            g = y,
            h = y,
            i = y,
            j = y;
        for (var step = 0; step < steps; step++)
        {
            a = Fma.MultiplyAdd(a, x, y);
            b = Fma.MultiplyAdd(b, x, y);
            c = Fma.MultiplyAdd(c, x, y);
            d = Fma.MultiplyAdd(d, x, y);
            e = Fma.MultiplyAdd(e, x, y);
            f = Fma.MultiplyAdd(f, x, y);
            g = Fma.MultiplyAdd(g, x, y);
            h = Fma.MultiplyAdd(h, x, y);
            i = Fma.MultiplyAdd(i, x, y);
            j = Fma.MultiplyAdd(j, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    private static double Wide(int steps)
    {
        Vector512<double> x = Vector512.Create(0.999999),
            y = Vector512.Create(1e-6);
        Vector512<double> a = y,
            b = y,
            c = y,
            d = y,
            e = y,
            f = y,
            g = y,
            h = y,
            i = y,
            j = y;
        for (var step = 0; step < steps; step++)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
