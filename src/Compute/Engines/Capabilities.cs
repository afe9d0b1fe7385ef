using Lichen.Compute.Mopac;
using Lichen.Compute.Nwchem;
using Lichen.Compute.Potentials;
using Lichen.Compute.Psi4;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Engines;

/// <summary>What an engine gives at levels that are alike.</summary>
/// <param name="Engine">Name of the engine.</param>
/// <param name="Levels">The levels in words, such as "GFN2-xTB" or "density functionals".</param>
/// <param name="Properties">Names of the properties.</param>
public sealed record Capability(string Engine, string Levels, IReadOnlyList<string> Properties);

/// <summary>What the engines give at which levels, as far as it is known without their programs.</summary>
public static class Capabilities
{
    /// <summary>Every engine's levels, from the cheapest to the dearest.</summary>
    public static IReadOnlyList<Capability> All { get; } =
    [
        .. OfMethods(PotentialLevels.Engine, PotentialLevels.Names, PotentialLevels.Offer),
        .. OfMethods("xtb", XtbLevels.Names, XtbLevels.Offer),
        .. OfMethods("mopac", MopacLevels.Names, MopacLevels.Offer),
        .. Psi4.Psi4.Capabilities,
        .. Nwchem.Nwchem.Capabilities,
    ];

    /// <summary>Who gives a property: those of <see cref="All"/> that do, in their order.</summary>
    public static IEnumerable<Capability> GivenBy(string property) =>
        All.Where(capability => capability.Properties.Contains(property));

    /// <summary>
    /// Properties that an engine's program may give at a level; null for tables and commands, which declare theirs, and
    /// where the level is not offered. Of a density functional in psi4 the program itself says whether it gives
    /// polarizabilities; here each does.
    /// </summary>
    public static IReadOnlyList<string>? PropertiesAt(string engine, LevelOfTheory level) =>
        engine switch
        {
            "xtb" => PropertiesOf(level, XtbLevels.Offer),
            "mopac" => PropertiesOf(level, MopacLevels.Offer),
            PotentialLevels.Engine => PropertiesOf(level, PotentialLevels.Offer),
            "psi4" => Psi4.Psi4.PropertiesAt(level, responds: true),
            "nwchem" => NwchemMethod.Of(level.Method).Method is { } method ? Nwchem.Nwchem.PropertiesOf(method) : null,
            _ => null,
        };

    /// <summary>
    /// Why an engine does not offer a level, where that is known without its program; null where it is offered or the
    /// program itself must be asked.
    /// </summary>
    public static string? Problem(string engine, LevelOfTheory level) =>
        engine switch
        {
            "xtb" => EnsembleOffer.Of(level, XtbLevels.Offer).Problem,
            "mopac" => EnsembleOffer.Of(level, MopacLevels.Offer).Problem,
            PotentialLevels.Engine => EnsembleOffer.Of(level, PotentialLevels.Offer).Problem,
            "psi4" when Psi4.Psi4.OptimumProblem(level) is { } optimum => optimum,
            "psi4" or "nwchem" => EnsembleOffer.Problem(
                level,
                GeometryNeed.LowerLevel,
                PropertiesAt(engine, level) ?? []
            ),
            _ => null,
        };

    private static IReadOnlyList<string>? PropertiesOf(LevelOfTheory level, Func<LevelOfTheory, EngineOffer> offer) =>
        EnsembleOffer.Of(level, offer) is { Problem: null } given ? given.Properties : null;

    /// <summary>
    /// Methods without a basis set: what each gives in the gas phase at its own optimum, then what only a solvent adds.
    /// What a single point does not give is said in the words of the level.
    /// </summary>
    private static IEnumerable<Capability> OfMethods(
        string engine,
        IEnumerable<string> methods,
        Func<LevelOfTheory, EngineOffer> offer
    )
    {
        foreach (var method in methods)
        {
            var optimised = Given(new LevelOfTheory(method, null, null, null));
            var single = Given(new LevelOfTheory(method, null, LevelOfTheory.ForceFieldGeometry, null));
            var solvated = Given(
                new LevelOfTheory(method, null, LevelOfTheory.ForceFieldGeometry, new Solvation("ALPB", "water"))
            );
            yield return new Capability(engine, method, single);
            if (optimised.Except(single).ToList() is { Count: > 0 } atOptimum)
            {
                yield return new Capability(engine, $"{method} (optimised)", atOptimum);
            }

            if (solvated.Except(single).ToList() is { Count: > 0 } inSolvent)
            {
                yield return new Capability(engine, $"{method}, ALPB(solvent)", inSolvent);
            }
        }

        IReadOnlyList<string> Given(LevelOfTheory level) => offer(level).Properties;
    }
}
