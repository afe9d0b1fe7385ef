using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>
/// One calculation of the weakest bond: the molecule, then the radicals that its bonds leave. Each part is in the archive
/// as soon as it is done: what was killed goes on from there, and a radical is computed once for all molecules.
/// </summary>
/// <remarks>See docs/methods/bonds.md for the steps.</remarks>
/// <param name="conformers">The policy of start geometries, which enters the keys of parts.</param>
/// <param name="part">Runs the engine on a part, within what is left of the limits.</param>
internal sealed class DissociationRun(
    Candidate candidate,
    Rung rung,
    string conformers,
    Archive archive,
    Func<Calculation, Outcome, ArchivedOutcome> booked,
    DissociationRun.Part part
)
{
    /// <summary>So many bonds, the cheapest by unrelaxed fragments, have their fragments relaxed.</summary>
    public const int Relaxed = 3;

    private ResourceUsage _usage = ResourceUsage.Nothing;

    /// <summary>Runs one part.</summary>
    /// <param name="start">Where it starts, or null for its own force-field geometry.</param>
    /// <param name="spent">What earlier parts took.</param>
    public delegate Task<Outcome> Part(
        Candidate candidate,
        LevelOfTheory level,
        IReadOnlyList<Property> wanted,
        Geometry? start,
        ResourceUsage spent
    );

    public static bool Serves(Rung rung) =>
        rung.Engine.Identity.Name is "xtb" or "psi4" && rung.Wanted.Contains(Property.WeakestBondEnergy);

    public async Task<Outcome> RunAsync(Geometry start)
    {
        var bonds = BreakableBonds.Of(candidate.Smiles);
        if (Problem(bonds) is { } problem)
        {
            return problem;
        }

        Property[] wanted =
        [
            .. rung
                .Wanted.Where(property => property != Property.WeakestBondEnergy)
                .Append(Property.TotalEnergy)
                .Distinct(),
        ];
        var whole = await DoneAsync(candidate, rung.Level, $"{conformers}, to be broken", wanted, start);
        if (whole is not Computed { Geometry: { } geometry } molecule)
        {
            return whole with { Usage = _usage };
        }

        var unrelaxed = new List<Broken>();
        if (!rung.Level.Optimises || bonds.Count > Relaxed)
        {
            foreach (var bond in bonds)
            {
                var broken = await BreakAsync(bond, geometry);
                // Where single points end the value, each of them counts; elsewhere what has none is relaxed.
                if (broken.Failure is { } failed && (!rung.Level.Optimises || EndsAll(failed)))
                {
                    return failed with { Usage = _usage };
                }

                unrelaxed.Add(broken);
            }
        }

        var relaxed = new List<Broken>();
        var chosen =
            unrelaxed.Count == 0
                ? bonds
                : [.. unrelaxed.OrderBy(broken => broken.Energy).Take(Relaxed).Select(broken => broken.Bond)];
        foreach (var bond in rung.Level.Optimises ? chosen : [])
        {
            var broken = await BreakAsync(bond, null);
            if (broken.Failure is { } failed)
            {
                return failed with { Usage = _usage };
            }

            relaxed.Add(broken);
        }

        return Summary(molecule, (rung.Level.Optimises ? relaxed : unrelaxed).MinBy(broken => broken.Energy)!, bonds);
    }

    private Failed? Problem(IReadOnlyList<BreakableBond> bonds)
    {
        var (code, reason) =
            candidate.Multiplicity != 1
                ? (FailureCodes.OutsideDomain, "the weakest bond is that of a closed shell: this is a radical")
            : bonds.Count == 0
                ? (
                    FailureCodes.NoBreakableBond,
                    "no acyclic single bond of the molecule breaks evenly into two radicals: it has no weakest bond"
                )
            : ("", "");
        return code.Length == 0
            ? null
            : new Failed(
                FailureKind.Input,
                code,
                reason,
                ResourceUsage.Nothing,
                new Provenance("RDKit", Rdkit.Version, rung.LevelText, "")
            );
    }

    private async Task<Broken> BreakAsync(BreakableBond bond, Geometry? cut)
    {
        var sum = 0.0;
        foreach (var fragment in (BondFragment[])[bond.One, bond.Other])
        {
            var radical = Radical(fragment);
            // An atom has nothing to relax.
            var own = cut is null && radical.Atoms > 1;
            var level = own ? rung.Level : rung.Level with { GeometryLevel = LevelOfTheory.ForceFieldGeometry };
            var policy =
                radical.Atoms == 1 ? "none"
                : own ? conformers
                : $"{conformers}, cut from {candidate.Smiles} at {rung.LevelText}, {Name(bond)}";
            var start =
                radical.Atoms == 1 ? Geometry.FromBohr(Topology.Of(radical.Smiles).AtomicNumbers.ToArray(), [0, 0, 0])
                : own ? null
                : Cut(cut!, fragment);
            var outcome = await DoneAsync(radical, level, policy, [Property.TotalEnergy], start);
            if (outcome is Failed failed)
            {
                return new Broken(
                    bond,
                    double.NegativeInfinity,
                    failed with
                    {
                        Reason = $"{fragment.Smiles}, left by {Name(bond)}: {failed.Reason}",
                    }
                );
            }

            sum += ((Computed)outcome).Values[Property.TotalEnergy.Name];
        }

        return new Broken(bond, sum, null);
    }

    private async Task<Outcome> DoneAsync(
        Candidate of,
        LevelOfTheory level,
        string policy,
        Property[] wanted,
        Geometry? start
    )
    {
        var calculation = new Calculation(of, level, policy, rung.EngineVersion);
        if (
            archive.TryGet(calculation.Key, wanted[0].Name)?.Outcome is Computed known
            && wanted.All(property => known.Values.ContainsKey(property.Name))
        )
        {
            return known;
        }

        var outcome = await part(of, level, wanted, start, _usage);
        _usage = _usage.Then(outcome.Usage);
        if (outcome is Computed)
        {
            archive.Put(booked(calculation, outcome));
        }

        return outcome;
    }

    private Computed Summary(Computed molecule, Broken weakest, IReadOnlyList<BreakableBond> bonds)
    {
        var hartree = weakest.Energy - molecule.Values[Property.TotalEnergy.Name];
        var bond = weakest.Bond;
        var how = rung.Level.Optimises
            ? $"fragments relaxed of {Math.Min(bonds.Count, Relaxed)} of {bonds.Count} kinds of bonds"
            : $"fragments of {bonds.Count} kinds of bonds not relaxed";
        return molecule with
        {
            Values = molecule.Values.SetItem(
                Property.WeakestBondEnergy.Name,
                hartree * Constants.HartreeInElectronvolt
            ),
            Usage = _usage,
            Provenance = molecule.Provenance with
            {
                Settings =
                    $"weakest bond {Name(bond)}, leaves {bond.One.Smiles} and {bond.Other.Smiles}; {how}; "
                    + molecule.Provenance.Settings,
            },
        };
    }

    // Atoms count from 1 in the order of the canonical SMILES.
    private string Name(BreakableBond bond)
    {
        var numbers = Topology.Of(candidate.Smiles).AtomicNumbers;
        return $"{Elements.Symbol(numbers[bond.First])}{bond.First + 1}-"
            + $"{Elements.Symbol(numbers[bond.Second])}{bond.Second + 1}";
    }

    private static Candidate Radical(BondFragment fragment)
    {
        var numbers = Topology.Of(fragment.Smiles).AtomicNumbers;
        var electrons = numbers.Sum(number => number) - fragment.Charge;
        return new Candidate(
            0,
            fragment.Smiles,
            fragment.Smiles,
            fragment.Charge,
            1 + (electrons % 2),
            numbers.Count(number => number != 1),
            numbers.Count,
            electrons,
            [.. numbers.Distinct().Order().Select(number => Elements.Symbol(number))]
        );
    }

    private static Geometry Cut(Geometry whole, BondFragment fragment)
    {
        var numbers = whole.AtomicNumbers.ToArray();
        var bohr = whole.Bohr.ToArray();
        return Geometry.FromBohr(
            [.. fragment.Atoms.Select(atom => numbers[atom])],
            [.. fragment.Atoms.SelectMany(atom => bohr.Skip(3 * atom).Take(3))]
        );
    }

    private static bool EndsAll(Failed failed) => failed.Kind is FailureKind.Resources or FailureKind.Transient;

    /// <param name="Energy">Of both fragments, in hartree; below all others where one has none.</param>
    private sealed record Broken(BreakableBond Bond, double Energy, Failed? Failure);
}
