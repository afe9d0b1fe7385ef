namespace Lichen.Learning.Potentials;

/// <summary>A potential cannot be read or used. The message says what is wrong and what to do.</summary>
public sealed class PotentialException : IOException
{
    public PotentialException(PotentialProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    public PotentialProblem Problem { get; }
}

/// <summary>Why a potential cannot be used.</summary>
public enum PotentialProblem
{
    /// <summary>A file is not there.</summary>
    Missing,

    /// <summary>A file is cut off, altered or contradicts another.</summary>
    Damaged,

    /// <summary>A structure has an element or a charge that the potential does not know.</summary>
    OutsideDomain,
}
