using System.CommandLine;
using Lichen.Exploration.Specification;

namespace Lichen.Cli;

/// <summary><c>lichen schema</c>: the JSON Schema of campaign files, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "schema",
            "Print the JSON Schema of campaign files, for editors to complete and check with."
        );
        command.SetAction(_ =>
        {
            terminal.Output.Write(CampaignSchema.ToJson());
            return ExitCode.Ok;
        });
        return command;
    }
}
