using System.Collections.Immutable;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>An ensemble of <see cref="HeadNetwork"/>s: charges, dipole moment and gap of a structure, each the mean over its
/// members.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed unsafe class PropertyHeads
{
    /// <summary>Where members differ by more in their gaps, in eV (standard deviation), nothing that they say is believed.</summary>
    public const double MostGapDeviation = 0.2;

    internal PropertyHeads(
        EnvironmentTerms terms,
        HeadShape shape,
        ImmutableArray<HeadNetwork> members,
        bool givesCharges
    ) => (Terms, Shape, Members, GivesCharges) = (terms, shape, members, givesCharges);

    public EnvironmentTerms Terms { get; }

    public HeadShape Shape { get; }

    /// <summary>Whether it was taught charges.</summary>
    public bool GivesCharges { get; }

    internal ImmutableArray<HeadNetwork> Members { get; }

    /// <summary>The members of several.</summary>
    public static PropertyHeads Join(IReadOnlyList<PropertyHeads> heads) =>
        new(
            heads[0].Terms,
            heads[0].Shape,
            [.. heads.SelectMany(one => one.Members)],
            heads.All(one => one.GivesCharges)
        );

    /// <summary>Each member alone.</summary>
    public IReadOnlyList<PropertyHeads> Each() =>
        [.. Members.Select(member => new PropertyHeads(Terms, Shape, [member], GivesCharges))];

    /// <summary>Properties of a neutral structure.</summary>
    /// <exception cref="PotentialException">An element is outside the domain, or atoms coincide.</exception>
    public HeadResult Evaluate(Geometry geometry)
    {
        int[] elements = AniDomain.Places(Terms, geometry);
        double[] angstrom = geometry.ToAngstrom();
        int stride = SinglePanel.Count(Terms.Length) * SinglePanel.Width;
        var vectors = new float[elements.Length * stride];
        var rows = new EnvironmentRows(Terms);
        fixed (float* first = vectors)
        {
            for (int i = 0; i < elements.Length; i++)
            {
                rows.Describe(angstrom, elements, i, first + ((nint)i * stride));
            }
        }

        var pairs = new HeadPairs(Terms, angstrom);
        HeadValues[] members = [.. Members.Select(member => member.Evaluate(elements, vectors, stride, pairs, 0))];
        double[] Mean(Func<HeadValues, double[]> of) =>
            [.. Enumerable.Range(0, of(members[0]).Length).Select(i => members.Average(member => of(member)[i]))];
        return new HeadResult(
            GivesCharges ? Mean(member => member.Charges) : [],
            Mean(member => member.Dipole),
            members.Average(member => member.Gap),
            Deviation([.. members.Select(member => member.Gap)])
        );
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2
            ? 0
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}

/// <summary>What the heads say of a structure.</summary>
/// <param name="Charges">Partial charges in e, shape (atoms), their sum that of the molecule; empty where none were taught.</param>
/// <param name="Dipole">In e angstrom, shape (3).</param>
/// <param name="Gap">HOMO-LUMO gap in eV, never negative.</param>
/// <param name="GapDeviation">Standard deviation of the members' gaps; zero with one member.</param>
public sealed record HeadResult(double[] Charges, double[] Dipole, double Gap, double GapDeviation)
{
    /// <summary>Length of the dipole moment in e angstrom.</summary>
    public double DipoleLength => Math.Sqrt(Dipole.Sum(d => d * d));
}
