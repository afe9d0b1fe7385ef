using System.Diagnostics;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Xtb;

/// <summary>
/// The free energy of solvation: the energy in ALPB minus that in the gas phase, at the geometry of the level.
/// </summary>
/// <remarks>
/// xtb's reference state "gsolv": 1 mol/L of the gas and of the solution, 298.15 K. An output that names another state is
/// not believed.
/// Source: Ehlert, Stahn, Spicher and Grimme 2021, <see href="https://doi.org/10.1021/acs.jctc.1c00471"/>.
/// </remarks>
internal static class XtbSolvation
{
    public const string FreeEnergy = "solvation_free_energy";

    /// <summary>The reference state as xtb words it.</summary>
    public const string ReferenceState = "gsolv [1 M gas/solution]";

    // CODATA 2018 hartree times the Avogadro constant, over 4184 J.
    private const double HartreeInKilocaloriePerMole = 627.5094740631;

    private const string Energy = "total_energy";

    /// <summary>Says where the printed reference state is another than that of the definition; null where it is not.</summary>
    public static Failure? Problem(LevelOfTheory level, XtbOutput read) =>
        level.Solvation is null || read.ReferenceState == ReferenceState
            ? null
            : new(
                FailureKind.Transient,
                FailureCodes.OutputIncomplete,
                $"xtb gave the free energy of the solvent in the state '{read.ReferenceState}', not '{ReferenceState}'"
            );

    /// <summary>Joins the two runs; the cost of both is in the outcome, also where the second fails.</summary>
    public static Outcome Join(Computed solvated, Outcome gas)
    {
        var usage = solvated.Usage.Then(gas.Usage);
        return gas switch
        {
            Computed found => solvated with
            {
                Usage = usage,
                Values = solvated.Values.SetItem(
                    FreeEnergy,
                    (solvated.Values[Energy] - found.Values[Energy]) * HartreeInKilocaloriePerMole
                ),
                Provenance = solvated.Provenance with
                {
                    Settings = $"{solvated.Provenance.Settings}; {FreeEnergy} by a second run in the gas phase",
                },
            },
            Failed failed => failed with
            {
                Usage = usage,
                Reason = $"in the gas phase: {failed.Reason}",
                Provenance = solvated.Provenance,
            },
            _ => throw new UnreachableException(),
        };
    }
}
