namespace Lichen.Exploration.Spaces;

/// <summary>A file of molecules cannot be read, or nothing of it is left. The message is complete for the user.</summary>
public sealed class SpaceException : IOException
{
    public SpaceException(string message, Exception? cause = null)
        : base(message, cause) { }
}
