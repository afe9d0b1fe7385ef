namespace Lichen.Storage;

/// <summary>
/// A file that Lichen keeps cannot be read or written as it is. The message names the file and the cure.
/// </summary>
public sealed class StorageException : IOException
{
    public StorageException(StorageProblem problem, string path, string message, Exception? cause = null)
        : base($"{path}: {message}", cause)
    {
        Problem = problem;
        Path = path;
    }

    public StorageProblem Problem { get; }

    public string Path { get; }
}

/// <summary>What is wrong with a file.</summary>
public enum StorageProblem
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>There is one already, and it is not overwritten.</summary>
    Exists,

    /// <summary>Not a SQLite database, or one of another program.</summary>
    Foreign,

    /// <summary>Bytes are not what was written.</summary>
    Damaged,

    /// <summary>Written by a newer Lichen.</summary>
    Newer,

    /// <summary>It may be read but not written.</summary>
    ReadOnly,

    /// <summary>No space is left, or a quota is reached.</summary>
    Full,

    /// <summary>Another process held it for too long.</summary>
    Busy,

    /// <summary>Another process runs this campaign.</summary>
    InUse,

    /// <summary>The operating system refused.</summary>
    Unusable,
}
