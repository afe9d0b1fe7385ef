using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// One molecule as RDKit understands it: sanitised, hydrogens implicit, atom-map numbers dropped. Not for bulk work:
/// there, <see cref="MoleculeScan"/> does the same in blocks.
/// </summary>
public sealed class Molecule : IDisposable
{
    private readonly MoleculeHandle _handle;
    private readonly Scalars _scalars;

    private Molecule(MoleculeHandle handle, Scalars scalars, string canonicalSmiles)
    {
        _handle = handle;
        _scalars = scalars;
        CanonicalSmiles = canonicalSmiles;
    }

    /// <summary>Canonical isomeric SMILES of this RDKit release.</summary>
    public string CanonicalSmiles { get; }

    /// <summary>Total charge in elementary charges.</summary>
    public int FormalCharge => _scalars.FormalCharge;

    /// <summary>Number of unpaired electrons + 1, all parallel: the highest spin the radical centres allow.</summary>
    public int Multiplicity => _scalars.RadicalElectrons + 1;

    public int HeavyAtomCount => _scalars.HeavyAtoms;

    /// <summary>Number of atoms, hydrogens included.</summary>
    public int AtomCount => _scalars.Atoms;

    /// <summary>Number of electrons at the molecule's charge.</summary>
    public int ElectronCount => _scalars.Electrons;

    /// <summary>Average molecular weight in g/mol.</summary>
    public double MolecularWeight => _scalars.MolecularWeight;

    /// <summary>Number of rings in the smallest set of smallest rings.</summary>
    public int RingCount => _scalars.Rings;

    /// <summary>Number of components not bonded to each other.</summary>
    public int FragmentCount => _scalars.Fragments;

    /// <summary>Elements, hydrogen included.</summary>
    public ElementSet Elements => new(_scalars.ElementsLow, _scalars.ElementsHigh);

    /// <summary>Rotatable bonds by RDKit's strict definition: amides and ester C-O do not count.</summary>
    public int RotatableBonds => _scalars.RotatableBonds;

    /// <summary>Stereo atoms and double bonds whose configuration the input leaves open.</summary>
    public int UnspecifiedStereocentres => _scalars.UnspecifiedStereocentres;

    /// <summary>Molecular formula in Hill order, with the charge.</summary>
    public string Formula =>
        Door.Text(
            (Span<byte> text, out long needed) => MoleculeBindings.Formula(_handle, text, text.Length, out needed)
        );

    /// <summary>
    /// Canonical SMILES, without stereo, of the scaffold: ring systems and what links them. Empty without rings.
    /// </summary>
    /// <remarks>
    /// Bemis and Murcko 1996, <see href="https://doi.org/10.1021/jm9602928"/>; RDKit keeps atoms double-bonded to it.
    /// </remarks>
    public string Scaffold =>
        Door.Text(
            (Span<byte> text, out long needed) => MoleculeBindings.Scaffold(_handle, text, text.Length, out needed)
        );

    internal MoleculeHandle Handle => _handle;

    public static ParseOutcome Parse(string smiles)
    {
        var bytes = Encoding.UTF8.GetBytes(smiles);
        return Outcome(MoleculeBindings.FromSmiles(Pinnable(bytes), bytes.Length, out var handle), handle);
    }

    /// <summary>Reads the connection table of a mol block, V2000 or V3000; stereo comes from wedges or 3-D.</summary>
    public static ParseOutcome FromMolBlock(string block)
    {
        var bytes = Encoding.UTF8.GetBytes(block);
        return Outcome(MoleculeBindings.FromBlock(Pinnable(bytes), bytes.Length, out var handle), handle);
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>A valid SMILES of the same molecule, its atoms in an order drawn with the seed.</summary>
    internal string ShuffledSmiles(ulong seed) =>
        Door.Text(
            (Span<byte> text, out long needed) =>
                MoleculeBindings.ShuffledSmiles(_handle, seed, text, text.Length, out needed)
        );

    // An empty span marshals as a null pointer; the door asks for a pointer even to nothing.
    private static ReadOnlySpan<byte> Pinnable(byte[] bytes) => bytes.Length > 0 ? bytes : " "u8;

    private static ParseOutcome Outcome(Status status, MoleculeHandle handle)
    {
        if (status == Status.Refused)
        {
            var reason = Door.LastError;
            handle.Dispose();
            return ParseOutcome.Refused(reason);
        }

        Door.ThrowIfFailed(status);
        try
        {
            Door.ThrowIfFailed(MoleculeBindings.ReadScalars(handle, out var scalars));
            var smiles = Door.Text(
                (Span<byte> text, out long needed) => MoleculeBindings.Smiles(handle, text, text.Length, out needed)
            );
            return ParseOutcome.Parsed(new Molecule(handle, scalars, smiles));
        }
        catch (RdkitException failure)
        {
            handle.Dispose();
            return ParseOutcome.Refused($"RDKit gave up on the molecule: {failure.Message}");
        }
    }
}
