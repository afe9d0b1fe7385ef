using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

internal static partial class GeometryBindings
{
    [LibraryImport(Door.Library, EntryPoint = "lr_conformer_build")]
    internal static partial Status Build(
        ReadOnlySpan<byte> smiles,
        long length,
        int count,
        ulong seed,
        double cpuSeconds,
        int atomCapacity,
        Span<byte> atomicNumbers,
        Span<double> angstrom,
        int bondCapacity,
        Span<int> bonds,
        out BuiltConformer result
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_conformer_ensemble")]
    internal static partial Status Ensemble(
        ReadOnlySpan<byte> smiles,
        long length,
        int count,
        ulong seed,
        double cpuSeconds,
        int capacity,
        int atoms,
        Span<double> energies,
        Span<double> angstrom,
        out int chiral,
        out BuiltConformer result
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_conformer_deviations")]
    internal static partial Status Deviations(
        ReadOnlySpan<byte> smiles,
        long length,
        ReadOnlySpan<double> angstrom,
        ReadOnlySpan<double> energies,
        int count,
        int atoms,
        int mirrored,
        double energyTolerance,
        double enough,
        Span<double> deviations,
        out double cpuSeconds
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_topology")]
    internal static partial Status Topology(
        ReadOnlySpan<byte> smiles,
        long length,
        int atomCapacity,
        Span<byte> atomicNumbers,
        int bondCapacity,
        Span<int> bonds,
        out int atoms,
        out int bondCount
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_breakable_bonds")]
    internal static partial Status BreakableBonds(
        ReadOnlySpan<byte> smiles,
        long length,
        Span<byte> text,
        long capacity,
        out long needed
    );

    /// <summary>The layout of <c>lr_conformer</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BuiltConformer
    {
        public double Energy;
        public double CpuSeconds;
        public int ForceField;
        public int RandomCoordinates;
        public int Embedded;
        public int Converged;
        public int Atoms;
        public int Bonds;
    }
}
