namespace Lichen.Chemistry;

/// <summary>One row of a <see cref="MoleculeBlock"/>; a view that costs nothing until a text is asked for.</summary>
public readonly struct ScannedMolecule
{
    private readonly MoleculeBlock _block;
    private readonly int _index;

    internal ScannedMolecule(MoleculeBlock block, int index)
    {
        _block = block;
        _index = index;
    }

    /// <summary>Position in the scanned sequence, from 0.</summary>
    public long Row => _block.FirstRow + _index;

    /// <summary>Whether the row is a molecule. If not, all numbers are zero.</summary>
    public bool IsMolecule => _block.IsAccepted(_index);

    /// <summary>Why the row is none; null for a molecule.</summary>
    public string? Reason => IsMolecule ? null : _block.StringOf(_index);

    /// <summary>Canonical isomeric SMILES, a new string at each call.</summary>
    /// <exception cref="InvalidOperationException">The row is no molecule.</exception>
    public string CanonicalSmiles =>
        IsMolecule
            ? _block.StringOf(_index)
            : throw new InvalidOperationException($"Row {Row} is no molecule: {_block.StringOf(_index)}");

    /// <summary>Canonical isomeric SMILES in UTF-8; empty where the row is no molecule.</summary>
    public ReadOnlySpan<byte> CanonicalSmilesUtf8 => IsMolecule ? _block.TextOf(_index) : [];

    /// <inheritdoc cref="Molecule.FormalCharge"/>
    public int FormalCharge => _block.ScalarsOf(_index).FormalCharge;

    /// <inheritdoc cref="Molecule.Multiplicity"/>
    public int Multiplicity => _block.ScalarsOf(_index).RadicalElectrons + 1;

    public int HeavyAtomCount => _block.ScalarsOf(_index).HeavyAtoms;

    /// <inheritdoc cref="Molecule.AtomCount"/>
    public int AtomCount => _block.ScalarsOf(_index).Atoms;

    /// <inheritdoc cref="Molecule.ElectronCount"/>
    public int ElectronCount => _block.ScalarsOf(_index).Electrons;

    /// <inheritdoc cref="Molecule.MolecularWeight"/>
    public double MolecularWeight => _block.ScalarsOf(_index).MolecularWeight;

    /// <inheritdoc cref="Molecule.RingCount"/>
    public int RingCount => _block.ScalarsOf(_index).Rings;

    /// <inheritdoc cref="Molecule.FragmentCount"/>
    public int FragmentCount => _block.ScalarsOf(_index).Fragments;

    /// <inheritdoc cref="Molecule.Elements"/>
    public ElementSet Elements => new(_block.ScalarsOf(_index).ElementsLow, _block.ScalarsOf(_index).ElementsHigh);

    /// <inheritdoc cref="Molecule.RotatableBonds"/>
    public int RotatableBonds => _block.ScalarsOf(_index).RotatableBonds;

    /// <inheritdoc cref="Molecule.UnspecifiedStereocentres"/>
    public int UnspecifiedStereocentres => _block.ScalarsOf(_index).UnspecifiedStereocentres;

    /// <summary>Morgan features, ascending; empty where the row is no molecule.</summary>
    /// <exception cref="InvalidOperationException">The scan was not asked for fingerprints.</exception>
    public ReadOnlySpan<uint> FeatureIds => _block.Features().IdsOf(_index);

    /// <summary>How often each feature occurs.</summary>
    /// <exception cref="InvalidOperationException">The scan was not asked for fingerprints.</exception>
    public ReadOnlySpan<ushort> FeatureCounts => _block.Features().CountsOf(_index);

    /// <summary>The first pattern of a filter given to the scan that matches; null for none, or no molecule.</summary>
    /// <param name="filter">Position of the filter in the list given to the scan.</param>
    public int? FirstMatch(int filter) => _block.MatchOf(filter, _index) is >= 0 and var pattern ? pattern : null;
}
