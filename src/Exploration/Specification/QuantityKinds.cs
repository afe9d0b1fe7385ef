using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lichen.Core;

namespace Lichen.Exploration.Specification;

/// <summary>A number with a unit, kept in the base unit of its dimension.</summary>
internal sealed class QuantityKind(Dimension dimension) : Kind<double>
{
    public override string Expected => $"{dimension.Phrase} such as '{dimension.Example}'";

    public override Dimension Dimension => dimension;

    public override bool TryRead(FileNode node, Place place, out double value)
    {
        if (node is not ScalarNode scalar || !Dimension.TrySplit(scalar.Text, out value, out var unit))
        {
            return Wrong(node, place, out value);
        }

        if (dimension.Find(unit) is not { } known)
        {
            return Wrong(node, place, out value, QuantityText.AboutUnit(dimension, unit, place));
        }

        value *= known.Factor;
        return value > 0 && double.IsFinite(value) || Wrong(node, place, out value, "; it must be above 0");
    }

    public override FileNode Write(double value) => ScalarNode.Word(dimension.Write(value));

    public override JsonObject Schema() => QuantityText.Schema(dimension);
}

/// <summary>An amount of a currency, or a price in it.</summary>
internal readonly record struct Money(double Amount, string Currency);

/// <summary>Money: a number and a three-letter currency, such as 5 EUR.</summary>
internal sealed class MoneyKind(Dimension dimension) : Kind<Money>
{
    private readonly string _per = dimension == Dimension.Price ? "/core-hour" : "";

    public override string Expected => $"{dimension.Phrase} such as '{dimension.Example}'";

    public override Dimension Dimension => dimension;

    public override bool TryRead(FileNode node, Place place, out Money value)
    {
        if (node is not ScalarNode scalar || !Dimension.TrySplit(scalar.Text, out var number, out var unit))
        {
            return Wrong(node, place, out value);
        }

        if (!Regex.IsMatch(unit, $"^(?:{dimension.Pattern})$"))
        {
            return Wrong(node, place, out value, QuantityText.AboutUnit(dimension, unit, place));
        }

        value = new Money(number, unit[..3]);
        return number >= 0 || Wrong(node, place, out value, "; it must not be negative");
    }

    public override FileNode Write(Money value) => ScalarNode.Word($"{value.Amount} {value.Currency}{_per}");

    public override JsonObject Schema() => QuantityText.Schema(dimension);
}

/// <summary>A number with a unit that is checked later, when the property is known.</summary>
internal readonly record struct QuantityText(double Value, string Unit)
{
    public static JsonObject Schema(Dimension dimension) =>
        new()
        {
            ["type"] = "string",
            ["pattern"] = $@"^\s*{Dimension.NumberPattern}\s*(?:{dimension.Pattern})\s*$",
            ["examples"] = new JsonArray(dimension.Example),
        };

    /// <summary>Says what is wrong with a unit: missing, of another dimension, or misspelt.</summary>
    public static string AboutUnit(Dimension dimension, string unit, Place place)
    {
        if (unit.Length == 0)
        {
            return " without a unit";
        }

        if (Dimension.OfUnit(unit) is not { } other)
        {
            var near = NearestWord.Of(unit, dimension.Units.SelectMany(known => known.Spellings));
            return near is not null ? $"; did you mean '{near}'?"
                : dimension.Units.IsEmpty ? ""
                : $"; the units are {string.Join(", ", dimension.Units.Select(known => known.Symbol))}";
        }

        var sibling = place.Siblings.FirstOrDefault(field => field.Dimension == other).Name;
        return $", which is {other.Phrase}" + (sibling is null ? "" : $"; did you mean '{sibling}'?");
    }
}

/// <summary>A value of a property, such as 2.0 eV.</summary>
internal sealed class PropertyValueKind : Kind<QuantityText>
{
    public override string Expected => "a value with the unit of the property, such as '2.0 eV'";

    public override bool TryRead(FileNode node, Place place, out QuantityText value)
    {
        if (node is not ScalarNode scalar || !Dimension.TrySplit(scalar.Text, out var number, out var unit))
        {
            return Wrong(node, place, out value);
        }

        value = new QuantityText(number, unit);
        return true;
    }

    public override FileNode Write(QuantityText value) => ScalarNode.Word($"{value.Value} {value.Unit}".TrimEnd());

    public override JsonObject Schema() =>
        new() { ["type"] = new JsonArray("string", "number"), ["pattern"] = $@"^\s*{Dimension.NumberPattern}.*$" };
}
