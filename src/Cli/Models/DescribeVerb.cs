using System.CommandLine;

namespace Lichen.Cli.Models;

/// <summary><c>lichen model describe</c>: what a model says of itself.</summary>
internal static class DescribeVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var model = ModelVerb.Model();
        var command = new Command("describe", "Show a model's card: what it predicts, from what, how well.") { model };
        command.SetAction(parsed =>
        {
            var card = ModelLoading.Read(parsed.GetValue(model)!).Card;
            if (parsed.GetValue(options.Json))
            {
                Json.Write(terminal.Output, json => json.WriteRawValue(card.ToJson()));
            }
            else
            {
                CardText.Write(terminal.Output, card);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
