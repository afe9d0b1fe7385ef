using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lichen.Exploration.Specification;

/// <summary>Whole numbers: 5 to 20, at least 5, at most 20, or one number alone.</summary>
internal sealed partial class IntRangeKind(string example) : Kind<IntRange>
{
    public override string Expected => $"a range such as '{example}', 'at least 5' or 'at most 20'";

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out IntRange value)
    {
        value = null;
        if (node is not ScalarNode scalar || Range().Match(scalar.Text.Trim()) is not { Success: true } match)
        {
            return Wrong(node, place, out value);
        }

        int low = 0,
            high = int.MaxValue;
        if (!End("low", ref low) || !End("high", ref high))
        {
            return Wrong(node, place, out value);
        }

        if (match.Groups["single"].Success)
        {
            if (!End("single", ref low))
            {
                return Wrong(node, place, out value);
            }

            high = low;
        }

        value = new IntRange(low, high);
        return low <= high || Wrong(node, place, out value, $"; the lower end {low} is above the upper end {high}");

        bool End(string name, ref int end) =>
            !match.Groups[name].Success
            || int.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out end);
    }

    public override FileNode Write(IntRange value) =>
        new ScalarNode(
            Mark.Start,
            value.Low == value.High ? $"{value.Low}"
                : value.High == int.MaxValue ? $"at least {value.Low}"
                : value.Low == 0 ? $"at most {value.High}"
                : $"{value.Low} to {value.High}",
            Plain: true
        );

    public override JsonObject Schema() =>
        new()
        {
            ["type"] = new JsonArray("string", "integer"),
            ["pattern"] = @"^\s*(\d+\s+to\s+\d+|at least\s+\d+|at most\s+\d+|\d+)\s*$",
            ["minimum"] = 0,
            ["examples"] = new JsonArray(example),
        };

    [GeneratedRegex(
        @"^(?:(?<low>\d+)\s+to\s+(?<high>\d+)|at least\s+(?<low>\d+)|at most\s+(?<high>\d+)|(?<single>\d+))$"
    )]
    private static partial Regex Range();
}

/// <summary>Two numbers with one unit: 0 to 500 g/mol, at most 500 g/mol.</summary>
internal sealed partial class RangeKind(string expected, Dimension? dimension) : Kind<RangeOf>
{
    public override string Expected => expected;

    public override bool TryRead(FileNode node, Place place, out RangeOf value)
    {
        value = default;
        if (node is not ScalarNode scalar || Range().Match(scalar.Text.Trim()) is not { Success: true } match)
        {
            return Wrong(node, place, out value);
        }

        var low = Number("low") ?? (dimension is null ? double.NegativeInfinity : 0);
        var high = Number("high") ?? double.PositiveInfinity;
        var unit = match.Groups["unit"].Value;
        if (dimension is not null && dimension.Find(unit) is null)
        {
            return Wrong(node, place, out value, QuantityText.AboutUnit(dimension, unit, place));
        }

        value = new RangeOf(low, high, unit);
        return low <= high && !double.IsPositiveInfinity(low) && !double.IsNegativeInfinity(high)
            || Wrong(node, place, out value, $"; the lower end {low} is above the upper end {high}");

        double? Number(string name) =>
            match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : null;
    }

    public override FileNode Write(RangeOf value) =>
        new ScalarNode(
            Mark.Start,
            (
                double.IsPositiveInfinity(value.High) ? $"at least {value.Low}"
                : double.IsNegativeInfinity(value.Low) ? $"at most {value.High}"
                : $"{value.Low} to {value.High}"
            ) + (value.Unit.Length == 0 ? "" : $" {value.Unit}"),
            Plain: true
        );

    public override JsonObject Schema()
    {
        const string number = Dimension.NumberPattern;
        var unit = dimension is null ? ".*" : $"(?:{dimension.Pattern})";
        return new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $@"^\s*(?:{number}\s+to\s+{number}|at least\s+{number}|at most\s+{number})\s*{unit}\s*$",
        };
    }

    [GeneratedRegex(
        $@"^(?:(?<low>{Dimension.NumberPattern})\s+to\s+(?<high>{Dimension.NumberPattern})"
            + $@"|at least\s+(?<low>{Dimension.NumberPattern})|at most\s+(?<high>{Dimension.NumberPattern}))"
            + @"\s*(?<unit>[^\s\d].*)?$"
    )]
    private static partial Regex Range();
}

/// <summary>A range with the unit as written.</summary>
internal readonly record struct RangeOf(double Low, double High, string Unit);
