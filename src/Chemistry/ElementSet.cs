using System.Collections.Immutable;
using System.Numerics;
using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>Which elements occur in a molecule, hydrogen included.</summary>
public readonly record struct ElementSet
{
    private readonly ulong _low;
    private readonly ulong _high;

    internal ElementSet(ulong low, ulong high)
    {
        _low = low;
        _high = high;
    }

    public int Count => BitOperations.PopCount(_low) + BitOperations.PopCount(_high);

    /// <summary>Symbols ordered by atomic number; "*" stands for a dummy atom.</summary>
    public IReadOnlyList<string> Symbols
    {
        get
        {
            var symbols = ImmutableArray.CreateBuilder<string>(Count);
            for (var number = 0; number < 128; number++)
            {
                if (Has(number))
                {
                    symbols.Add(number == 0 ? "*" : Elements.Symbol(number));
                }
            }

            return symbols.MoveToImmutable();
        }
    }

    /// <exception cref="ArgumentException">A symbol is no element.</exception>
    public static ElementSet Of(IEnumerable<string> symbols)
    {
        ulong low = 0,
            high = 0;
        foreach (var symbol in symbols)
        {
            var number =
                Elements.AtomicNumber(symbol) ?? throw new ArgumentException($"There is no element \"{symbol}\".");
            if (number < 64)
            {
                low |= 1UL << number;
            }
            else
            {
                high |= 1UL << (number - 64);
            }
        }

        return new ElementSet(low, high);
    }

    public bool Contains(string symbol) => Elements.AtomicNumber(symbol) is { } number && Has(number);

    /// <summary>Whether every element of this set is also in the other.</summary>
    public bool IsSubsetOf(ElementSet other) => (_low & ~other._low) == 0 && (_high & ~other._high) == 0;

    /// <summary>The elements of this set that the other lacks.</summary>
    public ElementSet Except(ElementSet other) => new(_low & ~other._low, _high & ~other._high);

    public override string ToString() => string.Join(' ', Symbols);

    private bool Has(int number) => ((number < 64 ? _low >> number : _high >> (number - 64)) & 1) != 0;
}
