using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Lichen.Chemistry;

/// <summary>
/// Reads a Python pickle that holds lists, whole numbers and floats and nothing else. A pickle is a program for a
/// stack machine; this one knows only the operations that make such values and refuses all others, so that no file can
/// make it do more. Source: the comments of Python's <c>pickletools</c>, protocols 0 to 5.
/// </summary>
internal static class PickledLists
{
    /// <returns>The pickled value: <c>long</c>, <c>double</c> or <c>List&lt;object&gt;</c> of these.</returns>
    /// <exception cref="InvalidDataException">Another operation, or a broken file; the message has the place.</exception>
    public static object Read(ReadOnlySpan<byte> pickle)
    {
        var stack = new List<object>();
        var marks = new Stack<int>();
        var at = 0;
        while (at < pickle.Length)
        {
            var start = at;
            var operation = pickle[at++];
            switch (operation)
            {
                case (byte)'.':
                    return stack.Count == 1 && marks.Count == 0 ? stack[0] : throw Broken(start, "ends too early");
                case (byte)'(':
                    marks.Push(stack.Count);
                    break;
                case (byte)']':
                    stack.Add(new List<object>());
                    break;
                case (byte)'l':
                    var made = Marked(stack, marks, start);
                    stack.Add(made);
                    break;
                case (byte)'a':
                    var last = Pop(stack, start);
                    Top(stack, start).Add(last);
                    break;
                case (byte)'e':
                    var several = Marked(stack, marks, start);
                    Top(stack, start).AddRange(several);
                    break;
                case (byte)'I' or (byte)'L':
                    stack.Add(Whole(Line(pickle, ref at, start), start));
                    break;
                case (byte)'F':
                    stack.Add(Float(Line(pickle, ref at, start), start));
                    break;
                case (byte)'K':
                    stack.Add((long)Bytes(pickle, ref at, 1, start)[0]);
                    break;
                case (byte)'M':
                    stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(pickle, ref at, 2, start)));
                    break;
                case (byte)'J':
                    stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(pickle, ref at, 4, start)));
                    break;
                case 0x8a:
                    stack.Add(Long(Bytes(pickle, ref at, Bytes(pickle, ref at, 1, start)[0], start), start));
                    break;
                case (byte)'G':
                    stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Bytes(pickle, ref at, 8, start)));
                    break;
                case (byte)'p':
                    // What is put into the memo is never fetched here: getting is refused.
                    Line(pickle, ref at, start);
                    break;
                case (byte)'q' or 0x80:
                    Bytes(pickle, ref at, 1, start);
                    break;
                case (byte)'r':
                    Bytes(pickle, ref at, 4, start);
                    break;
                case 0x95:
                    Bytes(pickle, ref at, 8, start);
                    break;
                case 0x94:
                    break;
                default:
                    throw Broken(start, $"has operation 0x{operation:x2}, none of those that make lists of numbers");
            }
        }

        throw Broken(at, "has no end");
    }

    private static List<object> Marked(List<object> stack, Stack<int> marks, int at)
    {
        if (!marks.TryPop(out var mark) || mark > stack.Count)
        {
            throw Broken(at, "has a list without a beginning");
        }

        var items = stack.GetRange(mark, stack.Count - mark);
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private static object Pop(List<object> stack, int at)
    {
        if (stack.Count == 0)
        {
            throw Broken(at, "takes from an empty stack");
        }

        var last = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return last;
    }

    private static List<object> Top(List<object> stack, int at) =>
        stack.Count > 0 && stack[^1] is List<object> list ? list : throw Broken(at, "appends to what is no list");

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> pickle, ref int at, int count, int start)
    {
        if (pickle.Length - at < count)
        {
            throw Broken(start, "is cut off");
        }

        at += count;
        return pickle.Slice(at - count, count);
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> pickle, ref int at, int start)
    {
        var length = pickle[at..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Broken(start, "is cut off");
        }

        at += length + 1;
        return pickle.Slice(at - length - 1, length);
    }

    private static long Whole(ReadOnlySpan<byte> text, int at) =>
        long.TryParse(
            text.TrimEnd((byte)'L'),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : throw Broken(at, $"has \"{Encoding.ASCII.GetString(text)}\" for a whole number");

    private static double Float(ReadOnlySpan<byte> text, int at) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Broken(at, $"has \"{Encoding.ASCII.GetString(text)}\" for a number");

    // Two's complement, little end first, as few bytes as the number needs.
    private static long Long(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length > 8)
        {
            throw Broken(at, "has a whole number beyond 64 bits");
        }

        Span<byte> whole = stackalloc byte[8];
        whole.Fill(bytes.Length > 0 && bytes[^1] >= 0x80 ? (byte)0xff : (byte)0);
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadInt64LittleEndian(whole);
    }

    private static InvalidDataException Broken(int at, string what) => new($"The pickle {what}, at byte {at}.");
}
