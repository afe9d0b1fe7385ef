using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

internal static partial class MoleculeBindings
{
    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_from_smiles")]
    internal static partial Status FromSmiles(ReadOnlySpan<byte> smiles, long length, out MoleculeHandle molecule);

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_from_block")]
    internal static partial Status FromBlock(ReadOnlySpan<byte> block, long length, out MoleculeHandle molecule);

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_scalars")]
    internal static partial Status ReadScalars(MoleculeHandle molecule, out Scalars scalars);

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_smiles")]
    internal static partial Status Smiles(MoleculeHandle molecule, Span<byte> text, long capacity, out long needed);

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_shuffled_smiles")]
    internal static partial Status ShuffledSmiles(
        MoleculeHandle molecule,
        ulong seed,
        Span<byte> text,
        long capacity,
        out long needed
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_formula")]
    internal static partial Status Formula(MoleculeHandle molecule, Span<byte> text, long capacity, out long needed);

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_scaffold")]
    internal static partial Status Scaffold(MoleculeHandle molecule, Span<byte> text, long capacity, out long needed);

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_stereoisomers")]
    internal static partial Status Stereoisomers(
        MoleculeHandle molecule,
        Span<byte> text,
        long capacity,
        out long needed
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_tautomer")]
    internal static partial Status Tautomer(MoleculeHandle molecule, Span<byte> text, long capacity, out long needed);

    [LibraryImport(Door.Library, EntryPoint = "lr_molblock_write")]
    internal static partial Status WriteBlock(
        ReadOnlySpan<byte> smiles,
        long length,
        ReadOnlySpan<double> angstrom,
        int atoms,
        ReadOnlySpan<byte> name,
        long nameLength,
        Span<byte> text,
        long capacity,
        out long needed
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_molblock_read")]
    internal static partial Status ReadBlock(
        ReadOnlySpan<byte> block,
        long length,
        int atomCapacity,
        Span<byte> atomicNumbers,
        Span<double> angstrom,
        out int atoms,
        out int charge,
        out int radicals
    );
}
