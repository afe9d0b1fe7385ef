using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>Owns a block of molecules behind the door.</summary>
internal sealed partial class BatchHandle : SafeHandle
{
    public BatchHandle()
        : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_free")]
    private static partial void Free(nint batch);
}
