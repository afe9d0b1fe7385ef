using System.Collections.Immutable;
using System.Globalization;

namespace Lichen.Compute.Xtb;

/// <summary>The file of atomic charges that xtb leaves: one number a line, in the order of the atoms.</summary>
internal static class XtbCharges
{
    public const string Largest = "largest_partial_charge";
    public const string Smallest = "smallest_partial_charge";

    // Eight decimals are printed; what is further off than rounding belongs to another molecule or was cut.
    private const double SumTolerance = 1e-3;

    /// <summary>Adds the extremes of the charges; as it was where they are not all there or do not add up.</summary>
    /// <param name="text">The file's text; empty where there is none.</param>
    /// <param name="atoms">Number of atoms.</param>
    /// <param name="charge">Total charge in elementary charges.</param>
    public static ImmutableSortedDictionary<string, double> Add(
        ImmutableSortedDictionary<string, double> values,
        string text,
        int atoms,
        int charge
    )
    {
        var charges = new List<double>(atoms);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(word, CultureInfo.InvariantCulture, out var value))
            {
                return values;
            }

            charges.Add(value);
        }

        return charges.Count == atoms && atoms > 0 && Math.Abs(charges.Sum() - charge) <= SumTolerance
            ? values.SetItem(Largest, charges.Max()).SetItem(Smallest, charges.Min())
            : values;
    }
}
