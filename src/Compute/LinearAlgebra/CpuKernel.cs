using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;

namespace Lichen.Compute.LinearAlgebra;

/// <summary>
/// OpenBLAS's kernels by what instructions they use. A version that does not know a processor, being older, runs a kernel
/// for an older one: OPENBLAS_CORETYPE names a better.
/// </summary>
public static class CpuKernel
{
    // Names that OpenBLAS 0.3 gives on x86-64: https://github.com/OpenMathLib/OpenBLAS, TargetList.txt.
    private static readonly ImmutableArray<(int Class, string[] Names)> Classes =
    [
        (
            0,
            [
                "Prescott",
                "Core2",
                "Penryn",
                "Dunnington",
                "Nehalem",
                "Atom",
                "Katmai",
                "Coppermine",
                "Northwood",
                "Banias",
                "Athlon",
                "Opteron",
                "Opteron_SSE3",
                "Barcelona",
                "Bobcat",
                "Nano",
            ]
        ),
        (1, ["Sandybridge", "Bulldozer", "Piledriver", "Steamroller", "Excavator"]),
        (2, ["Haswell", "Zen"]),
        (3, ["SkylakeX", "Cooperlake", "Sapphirerapids"]),
    ];

    /// <summary>The class of a kernel by the width of its instructions: 0 SSE, 1 AVX, 2 AVX2 and FMA, 3 AVX-512; null when unknown.</summary>
    public static int? ClassOf(string kernel)
    {
        foreach (var (number, names) in Classes)
        {
            if (names.Contains(kernel, StringComparer.OrdinalIgnoreCase))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>The class that this processor's instructions allow.</summary>
    public static int ClassOfProcessor() =>
        Avx512F.IsSupported ? 3
        : Avx2.IsSupported && Fma.IsSupported ? 2
        : Avx.IsSupported ? 1
        : 0;

    /// <summary>The value of OPENBLAS_CORETYPE that gives a class, or null where the kernel is as good as the processor.</summary>
    public static string? Cure(string kernel, int processor) =>
        ClassOf(kernel) is not { } found || found >= processor
            ? null
            : processor switch
            {
                3 => "SkylakeX",
                2 => "Haswell",
                _ => "Sandybridge",
            };
}
