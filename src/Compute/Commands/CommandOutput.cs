using System.Collections.Immutable;
using System.Text.Json;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Commands;

/// <summary>A reply of the user's program: values, or a failure of its own; and a cost where it worked elsewhere.</summary>
/// <param name="Failure">What the program says, or what is wrong with what it says; null when the values count.</param>
/// <param name="Cost">Declared by the program for work that this machine did not see; null when there was none.</param>
internal sealed record CommandOutput(
    ImmutableSortedDictionary<string, double> Values,
    Geometry? Geometry,
    Failure? Failure,
    ResourceUsage? Cost
)
{
    private static readonly string[] Keys = ["values", "units", "geometry", "failure", "cost"];

    /// <param name="text">The program's standard output: one JSON object.</param>
    /// <param name="known">The properties that the program declares at this level.</param>
    /// <param name="start">The geometry it was sent, or null.</param>
    public static CommandOutput Read(string text, IReadOnlyList<Property> known, Geometry? start)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, known, start);
        }
        catch (JsonException problem)
        {
            var shown = text.Trim() is { Length: > 0 } said
                ? $"'{(said.Length <= 80 ? said : said[..80] + "...")}'"
                : "nothing";
            return Refused($"the reply is not JSON (line {problem.LineNumber + 1}): {shown}");
        }
        catch (InvalidDataException problem)
        {
            return Refused(problem.Message);
        }
    }

    private static CommandOutput Read(JsonElement root, IReadOnlyList<Property> known, Geometry? start)
    {
        Require(root.ValueKind == JsonValueKind.Object, "the reply is not a JSON object");
        foreach (var entry in root.EnumerateObject())
        {
            Require(
                Keys.Contains(entry.Name),
                $"the reply has an unknown key '{entry.Name}'; known are {string.Join(", ", Keys)}"
            );
        }

        var cost = root.TryGetProperty("cost", out var declared) ? ReadCost(declared) : null;
        if (root.TryGetProperty("failure", out var failure) && failure.ValueKind != JsonValueKind.Null)
        {
            return new(ImmutableSortedDictionary<string, double>.Empty, null, ReadFailure(failure), cost);
        }

        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Require(
            root.TryGetProperty("values", out var given) && given.ValueKind == JsonValueKind.Object,
            "the reply has no object 'values', and no 'failure' either"
        );
        foreach (var entry in given.EnumerateObject())
        {
            Require(
                known.Any(property => property.Name == entry.Name),
                $"the reply gives '{entry.Name}', which is not declared at this level"
            );
            values[entry.Name] = Number(entry.Value, entry.Name);
        }

        if (root.TryGetProperty("units", out var units) && units.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in units.EnumerateObject())
            {
                var expected = known.FirstOrDefault(property => property.Name == entry.Name)?.Unit;
                var unit = entry.Value.ToString();
                Require(expected == unit, $"the reply gives {entry.Name} in '{unit}' where '{expected}' is meant");
            }
        }

        var geometry =
            root.TryGetProperty("geometry", out var final) && final.ValueKind != JsonValueKind.Null
                ? ReadGeometry(final, start)
                : start;
        return new(values.ToImmutable(), geometry, null, cost);
    }

    private static Failure ReadFailure(JsonElement failure)
    {
        Require(failure.ValueKind == JsonValueKind.Object, "'failure' is not an object");
        var kind = failure.TryGetProperty("kind", out var named) ? named.ToString() : "";
        var reason = failure.TryGetProperty("reason", out var words) ? words.ToString() : "no reason given";
        var code = failure.TryGetProperty("code", out var given) ? given.ToString() : "reported";
        return kind switch
        {
            "input" => new(FailureKind.Input, code, reason),
            "convergence" => new(FailureKind.Convergence, code, reason),
            "resources" => new(FailureKind.Resources, code, reason),
            "transient" => new(FailureKind.Transient, code, reason),
            _ => throw new InvalidDataException(
                $"'failure.kind' is '{kind}'; it is one of input, convergence, resources, transient"
            ),
        };
    }

    private static ResourceUsage? ReadCost(JsonElement cost)
    {
        if (cost.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        Require(
            cost.ValueKind == JsonValueKind.Object && cost.TryGetProperty("cpu_seconds", out _),
            "'cost' is not an object with 'cpu_seconds'"
        );
        var cpu = Number(cost.GetProperty("cpu_seconds"), "cost.cpu_seconds");
        var wall = cost.TryGetProperty("wall_seconds", out var given) ? Number(given, "cost.wall_seconds") : cpu;
        var memory = cost.TryGetProperty("memory_bytes", out var bytes) ? Number(bytes, "cost.memory_bytes") : 0;
        Require(cpu >= 0 && wall >= 0 && memory is >= 0 and < long.MaxValue, "'cost' has a negative number");
        return new ResourceUsage(cpu, wall, (long)memory, CostBasis.Assumed);
    }

    private static Geometry ReadGeometry(JsonElement geometry, Geometry? start)
    {
        Require(
            start is not null
                && geometry.ValueKind == JsonValueKind.Object
                && geometry.TryGetProperty("angstrom", out _),
            "'geometry' has an array 'angstrom' and answers a request that had a geometry"
        );
        var rows = geometry.GetProperty("angstrom");
        Require(
            rows.ValueKind == JsonValueKind.Array
                && rows.GetArrayLength() == start!.AtomCount
                && rows.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Array && row.GetArrayLength() == 3),
            $"'geometry.angstrom' is not {start!.AtomCount} rows of three numbers"
        );
        var angstrom = rows.EnumerateArray()
            .SelectMany(row => row.EnumerateArray())
            .Select(x => Number(x, "geometry"))
            .ToArray();
        return Geometry.FromAngstrom(start.AtomicNumbers, angstrom);
    }

    private static double Number(JsonElement element, string name)
    {
        Require(
            element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && double.IsFinite(value),
            $"'{name}' is {element}, not a finite number"
        );
        return element.GetDouble();
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException(problem);
        }
    }

    private static CommandOutput Refused(string problem) =>
        new(
            ImmutableSortedDictionary<string, double>.Empty,
            null,
            new(FailureKind.Transient, FailureCodes.OutputIncomplete, problem),
            null
        );
}
