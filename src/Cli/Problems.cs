using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Cli;

/// <summary>Says what went wrong: expected errors as a message, others as the bug that they are.</summary>
internal static class Problems
{
    public static int Write(Exception exception, bool verbose, Terminal terminal)
    {
        var expected = exception is IOException or UnauthorizedAccessException or UserException or CampaignException;
        terminal.Error.WriteLine($"lichen: {(expected ? "" : "internal error: ")}{exception.Message}");
        if (verbose)
        {
            terminal.Error.WriteLine(exception);
        }
        else if (!expected)
        {
            terminal.Error.WriteLine(
                "This is a mistake in Lichen. Run the same with -v to see where, and please report it."
            );
        }

        return exception switch
        {
            UserException user => user.Code,
            CampaignException or SpaceException => ExitCode.Usage,
            _ => ExitCode.Failed,
        };
    }
}

/// <summary>Something the user has to know and can act on; the message is complete.</summary>
internal sealed class UserException(int code, string message) : Exception(message)
{
    public int Code => code;
}
