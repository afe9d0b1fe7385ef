using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Nwchem;

/// <summary>The basis sets in NWChem's library, and the elements that each has.</summary>
internal sealed partial class NwchemBasis(string folder)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FrozenSet<string>> _elements = [];

    /// <summary>Name of a basis set as NWChem's library has it.</summary>
    public static string LibraryName(string basis) =>
        basis
            .ToLowerInvariant()
            .Replace("(d,p)", "**", StringComparison.Ordinal)
            .Replace("(d)", "*", StringComparison.Ordinal);

    /// <summary>Name of the file of a basis set, as NWChem makes it from the name of the set.</summary>
    public static string FileName(string basis) =>
        LibraryName(basis)
            .Replace('*', 's')
            .Replace("(", "", StringComparison.Ordinal)
            .Replace(")", "", StringComparison.Ordinal)
            .Replace(',', '_');

    /// <summary>
    /// True where the set is defined with six d functions: 3-21G and 6-31G with what is added to them. NWChem's library marks
    /// 6-31G* as spherical, which is another set than the published one.
    /// </summary>
    public static bool IsCartesian(string basis) => Pople().IsMatch(basis);

    /// <summary>True for sets that go with effective core potentials, which are not written into inputs here.</summary>
    public static bool NeedsPotential(string basis) => Potential().IsMatch(basis);

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

    /// <summary>Symbols of the elements in a file of the library, from its headings: basis "C_def2-SVP" SPHERICAL.</summary>
    public static FrozenSet<string> Read(string text) =>
        Heading()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Select(symbol => char.ToUpperInvariant(symbol[0]) + symbol[1..].ToLowerInvariant())
            .Where(symbol => Elements.AtomicNumber(symbol) is not null)
            .ToFrozenSet();

    /// <summary>The basis set whose name is most like a wrong one.</summary>
    public string? Nearest(string basis)
    {
        var wanted = FileName(basis).Replace("-", "", StringComparison.Ordinal);
        return Directory
            .EnumerateFiles(folder)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(name => name!.Replace("-", "", StringComparison.Ordinal) == wanted);
    }

    [GeneratedRegex(@"^\s*basis\s+""([A-Za-z]{1,2})_", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(3-21|6-31)(\+{0,2})g", RegexOptions.IgnoreCase)]
    private static partial Regex Pople();

    [GeneratedRegex("ecp|lanl|stuttgart|crenb|sbkjc|sdb|hay|-pp|dhf-|psbkjc", RegexOptions.IgnoreCase)]
    private static partial Regex Potential();
}
