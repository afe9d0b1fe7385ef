using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lichen.Learning.Potentials;

/// <summary>The passes of one element's atoms through its networks, forward and back; one thread at a time.</summary>
internal sealed unsafe class ElementPasses
{
    /// <summary>Rows that share a pass over the weights; their activations stay in the cache of the second level.</summary>
    private const int ChunkRows = 16 * SinglePanel.Height;

    // First and one beyond the last column of at most 32 runs of panels, with some to spare.
    private const int RangeSlots = 66;

    private readonly PackedNetwork[][] _networks;
    private readonly int _length;
    private readonly float[] _zeros = GC.AllocateArray<float>(SinglePanel.Width, pinned: true);
    private readonly float[][] _activations;
    private readonly float[][] _deltas;
    private readonly float[] _pull;
    private readonly nint[] _rows = GC.AllocateArray<nint>(ChunkRows, pinned: true);
    private readonly nint[] _inner = GC.AllocateArray<nint>(ChunkRows, pinned: true);
    private readonly int[] _ranges = GC.AllocateArray<int>(ChunkRows / SinglePanel.Height * RangeSlots, pinned: true);
    private readonly int[] _rangeCounts = new int[ChunkRows / SinglePanel.Height];
    private readonly ulong[] _tileMasks = new ulong[ChunkRows / SinglePanel.Height];
    private readonly int[] _whole = GC.AllocateArray<int>(2, pinned: true);
    private int _members;

    /// <param name="networks">By member, then by element.</param>
    /// <param name="length">Length of a vector, whole panels.</param>
    public ElementPasses(PackedNetwork[][] networks, int length)
    {
        (_networks, _length) = (networks, length);
        int widest = networks.Max(member => member.Max(network => network.Widest));
        int layers = networks.Max(member => member.Max(network => network.Hidden.Length));
        float[] Chunk(int columns) => GC.AllocateArray<float>(ChunkRows * columns, pinned: true);
        _activations = [.. Enumerable.Range(0, layers).Select(_ => Chunk(widest))];
        _deltas = [Chunk(widest), Chunk(widest)];
        _pull = Chunk(length);
    }

    /// <summary>Atoms of one element through the first members; with forces, their vectors become the pull on
    /// them.</summary>
    /// <param name="element">Place of the element.</param>
    /// <param name="members">How many members.</param>
    /// <param name="vectors">Environment vectors of all atoms, each of the length, by row.</param>
    /// <param name="masks">A bit for each panel of a row that may differ from zero.</param>
    /// <param name="rows">The element's rows, those with like masks beside each other.</param>
    /// <param name="own">Receives each atom's energies, shape (rows, all members).</param>
    /// <param name="forces">True when the pull is wanted.</param>
    public void Run(
        int element,
        int members,
        float* vectors,
        ulong[] masks,
        ReadOnlySpan<int> rows,
        float[] own,
        bool forces
    )
    {
        _members = members;
        for (int start = 0; start < rows.Length; start += ChunkRows)
        {
            ReadOnlySpan<int> chunk = rows.Slice(start, Math.Min(ChunkRows, rows.Length - start));
            RunChunk(element, vectors, masks, chunk, own, forces);
        }
    }

    private void RunChunk(int element, float* vectors, ulong[] masks, ReadOnlySpan<int> rows, float[] own, bool forces)
    {
        int padded = SinglePanel.Padded(rows.Length);
        for (int i = 0; i < padded; i++)
        {
            // Rows beyond the last repeat it, into places that are not read.
            _rows[i] = (nint)(vectors + ((nint)rows[Math.Min(i, rows.Length - 1)] * _length));
        }

        for (int tile = 0; tile < padded / SinglePanel.Height; tile++)
        {
            ulong mask = 0;
            foreach (
                int row in rows[(tile * SinglePanel.Height)..Math.Min((tile + 1) * SinglePanel.Height, rows.Length)]
            )
            {
                mask |= masks[row];
            }

            _tileMasks[tile] = mask;
            _rangeCounts[tile] = Ranges(mask, _ranges.AsSpan(tile * RangeSlots, RangeSlots));
        }

        for (int k = 0; k < _members; k++)
        {
            PackedNetwork network = _networks[k][element];
            Forward(network, padded);
            Readout(network, rows, k, own);
            if (forces)
            {
                Backward(network, padded, k == 0);
            }
        }

        for (int i = 0; forces && i < rows.Length; i++)
        {
            float* from = PackedLayer.Pointer(_pull) + ((nint)i * _length);
            float* to = (float*)_rows[i];
            for (ulong left = masks[rows[i]]; left != 0; left &= left - 1)
            {
                int column = BitOperations.TrailingZeroCount(left) * SinglePanel.Width;
                Vector256.Load(from + column).Store(to + column);
                Vector256.Load(from + column + 8).Store(to + column + 8);
            }
        }
    }

