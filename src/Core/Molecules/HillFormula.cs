using System.Globalization;
using System.Text;

namespace Lichen.Core.Molecules;

/// <summary>Formulas as they are written in tables.</summary>
public static class HillFormula
{
    /// <summary>Carbon, then hydrogen, then the others by the alphabet; all by the alphabet where there is no
    /// carbon.</summary>
    /// <remarks>Source: Hill 1900, <see href="https://doi.org/10.1021/ja02046a005"/>.</remarks>
    public static string Of(Geometry geometry)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var number in geometry.AtomicNumbers)
        {
            var symbol = Elements.Symbol(number);
            counts[symbol] = counts.GetValueOrDefault(symbol) + 1;
        }

        var text = new StringBuilder();
        if (counts.ContainsKey("C"))
        {
            Add("C");
            Add("H");
        }

        foreach (var symbol in counts.Keys.ToArray())
        {
            Add(symbol);
        }

        return text.ToString();

        void Add(string symbol)
        {
            if (counts.Remove(symbol, out var count))
            {
                text.Append(symbol).Append(count == 1 ? "" : count.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
