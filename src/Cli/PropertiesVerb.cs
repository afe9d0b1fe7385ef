using System.CommandLine;
using System.Text.Json;
using Lichen.Core.Properties;
using Spectre.Console;

namespace Lichen.Cli;

/// <summary><c>lichen properties</c>: the vocabulary that campaign files may ask for.</summary>
internal static class PropertiesVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var command = new Command(
            "properties",
            "List the properties that a campaign can ask for, with units and definitions."
        );
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(options.Json))
            {
                Json.Write(terminal.Output, WriteJson);
            }
            else
            {
                terminal.Write(Table());
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Table Table()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("property", "unit", "definition");
        foreach (var property in Property.Known)
        {
            table.AddRow(new Text(property.Name), new Text(property.Unit), new Text(property.Definition));
        }

        return table;
    }

    private static void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var property in Property.Known)
        {
            json.WriteStartObject();
            json.WriteString("name", property.Name);
            json.WriteString("unit", property.Unit);
            json.WriteString("column", property.ColumnName);
            json.WriteString("definition", property.Definition);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
