using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Psi4;

/// <summary>The basis sets in a folder of Psi4, and the elements that each has.</summary>
internal sealed partial class Psi4Basis(string folder)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FrozenSet<string>> _elements = [];

    /// <summary>Name of the file of a basis set, as Psi4 makes it from the name of the set.</summary>
    public static string FileName(string basis) =>
        basis
            .ToLowerInvariant()
            .Replace('+', 'p')
            .Replace('*', 's')
            .Replace('(', '_')
            .Replace(')', '_')
            .Replace(',', '_') + ".gbs";

    public bool Has(string basis) =>
        !basis.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(folder, FileName(basis)));

    /// <summary>Symbols of the elements that a basis set has.</summary>
    public FrozenSet<string> ElementsOf(string basis)
    {
        lock (_lock)
        {
            if (!_elements.TryGetValue(basis, out var symbols))
            {
                _elements[basis] = symbols = Read(File.ReadAllText(Path.Combine(folder, FileName(basis))));
            }

            return symbols;
        }
    }

    /// <summary>Symbols of the elements in the text of a basis set in Gaussian 94 format.</summary>
    public static FrozenSet<string> Read(string text) =>
        Heading()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Select(symbol => char.ToUpperInvariant(symbol[0]) + symbol[1..].ToLowerInvariant())
            .Where(symbol => Elements.AtomicNumber(symbol) is not null)
            .ToFrozenSet();

    /// <summary>The basis sets whose names are most like a wrong one.</summary>
    public string? Nearest(string basis)
    {
        var wanted = FileName(basis).Replace("-", "", StringComparison.Ordinal);
        return Directory
            .EnumerateFiles(folder, "*.gbs")
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(name => name!.Replace("-", "", StringComparison.Ordinal) == wanted)
            ?.Replace(".gbs", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*([A-Za-z]{1,2})\s+0\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
