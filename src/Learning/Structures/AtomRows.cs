using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>The vectors of all atoms of some structures, element by element, in as few columns as a tolerance
/// allows.</summary>
/// <param name="Elements">The elements, in the order of the groups.</param>
/// <param name="Groups">The projected vectors of the atoms of each element; all have the same molecules.</param>
/// <param name="Residuals">For each element, the longest part of a vector that its columns do not hold.</param>
public sealed record AtomRows(ElementSet Elements, IReadOnlyList<MoleculeRows> Groups, IReadOnlyList<double> Residuals)
{
    /// <summary>Fills rows of shape (atoms, length) from a structure.</summary>
    public delegate void Describer(Geometry geometry, Span<double> rows);

    /// <summary>Describes structures and projects their atoms' vectors.</summary>
    /// <param name="geometries">The structures.</param>
    /// <param name="elements">The elements that occur in them.</param>
    /// <param name="length">Length of the vector of an atom.</param>
    /// <param name="describe">Describes one structure; called for several at once.</param>
    /// <param name="tolerance">The longest residual in the sample that the columns come from, positive.</param>
    /// <param name="seed">Draws the sample.</param>
    /// <param name="threads">How many structures are worked on at once; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked before each structure.</param>
    public static AtomRows Of(
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        int length,
        Describer describe,
        double tolerance,
        ulong seed,
        int threads,
        CancellationToken cancellationToken
    )
    {
        return AtomProjection
            .Fit(geometries, elements, length, describe, tolerance, seed)
            .Rows(geometries, threads, cancellationToken);
    }
}
