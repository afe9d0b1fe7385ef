using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lichen.Learning.Potentials.Training;

/// <summary>Products of batches with weights, and of batches with batches, in panels; one thread at a time.</summary>
internal sealed unsafe class TrainingProducts
{
    private readonly int[] _whole = GC.AllocateArray<int>(2, pinned: true);
    private readonly float[] _zeros = GC.AllocateArray<float>(SinglePanel.Width, pinned: true);
    private nint[] _pointers = [];
    private int[] _ranges = [];
    private int[] _counts = [];
    private ulong[] _tiles = [];
    private float[] _across = [];
    private float[] _panels = [];
    private ulong _all;

    // First and one beyond the last column of at most 32 runs of panels.
    private const int Slots = 66;

    /// <summary>Takes which panels of a batch's vectors may differ from zero.</summary>
    public void Take(ReadOnlySpan<ulong> masks)
    {
        int tiles = SinglePanel.Padded(masks.Length) / SinglePanel.Height;
        Grow(ref _tiles, tiles);
        Grow(ref _counts, tiles);
        Grow(ref _ranges, tiles * Slots);
        _all = 0;
        for (int t = 0; t < tiles; t++)
        {
            ulong mask = 0;
            for (int i = t * SinglePanel.Height; i < Math.Min(masks.Length, (t + 1) * SinglePanel.Height); i++)
            {
                mask |= masks[i];
            }

            (_tiles[t], _counts[t]) = (mask, Runs(mask, _ranges.AsSpan(t * Slots, Slots)));
            _all |= mask;
        }
    }

    /// <summary>outputs = biases + vectors W, zero panels of the vectors left out.</summary>
    public void Outer(
        ReadOnlySpan<nint> vectors,
        int padded,
        int inputs,
        int outputs,
        float* weights,
        float* biases,
        float* to
    )
    {
        Grow(ref _pointers, padded);
        for (int i = 0; i < padded; i++)
        {
            // Rows beyond the last repeat it, into places that are not read.
            _pointers[i] = vectors[Math.Min(i, vectors.Length - 1)];
        }

        var ranges = (int*)Pointer(_ranges);
        for (int column = 0; column < outputs; column += SinglePanel.Width, weights += (nint)inputs * SinglePanel.Width)
        {
            float* start = biases == null ? (float*)Pointer(_zeros) : biases + column;
            for (int i = 0; i < padded; i += SinglePanel.Height)
            {
                int tile = i / SinglePanel.Height;
                SinglePanel.Product(
                    (float**)Pointer(_pointers) + i,
                    ranges + (tile * Slots),
                    _counts[tile],
                    weights,
                    start,
                    0,
                    to + ((nint)i * outputs) + column,
                    outputs
                );
            }
        }
    }

    /// <summary>outputs = biases + rows W.</summary>
    public void Inner(float[] rows, int padded, int inputs, int outputs, float* weights, float* biases, float* to)
    {
        Rows(rows, padded, inputs);
        for (int column = 0; column < outputs; column += SinglePanel.Width, weights += (nint)inputs * SinglePanel.Width)
        {
            float* start = biases == null ? (float*)Pointer(_zeros) : biases + column;
            for (int i = 0; i < padded; i += SinglePanel.Height)
            {
                float* place = to + ((nint)i * outputs) + column;
                SinglePanel.Product(
                    (float**)Pointer(_pointers) + i,
                    Whole(inputs),
                    1,
                    weights,
                    start,
                    0,
                    place,
                    outputs
                );
            }
        }
    }

