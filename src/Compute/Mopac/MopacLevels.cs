using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Mopac;

/// <summary>What MOPAC gives at which level, and for what it is made.</summary>
internal static class MopacLevels
{
    public const string Pm7 = "PM7";
    public const string Pm6D3H4X = "PM6-D3H4X";

    private const string Pm6Reference =
        "PM6: J. J. P. Stewart, J. Mol. Model. 2007, 13, 1173, https://doi.org/10.1007/s00894-007-0233-4";

    private static readonly ImmutableArray<string> Properties =
    [
        "heat_of_formation",
        "homo_lumo_gap",
        "homo_energy",
        "lumo_energy",
        "dipole_moment",
        "isotropic_polarizability",
    ];

    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Methods = new Dictionary<
        string,
        ImmutableArray<string>
    >
    {
        [Pm7] = ["PM7: J. J. P. Stewart, J. Mol. Model. 2013, 19, 1, https://doi.org/10.1007/s00894-012-1667-x"],
        [Pm6D3H4X] =
        [
            Pm6Reference,
            "D3H4: J. Řezáč, P. Hobza, J. Chem. Theory Comput. 2012, 8, 141, https://doi.org/10.1021/ct200751e",
            "X: J. Řezáč, P. Hobza, Chem. Phys. Lett. 2011, 506, 286, https://doi.org/10.1016/j.cplett.2011.03.009",
        ],
    }.ToImmutableDictionary();

    public static IReadOnlyList<string> Names { get; } = [Pm7, Pm6D3H4X];

    public static IReadOnlyList<string> ProgramCitations { get; } =
    ["MOPAC: J. E. Moussa, J. J. P. Stewart, version 22.0.6, https://doi.org/10.5281/zenodo.6511958"];

    /// <summary>H to Bi without Ce to Yb; both methods answered for each of these elements as its fluoride.</summary>
    public static bool HasElement(int? atomicNumber) => atomicNumber is (>= 1 and <= 57) or (>= 71 and <= 83);

    public static EngineOffer Offer(LevelOfTheory level)
    {
        if (!Methods.TryGetValue(level.Method, out var references))
        {
            var near = Names.FirstOrDefault(name => name.Equals(level.Method, StringComparison.OrdinalIgnoreCase));
            return EngineOffer.None(
                $"mopac has no method '{level.Method}' here"
                    + (near is null ? $"; it has {string.Join(" and ", Names)}" : $"; write {near}")
            );
        }

        if (level.Basis is not null)
        {
            return EngineOffer.None($"{level.Method} has a basis of its own; write '{level with { Basis = null }}'");
        }

        if (level.Solvation is not null)
        {
            return EngineOffer.None(
                $"mopac computes the gas phase here; write '{level with { Solvation = null }}', or GFN2-xTB with ALPB"
            );
        }

        var geometry = level.GeometryLevel is null or LevelOfTheory.ForceFieldGeometry
            ? GeometryNeed.ForceField
            : GeometryNeed.LowerLevel;
        return new EngineOffer(Properties, geometry, null, references);
    }
}
