using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>Owns one molecule behind the door.</summary>
internal sealed partial class MoleculeHandle : SafeHandle
{
    public MoleculeHandle()
        : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    [LibraryImport(Door.Library, EntryPoint = "lr_molecule_free")]
    private static partial void Free(nint molecule);
}
