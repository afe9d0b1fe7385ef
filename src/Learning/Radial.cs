using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace Lichen.Learning;

/// <summary>Values f(u) of a <see cref="RadialShape"/> and its falling slopes -2 df/du, four lanes at a time.</summary>
internal static class Radial
{
    private const int Lanes = 4;

    /// <summary>f(u), u = d^2 / l^2.</summary>
    public static Vector256<double> Value(RadialShape shape, Vector256<double> u)
    {
        switch (shape)
        {
            case RadialShape.Gaussian:
                return Vector256.Exp(u * -0.5);
            case RadialShape.Matern52:
                Vector256<double> five = u * 5.0;
                Vector256<double> r = Vector256.Sqrt(five);
                return (Vector256<double>.One + r + (five * (1.0 / 3))) * Vector256.Exp(-r);
            case RadialShape.Matern32:
                Vector256<double> s = Vector256.Sqrt(u * 3.0);
                return (Vector256<double>.One + s) * Vector256.Exp(-s);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>-2 df/du: what a change of half a squared distance, over l^2, takes away.</summary>
    public static Vector256<double> Slope(RadialShape shape, Vector256<double> u)
    {
        switch (shape)
        {
            case RadialShape.Gaussian:
                return Vector256.Exp(u * -0.5);
            case RadialShape.Matern52:
                Vector256<double> r = Vector256.Sqrt(u * 5.0);
                return (5.0 / 3) * (Vector256<double>.One + r) * Vector256.Exp(-r);
            case RadialShape.Matern32:
                return 3.0 * Vector256.Exp(-Vector256.Sqrt(u * 3.0));
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Fills values and slopes for a row of squared distances; both spans may be one and the same.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="distances">d^2.</param>
    /// <param name="inverse">1 / l^2.</param>
    /// <param name="values">Receives f, shape as the distances.</param>
    /// <param name="slopes">Receives -2 df/du, shape as the distances; equal to f for a Gaussian.</param>
    public static void Fill(
        RadialShape shape,
        ReadOnlySpan<double> distances,
        double inverse,
        Span<double> values,
        Span<double> slopes
    )
    {
        Span<double> rest = stackalloc double[Lanes];
        for (int i = 0; i < distances.Length; i += Lanes)
        {
            int lanes = Math.Min(Lanes, distances.Length - i);
            rest.Clear();
            distances.Slice(i, lanes).CopyTo(rest);
            Vector256<double> u = Vector256.Create<double>(rest) * inverse;
            Value(shape, u).CopyTo(rest);
            rest[..lanes].CopyTo(values[i..]);
            if (shape != RadialShape.Gaussian)
            {
                Slope(shape, u).CopyTo(rest);
                rest[..lanes].CopyTo(slopes[i..]);
            }
        }
    }
}
