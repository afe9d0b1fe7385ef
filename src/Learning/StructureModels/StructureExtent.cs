namespace Lichen.Learning.StructureModels;

/// <summary>How a property goes with the size of a structure.</summary>
public enum StructureExtent
{
    /// <summary>Two structures far apart have the sum: energies. Atoms add up, in the baseline and in local
    /// kernels.</summary>
    Extensive,

    /// <summary>Two like structures far apart have the value of one: gaps, orbital energies. Atoms are averaged.</summary>
    Intensive,
}
