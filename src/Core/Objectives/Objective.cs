namespace Lichen.Core.Objectives;

/// <summary>What the user wants of one property at one level.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Level">Level at which the wish counts, as the ladder names it.</param>
/// <param name="Goal">Direction of the wish, with its numbers in the property's unit.</param>
public sealed record Objective(string Property, string Level, Goal Goal)
{
    /// <summary>Stands for a level where a property follows from the structure alone: known of every candidate, and free.</summary>
    public const string Structure = "structure";

    /// <summary>How much it counts beside other objectives where molecules of one front are put in order; positive.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Beside other objectives: a value that is just not good enough, or null: the worst of the pool.</summary>
    public double? Reference { get; init; }

    /// <summary>Beside other objectives: a value than which better is not looked for, or null: the best of the pool.</summary>
    public double? Ideal { get; init; }
}

/// <summary>What a molecule must have to count at all.</summary>
/// <param name="Level">Level at which it is judged, or <see cref="Objective.Structure"/>.</param>
/// <param name="Range">Values that are allowed; an end may be infinite.</param>
public sealed record Constraint(string Property, string Level, InRange Range);

/// <summary>The direction of a wish. Every goal turns a value into a loss: lower is better, 0 is best where it has a best.</summary>
public abstract record Goal
{
    /// <summary>Loss of a value: what the search minimises, in the property's unit.</summary>
    public abstract double Loss(double value);
}

/// <summary>As high as possible: loss = -value.</summary>
public sealed record Maximise : Goal
{
    public override double Loss(double value) => -value;

    public override string ToString() => "maximise";
}

/// <summary>As low as possible: loss = value.</summary>
public sealed record Minimise : Goal
{
    public override double Loss(double value) => value;

    public override string ToString() => "minimise";
}

/// <summary>As near as possible to a value: loss = |value - target|.</summary>
public sealed record Target(double Value) : Goal
{
    public override double Loss(double value) => Math.Abs(value - Value);

    public override string ToString() => $"target {Value}";
}

/// <summary>Inside a range, ends included: loss = distance to the range, 0 inside.</summary>
public sealed record InRange(double Low, double High) : Goal
{
    public override double Loss(double value) => Math.Max(0, Math.Max(Low - value, value - High));

    public override string ToString() =>
        double.IsPositiveInfinity(High) ? $"at least {Low}"
        : double.IsNegativeInfinity(Low) ? $"at most {High}"
        : $"range {Low} to {High}";
}
