using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>Owns one reaction behind the door.</summary>
internal sealed partial class ReactionHandle : SafeHandle
{
    public ReactionHandle()
        : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    [LibraryImport(Door.Library, EntryPoint = "lr_reaction_free")]
    private static partial void Free(nint reaction);
}
