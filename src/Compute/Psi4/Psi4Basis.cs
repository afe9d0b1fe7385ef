using System.Text.RegularExpressions;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Psi4;

/// <summary>How Psi4 keeps basis sets: files in Gaussian 94 format.</summary>
internal static partial class Psi4Basis
{
    public static BasisFolder In(string folder) => new(folder, FileName, Heading());

    /// <summary>Name of the file of a basis set, as Psi4 makes it from the name of the set.</summary>
    public static string FileName(string basis) =>
        basis
            .ToLowerInvariant()
            .Replace('+', 'p')
            .Replace('*', 's')
            .Replace('(', '_')
            .Replace(')', '_')
            .Replace(',', '_') + ".gbs";

    /// <summary>Finds an element's heading: its symbol and a zero.</summary>
    [GeneratedRegex(@"^\s*([A-Za-z]{1,2})\s+0\s*$", RegexOptions.Multiline)]
    public static partial Regex Heading();
}
