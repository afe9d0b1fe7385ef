namespace Lichen.Core.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private const double InverseRootTwoPi = 0.3989422804014327;

    public static double Density(double z) => InverseRootTwoPi * Math.Exp(-0.5 * z * z);

    /// <summary>P(Z at most z), with a relative error below 1e-13 also in the lower tail.</summary>
    public static double Cumulative(double z)
    {
        if (double.IsNaN(z))
        {
            return double.NaN;
        }

        return z < 0 ? UpperTail(-z) : 1 - UpperTail(z);
    }

    /// <summary>The logarithm of E[(Z + z)+] = phi(z) + z Phi(z), exact also where the value itself is no double.</summary>
    /// <remarks>Ament et al. 2023, eq. 9, <see href="https://arxiv.org/abs/2310.20708"/>.</remarks>
    public static double LogHinge(double z)
    {
        if (z > -3)
        {
            return Math.Log(Density(z) + (z * Cumulative(z)));
        }

        // 1 - |z| Q / phi = f / (|z| + f), f being the fraction of Mills' ratio: nothing cancels.
        var fraction = MillsFraction(-z);
        return (-0.5 * z * z) + Math.Log(InverseRootTwoPi) + Math.Log(fraction / (fraction - z));
    }

    /// <summary>The logarithm of P(Z at most z), exact also where the chance itself is no double.</summary>
    public static double LogCumulative(double z) =>
        z > -3
            ? Math.Log(Cumulative(z))
            : (-0.5 * z * z) + Math.Log(InverseRootTwoPi) - Math.Log(MillsFraction(-z) - z);

    /// <summary>z with P(Z at most z) = p, for p strictly between 0 and 1.</summary>
    /// <remarks>Newton steps from a logistic start: the distribution is log-concave, so they converge.</remarks>
    public static double Quantile(double p)
    {
        if (!(p > 0 && p < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability strictly between 0 and 1 is needed.");
        }

        if (p > 0.5)
        {
            return -Quantile(1 - p);
        }

        var z = Math.Log(p / (1 - p)) / 1.702;
        for (var step = 0; step < 60; step++)
        {
            // Newton on log Phi, which is concave: no overshoot into the far tail.
            var cumulative = Cumulative(z);
            var change = (Math.Log(cumulative) - Math.Log(p)) * cumulative / Density(z);
            z -= change;
            if (Math.Abs(change) < 1e-14 * Math.Max(1, Math.Abs(z)))
            {
                break;
            }
        }

        return z;
    }

    // Q(z) for z not negative. Below 3 by the series of Phi - 1/2 (Abramowitz and Stegun 26.2.11), above by the
    // continued fraction of Mills' ratio (26.2.14); both converge to double precision where they are used.
    private static double UpperTail(double z)
    {
        if (z < 3)
        {
            double term = z,
                sum = z;
            for (var n = 3; term > 1e-17 * sum; n += 2)
            {
                term *= z * z / n;
                sum += term;
            }

            return 0.5 - (Density(z) * sum);
        }

        if (z > 38.5)
        {
            return 0;
        }

        return Density(z) / (z + MillsFraction(z));
    }

    // f with Q(z) / phi(z) = 1 / (z + f), for z of at least 3.
    private static double MillsFraction(double z)
    {
        // The error falls as exp(-2 z root(2 n)): twice what double precision asks for, and a handful far out.
        var fraction = 0.0;
        for (var n = 8 + (int)(400 / (z * z)); n >= 1; n--)
        {
            fraction = n / (z + fraction);
        }

        return fraction;
    }
}
