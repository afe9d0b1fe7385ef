using System.Collections.Immutable;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Journals;

/// <summary>Compares two calculations of one candidate at one level with different settings.</summary>
internal static class Agreement
{
    // Above what two ways to one solution leave, below what two solutions differ by.
    private const double RelativeTolerance = 1e-3;
    private const double LowerByHartree = 1e-6;
    private const double LowerByKcalPerMole = 1e-3;

    /// <summary>How far two values of a property may be apart that are one, in its unit.</summary>
    public static double ToleranceOf(string property, double value) =>
        Property.Find(property)?.Unit switch
        {
            "hartree" => 1e-4,
            "kcal/mol" => 0.1,
            "eV" => 0.01,
            "nm" => 1,
            "D" => 0.02,
            "bohr^3" => 0.1,
            "e" => 0.005,
            _ => RelativeTolerance * Math.Abs(value),
        };

    /// <summary>Says which of two calculations stands.</summary>
    /// <param name="property">The property whose value contradicted its neighbours.</param>
    /// <remarks>
    /// Never by which value is nearer to what was expected: a model would then see what it likes to see. Of two solutions
    /// of one method for one molecule the one of lower energy is the better.
    /// </remarks>
    public static Verdict Judge(
        string property,
        ImmutableSortedDictionary<string, double> first,
        ImmutableSortedDictionary<string, double> second
    )
    {
        if (Math.Abs(first[property] - second[property]) <= ToleranceOf(property, first[property]))
        {
            return Verdict.Confirmed;
        }

        return Difference(Property.TotalEnergy) is { } hartree ? Lower(hartree, LowerByHartree)
            : Difference(Property.HeatOfFormation) is { } kcal ? Lower(kcal, LowerByKcalPerMole)
            : Verdict.Undecided;

        double? Difference(Property energy) =>
            first.TryGetValue(energy.Name, out var one) && second.TryGetValue(energy.Name, out var other)
                ? other - one
                : null;

        static Verdict Lower(double difference, double least) =>
            difference < -least ? Verdict.SecondIsLower : Verdict.FirstIsLower;
    }
}
