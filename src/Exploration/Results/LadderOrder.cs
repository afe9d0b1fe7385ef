using System.Collections.Immutable;
using System.Globalization;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>
/// What looks wrong about the order of a ladder. A rung that costs as much as one above it, or is trusted more, can only lose
/// against buying that one.
/// </summary>
/// <remarks>
/// Of levels whose place is not known (a user's program, a table under a name of its own, a learned potential, which is as good as what
/// taught it where it was taught) nothing is said of trust.
/// </remarks>
internal static class LadderOrder
{
    /// <param name="prices">Expected CPU seconds of a calculation at each rung, of all rungs.</param>
    public static ImmutableArray<string> Warnings(ImmutableArray<Rung> rungs, IReadOnlyList<double> prices)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        var informing = rungs.Where(rung => rung.ModelIndex is not null).ToArray();
        foreach (var (below, above) in informing.Zip(informing.Skip(1)))
        {
            var (cheap, dear) = (prices[below.Index], prices[above.Index]);
            // The geometry that another level stands on must be bought first, whatever it costs.
            if (cheap >= dear && above.GeometryRung != below.Index)
            {
                warnings.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{below.LevelText} stands below {above.LevelText} but is not cheaper: {cheap:G3} against {dear:G3} core-seconds each; a ladder goes from cheap to dear and from less to more trusted"
                    )
                );
            }
        }

        // Against the most trusted one below it, for levels of unknown place may stand between.
        (Rung Rung, Theory Theory)? best = null;
        foreach (var rung in informing)
        {
            if (TheoryOf(rung) is not { } theory)
            {
                continue;
            }

            if (best is var (below, trusted) && trusted > theory)
            {
                warnings.Add(
                    $"{below.LevelText} stands below {rung.LevelText} but is trusted more: {InWords(trusted)} below {InWords(theory)}; "
                        + "the last level of a ladder is what counts"
                );
                continue;
            }

            best = (rung, theory);
        }

        return warnings.ToImmutable();
    }

    /// <summary>Where a level stands among the kinds of theory, or null where that is not known.</summary>
    internal static Theory? TheoryOf(Rung rung) => TheoryOf(rung.Level.Method, rung.Engine.Identity.Name);

    internal static Theory? TheoryOf(string method, string engine)
    {
        var name = method.ToUpperInvariant();
        return name switch
        {
            "EXPERIMENT" or "EXPERIMENTAL" or "MEASURED" or "MEASUREMENT" => Theory.Experiment,
            "GFN-FF" or "MMFF94" or "UFF" => Theory.ForceField,
            "GFN1-XTB" or "GFN2-XTB" or "DFTB3" or "PM7" or "PM6" or "AM1" => Theory.SemiEmpirical,
            _ when name.StartsWith("PM6-", StringComparison.Ordinal) => Theory.SemiEmpirical,
            "HF" => Theory.SelfConsistent,
            "MP2" => Theory.Perturbation,
            "CCSD(T)" => Theory.CoupledCluster,
            // Whatever else these programs do here is a density functional.
            _ when engine is "psi4" or "nwchem" => Theory.SelfConsistent,
            _ => null,
        };
    }

    private static string InWords(Theory theory) =>
        theory switch
        {
            Theory.ForceField => "a force field",
            Theory.SemiEmpirical => "a semi-empirical method",
            Theory.SelfConsistent => "Hartree-Fock or a density functional",
            Theory.Perturbation => "second-order perturbation theory",
            Theory.CoupledCluster => "coupled cluster",
            Theory.Experiment => "an experiment",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>Kinds of levels, the less trusted first. Within one nothing is said: functionals have no order.</summary>
internal enum Theory
{
    ForceField,
    SemiEmpirical,
    SelfConsistent,
    Perturbation,
    CoupledCluster,
    Experiment,
}
