namespace Lichen.Core.Calculations;

/// <summary>A correction for dispersion, as the end of a method's name says it.</summary>
public enum Dispersion
{
    None,

    /// <summary>Grimme's D3 with zero damping, written -D3 or -D3(0), <see href="https://doi.org/10.1063/1.3382344"/>.</summary>
    D3Zero,

    /// <summary>D3 with the damping of Becke and Johnson, -D3(BJ) or -D3BJ, <see href="https://doi.org/10.1002/jcc.21759"/>.</summary>
    D3BeckeJohnson,

    /// <summary>Grimme's D4, -D4, <see href="https://doi.org/10.1063/1.5090222"/>.</summary>
    D4,
}

/// <summary>A method's name taken apart: B3LYP-D3(BJ) is B3LYP and its correction.</summary>
public static class DispersionSuffix
{
    // The first suffix of each correction is its usual spelling, in which levels enter the archive's keys.
    private static readonly (string Suffix, Dispersion Dispersion)[] Suffixes =
    [
        ("-D3(BJ)", Dispersion.D3BeckeJohnson),
        ("-D3BJ", Dispersion.D3BeckeJohnson),
        ("-D3", Dispersion.D3Zero),
        ("-D3(0)", Dispersion.D3Zero),
        ("-D3ZERO", Dispersion.D3Zero),
        ("-D4", Dispersion.D4),
    ];

    /// <summary>The method without its correction, and the correction; -D and -D2 are part of a name, as in B97-D.</summary>
    public static (string Method, Dispersion Dispersion) Split(string method)
    {
        foreach (var (suffix, dispersion) in Suffixes)
        {
            if (method.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return (method[..^suffix.Length], dispersion);
            }
        }

        return (method, Dispersion.None);
    }

    /// <summary>The method with its correction in the usual spelling: B3LYP-D3BJ is B3LYP-D3(BJ), PBE-D3(0) is PBE-D3.</summary>
    public static string Join(string method, Dispersion dispersion) =>
        method + Suffixes.FirstOrDefault(entry => entry.Dispersion == dispersion).Suffix;
}
