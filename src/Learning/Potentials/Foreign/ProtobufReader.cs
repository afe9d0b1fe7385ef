using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Reads a message in the wire format of protocol buffers, field by field, without copying.</summary>
/// <remarks>
/// Strict: lengths beyond the end, groups, numbers of more than 64 bits and unknown kinds are refused. See
/// <see href="https://protobuf.dev/programming-guides/encoding/"/>.
/// </remarks>
internal struct ProtobufReader(ReadOnlyMemory<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Counted = 2;
    private const int Fixed32 = 5;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private ReadOnlyMemory<byte> _rest = message;
    private ReadOnlyMemory<byte> _bytes;
    private ulong _number;
    private int _kind;

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    /// <exception cref="PotentialException">The message is damaged.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong key = ReadVarint(ref _rest);
        if (key >> 3 is 0 or > int.MaxValue)
        {
            throw Damaged($"a field has the number {key >> 3}");
        }

        (Field, _kind) = ((int)(key >> 3), (int)(key & 7));
        switch (_kind)
        {
            case Varint:
                _number = ReadVarint(ref _rest);
                break;
            case Fixed64:
                _bytes = Take(8);
                break;
            case Fixed32:
                _bytes = Take(4);
                break;
            case Counted:
                ulong length = ReadVarint(ref _rest);
                _bytes = length <= (ulong)_rest.Length ? Take((int)length) : throw CutOff();
                break;
            default:
                throw Damaged($"the field {Field} is of an unknown kind");
        }

        return true;
    }

    /// <summary>The field as a whole number.</summary>
    public readonly long Integer() => _kind == Varint ? (long)_number : throw Other("a whole number");

    /// <summary>The field as a number of single precision.</summary>
    public readonly float Single() =>
        _kind == Fixed32
            ? BinaryPrimitives.ReadSingleLittleEndian(_bytes.Span)
            : throw Other("a number of single precision");

    /// <summary>The field as bytes, or as the message in them.</summary>
    public readonly ReadOnlyMemory<byte> Bytes() => _kind == Counted ? _bytes : throw Other("bytes");

    public readonly string Text()
    {
        try
        {
            return Strict.GetString(Bytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged($"the field {Field} is no text");
        }
    }

    /// <summary>Adds the field's whole numbers, one or packed.</summary>
    public readonly void AddIntegers(List<long> numbers)
    {
        if (_kind == Varint)
        {
            numbers.Add((long)_number);
            return;
        }

        for (ReadOnlyMemory<byte> rest = Bytes(); !rest.IsEmpty; )
        {
            numbers.Add((long)ReadVarint(ref rest));
        }
    }

    /// <summary>Adds the field's numbers of fixed size, one or packed.</summary>
    public readonly void AddFixed<T>(List<T> numbers)
        where T : unmanaged
    {
        int size = Marshal.SizeOf<T>();
        bool fits = _kind == (size == 8 ? Fixed64 : Fixed32) || (_kind == Counted && _bytes.Length % size == 0);
        numbers.AddRange(fits ? MemoryMarshal.Cast<byte, T>(_bytes.Span) : throw Other($"numbers of {size} bytes"));
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        ReadOnlyMemory<byte> taken = count <= _rest.Length ? _rest[..count] : throw CutOff();
        _rest = _rest[count..];
        return taken;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        ReadOnlySpan<byte> bytes = rest.Span;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i == 9 && bytes[i] > 1)
            {
                throw Damaged("a number has more than 64 bits");
            }

            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }

        throw CutOff();
    }

    private readonly PotentialException Other(string expected) => Damaged($"the field {Field} is not {expected}");

    private static PotentialException CutOff() => Damaged("it ends before its content does: it is cut off");

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The graph cannot be read: {what}.");
}
