using System.Collections.Immutable;
using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Training;

/// <summary>Structures with energies and forces, and the environment vectors of their atoms, which are made once.</summary>
/// <remarks>In electronvolt and angstrom: forces are then of the order of one.</remarks>
public sealed unsafe class LabelledStructures
{
    // Numbers of one array: four gigabytes would be beyond what an array can hold.
    private const int NumbersByBlock = 1 << 28;

    private readonly float[][] _vectors;
    private readonly int[] _starts;
    private readonly int _rowsByBlock;

    /// <param name="terms">Constants of the environment vectors.</param>
    /// <param name="selfHartree">What atoms of each element add to the energy, shape (elements).</param>
    /// <param name="labels">The structures.</param>
    /// <exception cref="PotentialException">An element is not among those of the terms, or atoms coincide.</exception>
    public LabelledStructures(
        EnvironmentTerms terms,
        ImmutableArray<double> selfHartree,
        IReadOnlyList<StructureLabel> labels
    )
    {
        (Terms, SelfHartree, Labels) = (terms, selfHartree, labels);
        Stride = SinglePanel.Count(terms.Length) * SinglePanel.Width;
        _starts = new int[labels.Count + 1];
        Elements = new int[labels.Count][];
        Angstrom = new double[labels.Count][];
        Electronvolts = new double[labels.Count];
        Forces = new double[labels.Count][];
        const double ForceUnit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;
        for (int s = 0; s < labels.Count; s++)
        {
            StructureLabel label = labels[s];
            Elements[s] = AniDomain.Places(terms, label.Geometry);
            Angstrom[s] = label.Geometry.ToAngstrom();
            Electronvolts[s] =
                (label.Hartree - Elements[s].Sum(element => selfHartree[element])) * Constants.HartreeInElectronvolt;
            Forces[s] = [.. label.Forces.Select(force => force * ForceUnit)];
            _starts[s + 1] = _starts[s] + Elements[s].Length;
        }

        _rowsByBlock = NumbersByBlock / Stride;
        int blocks = (_starts[^1] / _rowsByBlock) + 1;
        _vectors = new float[blocks][];
        for (int b = 0; b < blocks; b++)
        {
            int rows = Math.Min(_rowsByBlock, _starts[^1] - (b * _rowsByBlock));
            _vectors[b] = GC.AllocateUninitializedArray<float>(Math.Max(1, rows * Stride), pinned: true);
        }

        Masks = new ulong[_starts[^1]];
        var rowsOf = new EnvironmentRows(terms);
        for (int s = 0; s < labels.Count; s++)
        {
            for (int i = 0; i < Elements[s].Length; i++)
            {
                Masks[_starts[s] + i] = rowsOf.Describe(Angstrom[s], Elements[s], i, (float*)Vector(s, i));
            }
        }
    }

    public EnvironmentTerms Terms { get; }

    public ImmutableArray<double> SelfHartree { get; }

    public IReadOnlyList<StructureLabel> Labels { get; }

    public int Count => Labels.Count;

    /// <summary>Length of a vector with the zeros behind it.</summary>
    internal int Stride { get; }

    internal int[][] Elements { get; }

    internal double[][] Angstrom { get; }

    /// <summary>Energies beyond those of the atoms.</summary>
    internal double[] Electronvolts { get; }

    /// <summary>In electronvolt by angstrom.</summary>
    internal double[][] Forces { get; }

    internal ulong[] Masks { get; }

    /// <summary>The place of an atom among all of all structures.</summary>
    internal int Row(int structure, int atom) => _starts[structure] + atom;

    /// <summary>An atom's vector.</summary>
    internal nint Vector(int structure, int atom)
    {
        int row = Row(structure, atom);
        return (nint)(PackedLayer.Pointer(_vectors[row / _rowsByBlock]) + ((nint)(row % _rowsByBlock) * Stride));
    }

    /// <summary>Root mean squares of the numbers of an element's vectors, shape (elements, stride).</summary>
    internal double[][] Deviations(ReadOnlySpan<int> structures)
    {
        var squares = new double[Terms.ElementCount][];
        var counts = new double[Terms.ElementCount];
        for (int e = 0; e < squares.Length; e++)
        {
            squares[e] = new double[Stride];
        }

        foreach (int s in structures)
        {
            for (int i = 0; i < Elements[s].Length; i++)
            {
                int element = Elements[s][i];
                counts[element]++;
                float* vector = (float*)Vector(s, i);
                for (int t = 0; t < Stride; t++)
                {
                    squares[element][t] += vector[t] * vector[t];
                }
            }
        }

        return [.. squares.Select((sums, e) => sums.Select(sum => Math.Sqrt(sum / Math.Max(1, counts[e]))).ToArray())];
    }
}
