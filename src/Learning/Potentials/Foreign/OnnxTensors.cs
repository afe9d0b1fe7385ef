using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Tensors of files as tensors of libtorch.</summary>
internal static class OnnxTensors
{
    /// <summary>One, alive as long as the process: see docs/decisions/scalars-of-torchsharp.md. Of whole numbers the
    /// factor of a sum must be a whole number too.</summary>
    public static readonly Scalar One = 1L;

    public static ScalarType Kind(OnnxType type) =>
        type switch
        {
            OnnxType.Float => ScalarType.Float32,
            OnnxType.Double => ScalarType.Float64,
            OnnxType.Int32 => ScalarType.Int32,
            OnnxType.Int64 => ScalarType.Int64,
            OnnxType.Bool => ScalarType.Bool,
            _ => throw new UnreachableException(),
        };

    public static Tensor Of(OnnxTensor file)
    {
        ReadOnlySpan<byte> bytes = file.Bytes.Span;
        long[] shape = [.. file.Shape];
        return file.Type switch
        {
            OnnxType.Float => tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape),
            OnnxType.Double => tensor(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), shape),
            OnnxType.Int32 => tensor(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), shape),
            OnnxType.Int64 => tensor(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), shape),
            OnnxType.Bool => tensor(Array.ConvertAll(bytes.ToArray(), value => value != 0), shape),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Whole numbers, shape as given, or (n).</summary>
    public static Tensor Of(long[] numbers, params long[] shape) =>
        tensor(numbers, shape.Length == 0 ? [numbers.Length] : shape);

    /// <summary>Values that are the same in every place, of another tensor's kind; shape ().</summary>
    public static Tensor Number(double value, ScalarType type) => tensor([value], [], ScalarType.Float64).to_type(type);
}
