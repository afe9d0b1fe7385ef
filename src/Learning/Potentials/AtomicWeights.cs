namespace Lichen.Learning.Potentials;

/// <summary>Standard atomic weights of H to Xe, abridged, in dalton.</summary>
/// <remarks>
/// Prohaska et al. 2022, table 1, <see href="https://doi.org/10.1515/pac-2019-0603"/>; of technetium, which has none,
/// the mass number of its longest-lived isotope.
/// </remarks>
internal static class AtomicWeights
{
    private static readonly double[] Weights =
    [
        .. (
            "1.008 4.0026 6.94 9.0122 10.81 12.011 14.007 15.999 18.998 20.180 22.990 24.305 26.982 28.085 30.974 32.06 35.45 "
            + "39.95 39.098 40.078 44.956 47.867 50.942 51.996 54.938 55.845 58.933 58.693 63.546 65.38 69.723 72.630 74.922 "
            + "78.971 79.904 83.798 85.468 87.62 88.906 91.224 92.906 95.95 97 101.07 102.91 106.42 107.87 112.41 114.82 "
            + "118.71 121.76 127.60 126.90 131.29"
        )
            .Split(' ')
            .Select(double.Parse),
    ];

    /// <exception cref="PotentialException">The element is heavier than xenon.</exception>
    public static double Of(byte atomicNumber) =>
        atomicNumber <= Weights.Length
            ? Weights[atomicNumber - 1]
            : throw new PotentialException(
                PotentialProblem.OutsideDomain,
                $"Vibrations are known of elements up to xenon, not of the element {atomicNumber}."
            );
}
