namespace Lichen.Compute.Xtb;

/// <summary>What one run of xtb does.</summary>
internal enum XtbTask
{
    /// <summary>What the level says: an optimisation, or a single point on another level's geometry.</summary>
    Level,

    /// <summary>The energy on a geometry that another run left.</summary>
    SinglePoint,

    /// <summary>The energy, its second derivatives and their thermochemistry on a geometry that another run left.</summary>
    Hessian,
}
