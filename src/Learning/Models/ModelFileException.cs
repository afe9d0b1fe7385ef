namespace Lichen.Learning.Models;

/// <summary>
/// A model file cannot be used. The message says what is wrong and where; nothing of the file was run.
/// </summary>
public sealed class ModelFileException : IOException
{
    public ModelFileException(ModelFileProblem problem, string message, Exception? cause = null)
        : base(message, cause) => Problem = problem;

    /// <summary>What to do about it.</summary>
    public ModelFileProblem Problem { get; }

    /// <summary>A sentence about the file, to stand behind its name.</summary>
    public string Verdict =>
        $"{(Problem == ModelFileProblem.NotAModel ? "is no model of Lichen" : "cannot be used")}: {Message}";
}

/// <summary>Why a model file cannot be used.</summary>
public enum ModelFileProblem
{
    /// <summary>It is another kind of file, or one without Lichen's card.</summary>
    NotAModel,

    /// <summary>It was a model: something is missing, cut off or contradicts itself.</summary>
    Damaged,

    /// <summary>A later release wrote it.</summary>
    TooNew,

    /// <summary>It is beyond the limits that keep reading safe.</summary>
    TooLarge,

    /// <summary>It sees something of molecules that this release cannot compute.</summary>
    UnknownFeature,
}
