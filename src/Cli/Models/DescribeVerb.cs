using System.CommandLine;
using System.Diagnostics;
using Lichen.Cli.Structures;
using Lichen.Learning;

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
            var loaded = ModelLoading.Open(parsed.GetValue(model)!);
            if (parsed.GetValue(options.Json))
            {
                var card = loaded switch
                {
                    LoadedModel.OfMolecules molecules => molecules.Model.Card.ToJson(),
                    LoadedModel.OfStructures structures => structures.Model.Card.ToJson(),
                    _ => throw new UnreachableException(),
                };
                Json.Write(terminal.Output, json => json.WriteRawValue(card));
            }
            else
            {
                switch (loaded)
                {
                    case LoadedModel.OfMolecules molecules:
                        CardText.Write(terminal.Output, molecules.Model.Card);
                        break;
                    case LoadedModel.OfStructures structures:
                        StructureCardText.Write(terminal.Output, structures.Model.Card);
                        break;
                    default:
                        throw new UnreachableException();
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
