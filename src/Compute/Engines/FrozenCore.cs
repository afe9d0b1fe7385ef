using Lichen.Core.Molecules;

namespace Lichen.Compute.Engines;

/// <summary>The orbitals that correlation leaves alone: those of the noble gas before each element, in every program.</summary>
internal static class FrozenCore
{
    /// <summary>Heaviest element for which it is defined here: beyond, basis sets replace the core by a potential.</summary>
    public const int Heaviest = 36;

    /// <summary>Number of doubly occupied orbitals that are frozen.</summary>
    public static int Orbitals(Geometry geometry)
    {
        var orbitals = 0;
        foreach (var number in geometry.AtomicNumbers)
        {
            orbitals += number switch
            {
                <= 2 => 0,
                <= 10 => 1,
                <= 18 => 5,
                _ => 9,
            };
        }

        return orbitals;
    }

    /// <summary>Says which element is too heavy; null when none is.</summary>
    public static string? Problem(string program, Candidate candidate) =>
        candidate.Elements.FirstOrDefault(symbol => !(Elements.AtomicNumber(symbol) <= Heaviest)) is { } element
            ? $"{program}: the frozen core is defined here for H to Kr, not for {element}"
            : null;
}
