using System.Text.RegularExpressions;
using Lichen.Compute.Engines;

namespace Lichen.Compute.Nwchem;

/// <summary>How NWChem's library keeps basis sets.</summary>
internal static partial class NwchemBasis
{
    public static BasisFolder In(string folder) => new(folder, FileName, Heading());

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

    /// <summary>Finds an element's heading: basis "C_def2-SVP" SPHERICAL.</summary>
    [GeneratedRegex(@"^\s*basis\s+""([A-Za-z]{1,2})_", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    public static partial Regex Heading();

    [GeneratedRegex(@"^(3-21|6-31)(\+{0,2})g", RegexOptions.IgnoreCase)]
    private static partial Regex Pople();

    [GeneratedRegex("ecp|lanl|stuttgart|crenb|sbkjc|sdb|hay|-pp|dhf-|psbkjc", RegexOptions.IgnoreCase)]
    private static partial Regex Potential();
}
