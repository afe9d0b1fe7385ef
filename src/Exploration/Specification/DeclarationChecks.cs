using Lichen.Core;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Specification;

/// <summary>What tables, commands and models declare of the properties that they give: units, and deviations beside values.</summary>
internal sealed class DeclarationChecks(ProblemList problems)
{
    /// <summary>Adds a problem for each declaration that is missing, wrong, or at odds with another.</summary>
    /// <param name="rungs">The ladder, each rung with its place in the file.</param>
    public void Check(IEnumerable<(RungSpec Rung, string Path)> rungs)
    {
        var units = new Dictionary<string, (string Unit, string Level)>();
        foreach (var (rung, path) in rungs)
        {
            if (rung.Table is { } table)
            {
                CheckTable(rung, table, $"{path}.table");
            }

            if (rung.Command is { } command)
            {
                CheckAll(rung, command.Properties.Keys, $"{path}.command.properties", $"{path}.command.properties");
            }

            if (rung.Model is { } model)
            {
                CheckUnit($"{path}.model.unit", $"{path}.model.property", model.Property, model.Unit, "under 'unit'");
            }

            CheckAgreement(rung, path, units);
        }
    }

    private void CheckTable(RungSpec rung, TableSpec table, string path)
    {
        if (table.CostColumn is null == table.CostSeconds is null)
        {
            problems.Add(
                path,
                $"expected one of cost_column and cost, found {(table.CostColumn is null ? "neither" : "both")}"
            );
        }

        CheckAll(rung, table.Values.Keys, $"{path}.values", $"{path}.units");
        foreach (var property in table.Units.Keys.Where(property => !table.Values.ContainsKey(property)))
        {
            problems.Add(
                $"{path}.units.{property}",
                $"'{property}' has a unit and no column{NearestWord.Suggestion(property, table.Values.Keys)}"
            );
        }
    }

    private void CheckAll(RungSpec rung, IEnumerable<string> names, string path, string unitPath)
    {
        string[] given = [.. names];
        foreach (var name in given)
        {
            if (Property.OfDeviation(name) is { } own && Property.Find(own) is null && given.Contains(own))
            {
                if (rung.UnitOf(own) is { } unit && rung.UnitOf(name) is var stated && stated != unit)
                {
                    problems.Add($"{unitPath}.{name}", $"expected '{unit}', the unit of {own}, found '{stated}'");
                }
            }
            else
            {
                CheckUnit($"{unitPath}.{name}", $"{path}.{name}", name, rung.UnitOf(name), "under 'units'");
            }

            if (
                Property.OfDeviation(name) is { } lacking
                && Property.Find(lacking) is not null
                && !given.Contains(lacking)
            )
            {
                problems.Add($"{path}.{name}", $"is the deviation of {lacking}, which is not given beside it");
            }
        }
    }

    private void CheckUnit(string path, string instead, string property, string? unit, string where)
    {
        if (Property.Find(property) is { } known)
        {
            if (unit is not null && unit != known.Unit)
            {
                problems.Add(path, $"expected '{known.Unit}', the unit of {property} everywhere, found '{unit}'");
            }
        }
        else if (unit is null)
        {
            problems.Add(
                instead,
                $"'{property}' is not a known property{NearestWord.Suggestion(property, Property.Known.Select(p => p.Name))}"
                    + $"; if it is your own, give its unit {where}"
            );
        }
    }

    /// <summary>A property of the user's own has one unit: values of two levels are compared.</summary>
    private void CheckAgreement(RungSpec rung, string path, Dictionary<string, (string Unit, string Level)> units)
    {
        foreach (var name in rung.Declared().Select(property => property.Name))
        {
            if (Property.Find(name) is not null || rung.UnitOf(name) is not { } unit)
            {
                continue;
            }

            var (known, level) = units.TryAdd(name, (unit, rung.Level)) ? (unit, rung.Level) : units[name];
            if (known != unit)
            {
                problems.Add(
                    path,
                    $"{name} is in '{unit}' here and in '{known}' at '{level}'; a property has one unit at all levels"
                );
            }
        }
    }
}
