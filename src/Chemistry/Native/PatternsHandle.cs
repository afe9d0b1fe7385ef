using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>Owns compiled SMARTS patterns behind the door.</summary>
internal sealed partial class PatternsHandle : SafeHandle
{
    public PatternsHandle()
        : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    [LibraryImport(Door.Library, EntryPoint = "lr_patterns_free")]
    private static partial void Free(nint patterns);
}
