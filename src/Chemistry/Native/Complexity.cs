using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>What makes a molecule hard to make; the layout of <c>lr_complexity</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Complexity
{
    public int Atoms;
    public int AssignedStereocentres;
    public int UnassignedStereocentres;
    public int SpiroAtoms;
    public int BridgeheadAtoms;
    public int Macrocycles;

    /// <summary>One per row of the block, zero for rows that are no molecules.</summary>
    internal static Complexity[] Of(BatchHandle batch, int rows)
    {
        var complexity = new Complexity[rows];
        Door.ThrowIfFailed(BatchBindings.ReadComplexity(batch, complexity));
        return complexity;
    }
}