    private void Forward(PackedNetwork network, int padded)
    {
        var rows = (float**)Pinned(_rows);
        var inner = (float**)Pinned(_inner);
        var ranges = (int*)Pinned(_ranges);
        var whole = (int*)Pinned(_whole);
        for (int l = 0; l < network.Hidden.Length; l++)
        {
            PackedLayer layer = network.Hidden[l];
            float* panel = PackedLayer.Pointer(layer.Forward);
            float* biases = PackedLayer.Pointer(layer.Biases);
            float* output = PackedLayer.Pointer(_activations[l]);
            (whole[0], whole[1]) = (0, layer.Inputs);
            for (int i = 0; l > 0 && i < padded; i++)
            {
                inner[i] = PackedLayer.Pointer(_activations[l - 1]) + (i * layer.Inputs);
            }

            for (int column = 0; column < layer.Outputs; column += SinglePanel.Width)
            {
                for (int i = 0; i < padded; i += SinglePanel.Height)
                {
                    int tile = i / SinglePanel.Height;
                    float* place = output + ((nint)i * layer.Outputs) + column;
                    SinglePanel.Product(
                        (l == 0 ? rows : inner) + i,
                        l == 0 ? ranges + (RangeSlots * tile) : whole,
                        l == 0 ? _rangeCounts[tile] : 1,
                        panel,
                        biases + column,
                        0,
                        place,
                        layer.Outputs
                    );
                    SinglePanel.Celu(place, layer.Outputs);
                }

                panel += (nint)layer.Inputs * SinglePanel.Width;
            }
        }
    }

    private void Readout(PackedNetwork network, ReadOnlySpan<int> rows, int member, float[] own)
    {
        int columns = network.Hidden[^1].Outputs;
        float* last = PackedLayer.Pointer(_activations[network.Hidden.Length - 1]);
        float* weights = PackedLayer.Pointer(network.Readout);
        for (int i = 0; i < rows.Length; i++, last += columns)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int column = 0; column < columns; column += 8)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Load(last + column), Vector256.Load(weights + column), sum);
            }

            own[(rows[i] * _networks.Length) + member] = Vector256.Sum(sum) + network.ReadoutBias;
        }
    }

    /// <summary>The slope of the mean energy in the vectors, added over members.</summary>
    private void Backward(PackedNetwork network, int padded, bool first)
    {
        var inner = (float**)Pinned(_inner);
        var whole = (int*)Pinned(_whole);
        float* zeros = PackedLayer.Pointer(_zeros);
        float* above = PackedLayer.Pointer(_deltas[0]);
        float* below = PackedLayer.Pointer(_deltas[1]);
        float* pull = PackedLayer.Pointer(_pull);
        Start(network, padded, above);
        for (int l = network.Hidden.Length - 1; l >= 0; l--)
        {
            PackedLayer layer = network.Hidden[l];
            float* panel = PackedLayer.Pointer(layer.Backward());
            (whole[0], whole[1]) = (0, layer.Outputs);
            for (int i = 0; i < padded; i++)
            {
                inner[i] = above + (i * layer.Outputs);
            }

            for (int column = 0; column < layer.Inputs; column += SinglePanel.Width)
            {
                ulong bit = 1UL << (column / SinglePanel.Width);
                for (int i = 0; i < padded; i += SinglePanel.Height)
                {
                    if (l > 0)
                    {
                        float* place = below + ((nint)i * layer.Inputs) + column;
                        float* outputs = PackedLayer.Pointer(_activations[l - 1]) + ((nint)i * layer.Inputs) + column;
                        SinglePanel.Product(inner + i, whole, 1, panel, zeros, 0, place, layer.Inputs);
                        SinglePanel.TimesCeluSlope(place, outputs, layer.Inputs);
                    }
                    else if ((_tileMasks[i / SinglePanel.Height] & bit) != 0)
                    {
                        float* place = pull + ((nint)i * _length) + column;
                        float* start = first ? zeros : place;
                        SinglePanel.Product(inner + i, whole, 1, panel, start, first ? 0 : _length, place, _length);
                    }
                }

                panel += (nint)layer.Outputs * SinglePanel.Width;
            }

            float* done = above;
            above = below;
            below = done;
        }
    }

    /// <summary>The slope of the mean energy in what the last hidden layer takes in.</summary>
    private void Start(PackedNetwork network, int padded, float* deltas)
    {
        int columns = network.Hidden[^1].Outputs;
        float* weights = PackedLayer.Pointer(network.Readout);
        float* outputs = PackedLayer.Pointer(_activations[network.Hidden.Length - 1]);
        Vector256<float> share = Vector256.Create(1f / _members);
        for (int i = 0; i < padded; i++)
        {
            for (int column = 0; column < columns; column += 8)
            {
                (Vector256.Load(weights + column) * share).Store(deltas + (i * columns) + column);
            }
        }

        for (int i = 0; i < padded; i += SinglePanel.Height)
        {
            for (int column = 0; column < columns; column += SinglePanel.Width)
            {
                nint place = ((nint)i * columns) + column;
                SinglePanel.TimesCeluSlope(deltas + place, outputs + place, columns);
            }
        }
    }

    /// <summary>Runs of set bits, as first and one beyond the last column.</summary>
    private static int Ranges(ulong mask, Span<int> ranges)
    {
        int count = 0;
        int bit = 0;
        while (bit < 64 && mask >> bit != 0)
        {
            bit += BitOperations.TrailingZeroCount(mask >> bit);
            int length = BitOperations.TrailingZeroCount(~(mask >> bit));
            ranges[2 * count] = bit * SinglePanel.Width;
            ranges[(2 * count) + 1] = (bit + length) * SinglePanel.Width;
            count++;
            bit += length;
        }

        return count;
    }

    private static void* Pinned<T>(T[] pinned)
        where T : unmanaged => Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
