using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>A reference value of a card, beside what the model gives here.</summary>
/// <param name="Reference">The structure and its published values.</param>
/// <param name="Hartree">The energy in double precision.</param>
/// <param name="SingleHartree">The energy as campaigns compute it, in single precision.</param>
/// <param name="MemberDifference">The largest difference of a member from its published value, in hartree; 0 where none
/// are published.</param>
public sealed record ReferenceCheck(
    CardReference Reference,
    double Hartree,
    double SingleHartree,
    double MemberDifference
)
{
    // Single precision, summed over the atoms of a small molecule.
    private const double Single = 1e-5;

    public double Difference => Math.Abs(Hartree - Reference.Hartree);

    /// <summary>True when all values are as published, within their tolerances.</summary>
    public bool Holds =>
        Difference <= Reference.Tolerance
        && MemberDifference <= Reference.MemberTolerance
        && Math.Abs(SingleHartree - Hartree) <= Single;

    /// <summary>Checks every reference value of a card.</summary>
    public static IReadOnlyList<ReferenceCheck> Of(AniModel model, PotentialCard card)
    {
        var potential = new AniPotential(model);
        return [.. card.References.Select(reference => Of(model, potential, reference))];
    }

    private static ReferenceCheck Of(AniModel model, AniPotential potential, CardReference reference)
    {
        byte[] numbers = [.. reference.Symbols.Select(symbol => (byte)(Elements.AtomicNumber(symbol) ?? 0))];
        Geometry geometry = Geometry.FromAngstrom(numbers, reference.Angstrom.AsSpan());
        PotentialResult result = AniReference.Evaluate(model, geometry, forces: false);
        double member = reference
            .Members.Zip(result.MemberHartree, (published, here) => Math.Abs(published - here))
            .DefaultIfEmpty(0)
            .Max();
        return new ReferenceCheck(
            reference,
            result.Hartree,
            potential.Evaluate(geometry, forces: false).Hartree,
            member
        );
    }
}
