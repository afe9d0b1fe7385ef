using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Engines;

/// <summary>Small molecules with geometries written down, and requests for them.</summary>
internal static class Samples
{
    public static readonly ResourceLimits Generous = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), 4L << 30);

    public static readonly Sample Water = new(
        new Candidate(1, "water", "O", 0, 1, 1, 3, 10, ["H", "O"]),
        Geometry.FromAngstrom([8, 1, 1], [0, 0, 0.1173, 0, 0.7572, -0.4692, 0, -0.7572, -0.4692]),
        [(0, 1), (0, 2)]
    );

    public static readonly Sample Oxygen = new(
        new Candidate(2, "oxygen", "O=O", 0, 3, 2, 2, 16, ["O"]),
        Geometry.FromAngstrom([8, 8], [0, 0, 0, 0, 0, 1.2]),
        [(0, 1)]
    );

    /// <summary>Flies apart: two fluoride ions.</summary>
    public static readonly Sample FluorineDianion = new(
        new Candidate(3, "difluorine(2-)", "F[F-2]", -2, 1, 2, 2, 20, ["F"]),
        Geometry.FromAngstrom([9, 9], [0, 0, 0, 0, 0, 1.42]),
        [(0, 1)]
    );

    public static readonly Sample Benzene = Rings("benzene", "c1ccccc1", [0.0]);

    /// <summary>Twelve heavy atoms: two planar phenyl rings turned by 40 degrees.</summary>
    public static readonly Sample Biphenyl = Rings("biphenyl", "c1ccc(-c2ccccc2)cc1", [0.0, 40.0]);

    public static LevelOfTheory Level(string text) => LevelOfTheory.Parse(text);

    public static CalculationRequest Request(
        this Sample sample,
        string level,
        string folder,
        string? cure,
        params Property[] wanted
    ) => new(sample.Candidate, Level(level), wanted, sample.Geometry, sample.Bonds, Generous, folder, cure);

    /// <summary>The outcome as computed; the test fails with the reason where it is a failure.</summary>
    public static Computed Believed(Outcome outcome)
    {
        Assert.True(outcome is Computed, outcome.ToString());
        return (Computed)outcome;
    }

    private static Sample Rings(string id, string smiles, double[] twists)
    {
        const double Carbon = 1.395,
            Hydrogen = 2.48,
            Between = (2 * Carbon) + 1.49;
        var numbers = new List<byte>();
        var angstrom = new List<double>();
        var bonds = new List<(int, int)>();
        foreach (var (ring, twist) in twists.Index())
        {
            var first = numbers.Count;
            var (sin, cos) = Math.SinCos(twist * Math.PI / 180);
            for (var i = 0; i < 12; i++)
            {
                var isHydrogen = i >= 6;
                if (i == 6 && twists.Length > 1)
                {
                    continue;
                }

                var angle = i % 6 * Math.PI / 3;
                var radius = isHydrogen ? Hydrogen : Carbon;
                var x = radius * Math.Cos(angle);
                var y = radius * Math.Sin(angle);
                var at = numbers.Count;
                numbers.Add(isHydrogen ? (byte)1 : (byte)6);
                angstrom.AddRange([ring == 0 ? x : Between - x, y * cos, y * sin]);
                bonds.Add(
                    isHydrogen
                        ? (first + (i % 6), at)
                        : (first + Math.Min(i, (i + 1) % 6), first + Math.Max(i, (i + 1) % 6))
                );
            }
        }

        if (twists.Length > 1)
        {
            bonds.Add((0, numbers.Count / 2));
        }

        var heavy = 6 * twists.Length;
        var hydrogens = numbers.Count - heavy;
        var candidate = new Candidate(4, id, smiles, 0, 1, heavy, numbers.Count, (6 * heavy) + hydrogens, ["H", "C"]);
        return new Sample(candidate, Geometry.FromAngstrom([.. numbers], [.. angstrom]), bonds);
    }
}

/// <summary>A candidate with a geometry and its bonds.</summary>
internal sealed record Sample(Candidate Candidate, Geometry Geometry, IReadOnlyList<(int First, int Second)> Bonds);
