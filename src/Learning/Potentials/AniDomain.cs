using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>What a potential of the ANI family knows of structures.</summary>
internal static class AniDomain
{
    /// <summary>Atoms nearer than this coincide, in angstrom.</summary>
    public const double Nearest = 1e-3;

    /// <summary>The place of each atom's element in the model, shape (atoms).</summary>
    /// <exception cref="PotentialException">The model does not know one of them.</exception>
    public static int[] Places(EnvironmentTerms terms, Geometry geometry)
    {
        var places = new int[geometry.AtomCount];
        for (int i = 0; i < places.Length; i++)
        {
            byte number = geometry.AtomicNumbers[i];
            places[i] = terms.IndexOf(number);
            if (places[i] < 0)
            {
                throw new PotentialException(
                    PotentialProblem.OutsideDomain,
                    $"Atom {i + 1} is {Elements.Symbol(number)}, and the potential knows {Names(terms)}."
                );
            }
        }

        return places;
    }

    public static PotentialException Coincident(int first, int second, double angstrom) =>
        new(
            PotentialProblem.OutsideDomain,
            $"Atoms {first + 1} and {second + 1} are {angstrom:0.0000} angstrom apart: they coincide."
        );

    private static string Names(EnvironmentTerms terms) =>
        string.Join(' ', terms.AtomicNumbers.Select(number => Elements.Symbol(number)));
}
