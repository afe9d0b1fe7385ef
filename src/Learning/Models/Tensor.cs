using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lichen.Learning.Models;

/// <summary>An array of numbers as a safetensors file holds it: row-major, little-endian.</summary>
public sealed class Tensor
{
    private readonly byte[] _bytes;

    internal Tensor(ElementType type, ImmutableArray<long> shape, byte[] bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Tensors are little-endian, and so must be the machine.");
        }

        if (ByteCount(type, shape) != bytes.Length)
        {
            throw new ArgumentException($"{bytes.Length} bytes are not {type}[{string.Join(", ", shape)}].");
        }

        (Type, Shape, _bytes) = (type, shape, bytes);
    }

    /// <summary>The type of each number.</summary>
    public ElementType Type { get; }

    /// <summary>Lengths of the axes; none at all is a single number.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The numbers as bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The count of numbers.</summary>
    public int Length => _bytes.Length / SizeOf(Type);

    /// <summary>Copies numbers; the shape is the length where none is given.</summary>
    /// <exception cref="ArgumentException">The shape is not that of so many numbers.</exception>
    public static Tensor Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        new(TypeOf<T>(), shape.IsEmpty ? [values.Length] : [.. shape], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The numbers; the type is that of the file, nothing is converted.</summary>
    /// <exception cref="InvalidCastException">The numbers are of another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        TypeOf<T>() == Type
            ? MemoryMarshal.Cast<byte, T>(_bytes)
            : throw new InvalidCastException($"The tensor holds {Type}, not {TypeOf<T>()}.");

    /// <summary>True when no number is infinite or NaN.</summary>
    internal bool IsFinite() =>
        Type switch
        {
            ElementType.F32 => AllFinite(Values<float>()),
            ElementType.F64 => AllFinite(Values<double>()),
            ElementType.F16 => AllFinite(Values<Half>()),
            _ => true,
        };

    internal static int SizeOf(ElementType type) =>
        type switch
        {
            ElementType.U8 => 1,
            ElementType.U16 or ElementType.F16 => 2,
            ElementType.U32 or ElementType.I32 or ElementType.F32 => 4,
            _ => 8,
        };

    /// <summary>Bytes of a tensor, or -1 where that is no number that can be.</summary>
    internal static long ByteCount(ElementType type, ImmutableArray<long> shape)
    {
        long count = SizeOf(type);
        foreach (long length in shape)
        {
            if (length < 0 || (length > 0 && count > long.MaxValue / length))
            {
                return -1;
            }

            count *= length;
        }

        return count;
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AllFinite(ReadOnlySpan<Half> values)
    {
        foreach (Half value in values)
        {
            if (!Half.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    internal static ElementType TypeOf<T>() =>
        typeof(T) == typeof(byte) ? ElementType.U8
        : typeof(T) == typeof(ushort) ? ElementType.U16
        : typeof(T) == typeof(uint) ? ElementType.U32
        : typeof(T) == typeof(int) ? ElementType.I32
        : typeof(T) == typeof(float) ? ElementType.F32
        : typeof(T) == typeof(double) ? ElementType.F64
        : typeof(T) == typeof(Half) ? ElementType.F16
        : throw new NotSupportedException($"Tensors do not hold {typeof(T)}.");
}

/// <summary>Types of numbers that model files use, under the names of the format.</summary>
public enum ElementType
{
    U8,
    U16,
    U32,
    I32,
    F32,
    F64,
    F16,
}
