using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lichen.Learning.Dense;

/// <summary>Elementwise and summed arithmetic on rows, four lanes at a time in a fixed order.</summary>
internal static class Sums
{
    private const int Lanes = 4;

    /// <summary>target += factor values + constant.</summary>
    public static void Add(Span<double> target, double factor, ReadOnlySpan<double> values, double constant)
    {
        Vector256<double> factors = Vector256.Create(factor);
        Vector256<double> constants = Vector256.Create(constant);
        int i = 0;
        for (; i + Lanes <= target.Length; i += Lanes)
        {
            Vector256<double> sum = Load(target, i) + Vector256.FusedMultiplyAdd(factors, Load(values, i), constants);
            sum.CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += Math.FusedMultiplyAdd(factor, values[i], constant);
        }
    }

    /// <summary>target *= values.</summary>
    public static void Multiply(Span<double> target, ReadOnlySpan<double> values)
    {
        int i = 0;
        for (; i + Lanes <= target.Length; i += Lanes)
        {
            (Load(target, i) * Load(values, i)).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] *= values[i];
        }
    }

    /// <summary>results = exp(factor values).</summary>
    public static void Exponential(ReadOnlySpan<double> values, double factor, Span<double> results)
    {
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i + Lanes <= values.Length; i += Lanes)
        {
            Vector256.Exp(factors * Load(values, i)).CopyTo(results[i..]);
        }

        for (; i < values.Length; i++)
        {
            results[i] = Vector256.Exp(Vector256.Create(factor * values[i])).ToScalar();
        }
    }

    /// <summary>sums += factor values, squares += values^2; of a multiple of four entries.</summary>
    public static void Accumulate(ReadOnlySpan<double> values, double factor, Span<double> sums, Span<double> squares)
    {
        Vector256<double> factors = Vector256.Create(factor);
        for (int i = 0; i < values.Length; i += Lanes)
        {
            Vector256<double> own = Load(values, i);
            Vector256.FusedMultiplyAdd(factors, own, Load(sums, i)).CopyTo(sums[i..]);
            Vector256.FusedMultiplyAdd(own, own, Load(squares, i)).CopyTo(squares[i..]);
        }
    }

    public static double Sum(ReadOnlySpan<double> values)
    {
        Vector256<double> sums = default;
        double rest = 0;
        int i = 0;
        for (; i + Lanes <= values.Length; i += Lanes)
        {
            sums += Load(values, i);
        }

        for (; i < values.Length; i++)
        {
            rest += values[i];
        }

        return Vector256.Sum(sums) + rest;
    }

    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Vector256<double> sums = default;
        double rest = 0;
        int i = 0;
        for (; i + Lanes <= left.Length; i += Lanes)
        {
            sums = Vector256.FusedMultiplyAdd(Load(left, i), Load(right, i), sums);
        }

        for (; i < left.Length; i++)
        {
            rest += left[i] * right[i];
        }

        return Vector256.Sum(sums) + rest;
    }

    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third)
    {
        Vector256<double> sums = default;
        double rest = 0;
        int i = 0;
        for (; i + Lanes <= first.Length; i += Lanes)
        {
            sums = Vector256.FusedMultiplyAdd(Load(first, i) * Load(second, i), Load(third, i), sums);
        }

        for (; i < first.Length; i++)
        {
            rest += first[i] * second[i] * third[i];
        }

        return Vector256.Sum(sums) + rest;
    }

    private static Vector256<double> Load(ReadOnlySpan<double> values, int start) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start);
}
