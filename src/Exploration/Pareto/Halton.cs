namespace Lichen.Exploration.Pareto;

/// <summary>Points that fill the unit cube evenly: Halton 1960, <see href="https://doi.org/10.1007/BF01386213"/>.</summary>
internal static class Halton
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

    public static int MostDimensions => Primes.Length;

    /// <summary>The digits of a number in the base of a dimension, mirrored at the point.</summary>
    /// <param name="number">From 1.</param>
    public static double At(int number, int dimension)
    {
        var prime = Primes[dimension];
        double value = 0,
            digit = 1.0 / prime;
        for (; number > 0; number /= prime, digit /= prime)
        {
            value += (number % prime) * digit;
        }

        return value;
    }
}
