using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Engines;

/// <summary>The basis sets in a program's folder, a file each, and the elements that each has.</summary>
/// <param name="folder">The program's own folder.</param>
/// <param name="fileName">Name of a set's file, as the program makes it from the name of the set.</param>
/// <param name="heading">Finds the heading of an element in a file; its first group is the symbol.</param>
internal sealed class BasisFolder(string folder, Func<string, string> fileName, Regex heading)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FrozenSet<string>> _elements = [];

    public bool Has(string basis) =>
        !basis.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(folder, fileName(basis)));

    /// <summary>Symbols of the elements that a basis set has.</summary>
    public FrozenSet<string> ElementsOf(string basis)
    {
        lock (_lock)
        {
            if (!_elements.TryGetValue(basis, out var symbols))
            {
                _elements[basis] = symbols = Read(File.ReadAllText(Path.Combine(folder, fileName(basis))), heading);
            }

            return symbols;
        }
    }

    /// <summary>The file whose name is a wrong one's but for hyphens, without its ending; null when there is none.</summary>
    public string? Nearest(string basis)
    {
        var wanted = WithoutHyphens(fileName(basis));
        var ending = Path.GetExtension(fileName("x"));
        return
            Directory
                .EnumerateFiles(folder, "*" + ending)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault(name => WithoutHyphens(name) == wanted)
                is { } found
            ? found[..^ending.Length]
            : null;
    }

    /// <summary>Symbols of the elements in the text of a basis set.</summary>
    public static FrozenSet<string> Read(string text, Regex heading) =>
        heading
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Select(symbol => char.ToUpperInvariant(symbol[0]) + symbol[1..].ToLowerInvariant())
            .Where(symbol => Elements.AtomicNumber(symbol) is not null)
            .ToFrozenSet();

    private static string WithoutHyphens(string name) => name.Replace("-", "", StringComparison.Ordinal);
}
