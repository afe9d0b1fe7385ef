namespace Lichen.Exploration.Journals;

/// <summary>A value that contradicts its neighbours on the ladder, and what became of it.</summary>
/// <param name="Decision">The decision whose calculation gave it.</param>
/// <param name="Quantity">Index of the quantity that it is a value of.</param>
/// <param name="Mean">What the model expected there, labels of the candidate at other rungs known.</param>
/// <param name="Deviation">The standard deviation stated with it, noise included.</param>
/// <param name="Score">How far off it was, in robust standard deviations of what is usual at the rung.</param>
public sealed record Contradiction(
    long Decision,
    int Candidate,
    int Rung,
    int Quantity,
    double Value,
    double Mean,
    double Deviation,
    double Score
)
{
    /// <summary>The decision by which it was asked again with other settings, or null.</summary>
    public long? Second { get; init; }

    /// <summary>What the second calculation gave, or null.</summary>
    public double? SecondValue { get; init; }

    public Verdict Verdict { get; init; }
}

/// <summary>What a second calculation said of a value that contradicts its neighbours.</summary>
public enum Verdict
{
    /// <summary>It was not asked again, or the answer is not there yet: the value stands.</summary>
    Unchecked,

    /// <summary>The second value agrees: the first stands.</summary>
    Confirmed,

    /// <summary>They differ, and the first has the lower energy, or the same: the first stands.</summary>
    FirstIsLower,

    /// <summary>They differ, and the second has the lower energy: the second stands.</summary>
    SecondIsLower,

    /// <summary>They differ, and no energy tells which solution is the better one: the first stands.</summary>
    Undecided,

    /// <summary>The second calculation failed: the first stands.</summary>
    SecondFailed,
}
