using System.Runtime.Intrinsics;

namespace Lichen.Learning.Potentials;

/// <summary>exp of eight single-precision numbers, to two units in the last place.</summary>
/// <remarks>
/// exp(x) = 2^n exp(r), n the integer nearest to x / ln 2, r by Taylor's series to r^7, which |r| below 0.35 needs for
/// 1e-8. Below -87 the result is that of -87, 1.6e-38; x is at most 88. The general function widens to double
/// precision and costs three times as much.
/// </remarks>
internal static class SingleExp
{
    private const float Least = -87;
    private const float InverseLogarithm = 1.44269504f;

    // ln 2 in two parts, the first short enough that its product with n is exact (Cody and Waite).
    private const float LogarithmHigh = 0.693359375f;
    private const float LogarithmLow = -2.12194440e-4f;

    // Adding 1.5 2^23 rounds to an integer and leaves it in the low bits.
    private const float Rounder = 12582912f;

    public static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(Least));
        Vector256<float> rounder = Vector256.Create(Rounder);
        Vector256<float> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(InverseLogarithm), rounder);
        Vector256<float> n = shifted - rounder;
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-LogarithmHigh), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-LogarithmLow), r);
        Vector256<float> square = r * r;
        Vector256<float> odd = Term(Vector256.Create(1f / 5040), square, 1f / 120);
        Vector256<float> even = Term(Vector256.Create(1f / 720), square, 1f / 24);
        odd = Term(odd, square, 1f / 6);
        even = Term(even, square, 0.5f);
        odd = Term(odd, square, 1);
        even = Term(even, square, 1);
        Vector256<float> value = Vector256.FusedMultiplyAdd(odd, r, even);
        return (value.AsInt32() + Vector256.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
    }

    private static Vector256<float> Term(Vector256<float> sum, Vector256<float> square, float next) =>
        Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(next));
}
