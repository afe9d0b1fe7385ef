namespace Lichen.Exploration.Running;

/// <summary>
/// Which parts of a calculation are second opinions: asked with other settings since the first value contradicted its
/// neighbours on the ladder. Such a calculation has a key of its own.
/// </summary>
/// <param name="IsOne">The calculation itself is one.</param>
/// <param name="GeometryIsOne">It stands on a lower level's geometry that is one.</param>
public readonly record struct SecondOpinion(bool IsOne, bool GeometryIsOne)
{
    /// <summary>The conformer policy as it enters the key.</summary>
    public string In(string conformers) =>
        conformers + (IsOne ? "; second opinion" : "") + (GeometryIsOne ? "; on the geometry of a second opinion" : "");
}