    /// <summary>slopes of vectors = rows W^T, in panels that differ from zero.</summary>
    public void Pull(float[] rows, int padded, int inputs, int outputs, float* backward, ReadOnlySpan<nint> slopes)
    {
        Rows(rows, padded, inputs);
        float* tile = stackalloc float[SinglePanel.Height * SinglePanel.Width];
        for (
            int column = 0;
            column < outputs;
            column += SinglePanel.Width, backward += (nint)inputs * SinglePanel.Width
        )
        {
            ulong bit = 1UL << (column / SinglePanel.Width);
            for (int i = 0; i < slopes.Length; i += SinglePanel.Height)
            {
                if ((_tiles[i / SinglePanel.Height] & bit) == 0)
                {
                    continue;
                }

                float** from = (float**)Pointer(_pointers) + i;
                SinglePanel.Product(
                    from,
                    Whole(inputs),
                    1,
                    backward,
                    (float*)Pointer(_zeros),
                    0,
                    tile,
                    SinglePanel.Width
                );
                for (int row = i; row < Math.Min(slopes.Length, i + SinglePanel.Height); row++)
                {
                    float* place = (float*)slopes[row] + column;
                    float* made = tile + ((row - i) * SinglePanel.Width);
                    Vector256.Load(made).Store(place);
                    Vector256.Load(made + 8).Store(place + 8);
                }
            }
        }
    }

    /// <summary>W's gradient = vectors^T adjoint + tangents^T slopes.</summary>
    public void OuterGradient(
        ReadOnlySpan<nint> vectors,
        ReadOnlySpan<nint> tangents,
        TrainedLayer layer,
        float[] adjoint,
        float[] slopes
    )
    {
        int rows = vectors.Length;
        Grow(ref _across, layer.Inputs * 2 * rows);
        for (int i = 0; i < rows; i++)
        {
            for (ulong left = _all; left != 0; left &= left - 1)
            {
                int column = BitOperations.TrailingZeroCount(left) * SinglePanel.Width;
                float* vector = (float*)vectors[i] + column,
                    tangent = (float*)tangents[i] + column;
                for (int c = 0; c < SinglePanel.Width; c++)
                {
                    _across[((column + c) * 2 * rows) + i] = vector[c];
                    _across[((column + c) * 2 * rows) + rows + i] = tangent[c];
                }
            }
        }

        Gradient(rows, layer, adjoint, slopes, _all);
    }

    /// <summary>W's gradient = values^T adjoint + moved^T slopes.</summary>
    public void InnerGradient(
        int rows,
        float[] values,
        float[] moved,
        TrainedLayer layer,
        float[] adjoint,
        float[] slopes
    )
    {
        Grow(ref _across, layer.Inputs * 2 * rows);
        for (int i = 0; i < rows; i++)
        {
            for (int c = 0; c < layer.Inputs; c++)
            {
                _across[(c * 2 * rows) + i] = values[(i * layer.Inputs) + c];
                _across[(c * 2 * rows) + rows + i] = moved[(i * layer.Inputs) + c];
            }
        }

        Gradient(rows, layer, adjoint, slopes, ulong.MaxValue);
    }

    /// <summary>values *= c'(z), from c's own value y: 1 above zero, 1 + 10 y below.</summary>
    public static void TimesSlope(float[] values, float[] outputs, int count)
    {
        for (int i = 0; i < count; i += 8)
        {
            (Vector256.LoadUnsafe(ref values[i]) * Slope(Vector256.LoadUnsafe(ref outputs[i]))).StoreUnsafe(
                ref values[i]
            );
        }
    }

    /// <summary>adjoint = adjoint c'(z) + slopes tangents c''(z) / c'(z): the last is 10 below zero and 0 above.</summary>
    public static void Adjoint(float[] adjoint, float[] slopes, float[] tangents, float[] outputs, int count)
    {
        for (int i = 0; i < count; i += 8)
        {
            var y = Vector256.LoadUnsafe(ref outputs[i]);
            Vector256<float> bend =
                Vector256.LoadUnsafe(ref slopes[i]) * Vector256.LoadUnsafe(ref tangents[i]) * Vector256.Create(10f);
            Vector256<float> below = Vector256.LessThan(y, Vector256<float>.Zero) & bend;
            Vector256
                .FusedMultiplyAdd(Vector256.LoadUnsafe(ref adjoint[i]), Slope(y), below)
                .StoreUnsafe(ref adjoint[i]);
        }
    }

