using System.CommandLine;
using System.Text.Json;
using Lichen.Core.Properties;
using Spectre.Console;
using Capabilities = Lichen.Compute.Engines.Capabilities;

namespace Lichen.Cli;

/// <summary><c>lichen properties</c>: the vocabulary that campaign files may ask for, and who gives what.</summary>
internal static class PropertiesVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var command = new Command(
            "properties",
            "List the properties that a campaign can ask for: units, definitions, and which engines give them."
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
        var table = new Table().Border(TableBorder.Simple).AddColumns("property", "unit", "definition", "given by");
        foreach (var property in Property.Known.Concat(Property.OfStructure))
        {
            table.AddRow(
                new Text(property.Name),
                new Text(property.Unit),
                new Text(property.Definition),
                new Text(GivenBy(property))
            );
        }

        return table;
    }

    /// <summary>A line per engine: its name and the levels.</summary>
    private static string GivenBy(Property property) =>
        Property.OfStructure.Contains(property)
            ? "the structure: known of every candidate, free"
            : string.Join(
                '\n',
                Capabilities
                    .GivenBy(property.Name)
                    .GroupBy(capability => capability.Engine)
                    .Select(group => $"{group.Key}: {string.Join("; ", group.Select(capability => capability.Levels))}")
            );

    private static void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var property in Property.Known.Concat(Property.OfStructure))
        {
            json.WriteStartObject();
            json.WriteString("name", property.Name);
            json.WriteString("unit", property.Unit);
            json.WriteString("column", property.ColumnName);
            json.WriteString("definition", property.Definition);
            json.WriteStartArray("given_by");
            foreach (var capability in Capabilities.GivenBy(property.Name))
            {
                json.WriteStartObject();
                json.WriteString("engine", capability.Engine);
                json.WriteString("levels", capability.Levels);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
