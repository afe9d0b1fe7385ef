using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>The numbers of a molecule; the layout of <c>lr_scalars</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Scalars
{
    public int FormalCharge;
    public int RadicalElectrons;
    public int HeavyAtoms;
    public int Atoms;
    public int Electrons;
    public int Rings;
    public int Fragments;
    public int RotatableBonds;
    public int UnspecifiedStereocentres;
    public int DummyAtoms;
    public double MolecularWeight;
    public ulong ElementsLow;
    public ulong ElementsHigh;
}
