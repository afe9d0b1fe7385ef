using System.Collections.Immutable;

namespace Lichen.Learning.Potentials;

/// <summary>
/// An ensemble of neural network potentials of the ANI family: constants of the environment vectors, self energies,
/// and for every member a network of each element.
/// </summary>
/// <remarks>
/// Source: Devereux et al. 2020, <see href="https://doi.org/10.1021/acs.jctc.0c00121"/> (ANI-2x); Smith et al. 2019,
/// <see href="https://doi.org/10.1038/s41467-019-10827-4"/> (ANI-1ccx).
/// </remarks>
public sealed class AniModel
{
    internal AniModel(
        string name,
        EnvironmentTerms terms,
        ImmutableArray<double> selfHartree,
        ImmutableArray<ImmutableArray<AtomicNetwork>> members
    )
    {
        Name = name;
        Terms = terms;
        SelfHartree = selfHartree;
        Members = members;
    }

    public string Name { get; }

    public EnvironmentTerms Terms { get; }

    /// <summary>Energy added for every atom of an element, in hartree, shape (elements).</summary>
    public ImmutableArray<double> SelfHartree { get; }

    /// <summary>The number of networks that each give an energy; the model's energy is their mean.</summary>
    public int MemberCount => Members.Length;

    public long ParameterCount => Members.Sum(member => member.Sum(network => network.ParameterCount));

    /// <summary>Networks by member, then by place of the element.</summary>
    internal ImmutableArray<ImmutableArray<AtomicNetwork>> Members { get; }

    /// <summary>The first so many members: faster, and less accurate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public AniModel WithMembers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MemberCount);
        return new AniModel(Name, Terms, SelfHartree, Members[..count]);
    }
}
