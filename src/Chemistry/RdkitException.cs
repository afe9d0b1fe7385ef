namespace Lichen.Chemistry;

/// <summary>RDKit refused or failed where success was to be expected; the message is RDKit's own.</summary>
public sealed class RdkitException : Exception
{
    public RdkitException() { }

    public RdkitException(string message)
        : base(message) { }

    public RdkitException(string message, Exception innerException)
        : base(message, innerException) { }
}
