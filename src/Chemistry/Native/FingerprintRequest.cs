using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>The values of <c>lr_fingerprint_family</c>.</summary>
internal enum FingerprintFamily
{
    Morgan = 0,
    MorganBits = 1,
    AtomPairs = 2,
    TopologicalTorsions = 3,
}

/// <summary>The layout of <c>lr_fingerprint</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FingerprintRequest(FingerprintFamily Family, int Radius, int Bits);