    public static void Celu(float* values, int padded, int columns)
    {
        for (int i = 0; i < padded; i += SinglePanel.Height)
        {
            for (int column = 0; column < columns; column += SinglePanel.Width)
            {
                SinglePanel.Celu(values + ((nint)i * columns) + column, columns);
            }
        }
    }

    public static void Add(Span<float> sum, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i += 8)
        {
            (Vector256.Create<float>(sum[i..]) + Vector256.Create(values[i..])).CopyTo(sum[i..]);
        }
    }

    private void Gradient(int rows, TrainedLayer layer, float[] adjoint, float[] slopes, ulong mask)
    {
        int both = 2 * rows;
        Grow(ref _panels, both * SinglePanel.Width);
        Grow(ref _pointers, layer.Inputs + SinglePanel.Height);
        for (int i = 0; i < layer.Inputs + SinglePanel.Height; i++)
        {
            _pointers[i] = (nint)((float*)Pointer(_across) + ((nint)Math.Min(i, layer.Inputs - 1) * both));
        }

        Span<int> runs = stackalloc int[Slots];
        int count = Runs(mask, runs);
        for (int column = 0; column < layer.Outputs; column += SinglePanel.Width)
        {
            for (int i = 0; i < rows; i++)
            {
                adjoint
                    .AsSpan((i * layer.Outputs) + column, SinglePanel.Width)
                    .CopyTo(_panels.AsSpan(i * SinglePanel.Width));
                slopes
                    .AsSpan((i * layer.Outputs) + column, SinglePanel.Width)
                    .CopyTo(_panels.AsSpan((rows + i) * SinglePanel.Width));
            }

            float* to = PackedLayer.Pointer(layer.WeightSlopes) + ((nint)column * layer.Inputs);
            int done = 0;
            for (int run = 0; run < count; run++)
            {
                int end = Math.Min(layer.Inputs, runs[(2 * run) + 1]);
                new Span<float>(to + (done * SinglePanel.Width), (runs[2 * run] - done) * SinglePanel.Width).Clear();
                for (int i = runs[2 * run]; i < end; i += SinglePanel.Height)
                {
                    SinglePanel.Product(
                        (float**)Pointer(_pointers) + i,
                        Whole(both),
                        1,
                        (float*)Pointer(_panels),
                        (float*)Pointer(_zeros),
                        0,
                        to + ((nint)i * SinglePanel.Width),
                        SinglePanel.Width
                    );
                }

                done = end;
            }

            // What a tile wrote beyond its run is of no input here; the next panel writes over what is beyond the last.
            new Span<float>(to + (done * SinglePanel.Width), (layer.Inputs - done) * SinglePanel.Width).Clear();
        }
    }

    private static Vector256<float> Slope(Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(
            Vector256.Min(y, Vector256<float>.Zero),
            Vector256.Create(10f),
            Vector256<float>.One
        );

    private void Rows(float[] rows, int padded, int columns)
    {
        Grow(ref _pointers, padded);
        for (int i = 0; i < padded; i++)
        {
            _pointers[i] = (nint)(PackedLayer.Pointer(rows) + ((nint)i * columns));
        }
    }

    private int* Whole(int inner)
    {
        (_whole[0], _whole[1]) = (0, inner);
        return (int*)Pointer(_whole);
    }

    /// <summary>Runs of set bits, as first and one beyond the last column.</summary>
    private static int Runs(ulong mask, Span<int> runs)
    {
        int count = 0;
        int bit = 0;
        while (bit < 64 && mask >> bit != 0)
        {
            bit += BitOperations.TrailingZeroCount(mask >> bit);
            int length = BitOperations.TrailingZeroCount(~(mask >> bit));
            runs[2 * count] = bit * SinglePanel.Width;
            runs[(2 * count) + 1] = (bit + length) * SinglePanel.Width;
            count++;
            bit += length;
        }

        return count;
    }

    private static void Grow<T>(ref T[] array, int length)
        where T : unmanaged
    {
        if (array.Length < length)
        {
            array = GC.AllocateArray<T>(length + (length / 4), pinned: true);
        }
    }

    private static void* Pointer<T>(T[] pinned)
        where T : unmanaged => Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
