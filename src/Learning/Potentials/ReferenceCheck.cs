using Lichen.Core.Molecules;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Potentials;

/// <summary>A reference value of a card, beside what the model gives here.</summary>
/// <param name="Reference">The structure and its published values.</param>
/// <param name="Hartree">The energy; in double precision, or as a file of someone else's has it.</param>
/// <param name="MemberDifference">The largest difference of a member from its published value, in hartree; 0 where none
/// are published.</param>
public sealed record ReferenceCheck(CardReference Reference, double Hartree, double MemberDifference)
{
    // Single precision, summed over the atoms of a small molecule.
    private const double Single = 1e-5;

    /// <summary>The energy as campaigns compute it, in single precision; null where they compute the other one.</summary>
    public double? SingleHartree { get; private init; }

    /// <summary>Forces beside differences of the energy; null where a model's own tests have compared them.</summary>
    public ForceCheck? Forces { get; private init; }

    public double Difference => Math.Abs(Hartree - Reference.Hartree);

    /// <summary>True when all values are as published, within their tolerances.</summary>
    public bool Holds =>
        Difference <= Reference.Tolerance
        && MemberDifference <= Reference.MemberTolerance
        && (SingleHartree is not { } single || Math.Abs(single - Hartree) <= Single)
        && Forces is not { Holds: false };

    /// <summary>How far each value is from what it is compared with, in words.</summary>
    public string Differences() =>
        FormattableString.Invariant($"{Hartree:0.000000000} hartree, published {Reference.Hartree:0.000000000}")
        + (
            Reference.Members.Length > 0 || SingleHartree is not null
                ? FormattableString.Invariant($"; members within {MemberDifference:0.0e+0}")
                : ""
        )
        + (
            SingleHartree is { } single
                ? FormattableString.Invariant($"; single precision within {Math.Abs(single - Hartree):0.0e+0}")
                : ""
        )
        + (
            Forces is { } forces
                ? FormattableString.Invariant(
                    $"; forces up to {forces.Largest:0.0e+0} hartree/bohr, from differences of the energy {forces.Difference:0.0e+0}"
                )
                : ""
        );

    /// <summary>Checks every reference value of a card.</summary>
    /// <exception cref="PotentialException">A structure is outside the potential's domain.</exception>
    public static IReadOnlyList<ReferenceCheck> Of(IPotential potential, PotentialCard card) =>
        [
            .. card.References.Select(reference =>
                potential is AniPotential ani ? Of(ani, reference) : Of(potential, reference)
            ),
        ];

    private static ReferenceCheck Of(AniPotential potential, CardReference reference)
    {
        Geometry geometry = Structure(reference);
        PotentialResult result = AniReference.Evaluate(potential.Model, geometry, forces: false);
        return new ReferenceCheck(reference, result.Hartree, Member(reference, result))
        {
            SingleHartree = potential.Evaluate(geometry, forces: false).Hartree,
        };
    }

    private static ReferenceCheck Of(IPotential potential, CardReference reference)
    {
        Geometry geometry = Structure(reference);
        IPotential own = potential.Of(reference.Charge, reference.Multiplicity);
        PotentialResult result = own.Evaluate([geometry], forces: false)[0];
        return new ReferenceCheck(reference, result.Hartree, Member(reference, result))
        {
            Forces = ForceCheck.Of(own, geometry),
        };
    }

    private static double Member(CardReference reference, PotentialResult result) =>
        reference.Members.Length > 0 && reference.Members.Length != result.MemberHartree.Length
            ? double.PositiveInfinity
            : reference
                .Members.Zip(result.MemberHartree, (published, here) => Math.Abs(published - here))
                .DefaultIfEmpty(0)
                .Max();

    private static Geometry Structure(CardReference reference)
    {
        byte[] numbers = [.. reference.Symbols.Select(symbol => (byte)(Elements.AtomicNumber(symbol) ?? 0))];
        return numbers.Contains((byte)0) || reference.Angstrom.Length != 3 * numbers.Length
            ? throw new PotentialException(
                PotentialProblem.Damaged,
                $"The card's reference '{reference.Name}' has {numbers.Length} symbols and {reference.Angstrom.Length} "
                    + "coordinates, or a symbol of no element."
            )
            : Geometry.FromAngstrom(numbers, reference.Angstrom.AsSpan());
    }
}
