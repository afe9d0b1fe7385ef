using System.Buffers.Binary;

namespace Lichen.Reporting.Figures;

/// <summary>The resolution that a PNG states in its pHYs chunk (PNG specification, 11.3.4.3).</summary>
internal static class PngResolution
{
    // Signature (8) and the IHDR chunk (25), after which pHYs may stand.
    private const int HeaderLength = 33;
    private const double MetresPerInch = 0.0254;

    public static byte[] Stamp(byte[] png, int dotsPerInch)
    {
        Span<byte> chunk = stackalloc byte[21];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, 9);
        "pHYs"u8.CopyTo(chunk[4..]);
        var perMetre = (uint)Math.Round(dotsPerInch / MetresPerInch);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[8..], perMetre);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[12..], perMetre);
        chunk[16] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(chunk[17..], Crc32(chunk[4..17]));
        return [.. png.AsSpan(0, HeaderLength), .. chunk, .. png.AsSpan(HeaderLength)];
    }

    // Bit by bit: 13 bytes need no table.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
