namespace Lichen.Core.Numerics;

/// <summary>Random numbers that follow from a seed alone, the same on every machine and version. Not for secrets.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood 2014, <see href="https://doi.org/10.1145/2714064.2660195"/>.</remarks>
public struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 to <paramref name="limit"/> - 1; its bias is below limit / 2^64.</summary>
    /// <param name="limit">Positive.</param>
    public long Below(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return (long)Math.BigMul(Next(), (ulong)limit, out _);
    }

    /// <summary>A number in 0..1, 1 excluded.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw of the standard normal distribution (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());
}
