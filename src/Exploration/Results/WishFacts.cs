namespace Lichen.Exploration.Results;

/// <summary>A wish in words.</summary>
/// <param name="Level">Level at which it counts, or structure.</param>
/// <param name="Goal">The wish, such as minimise.</param>
/// <param name="Maximised">True when larger is better.</param>
public sealed record WishFacts(
    string Property,
    string Column,
    string Unit,
    string Level,
    string Goal,
    bool Maximised,
    double Weight
)
{
    /// <summary>How predictions of it did when labels at its level came; null where the structure gives it.</summary>
    public WishTest? Test { get; init; }
}

/// <summary>Predictions of one wish, made before their labels at its level.</summary>
/// <param name="Count">Labels that tested a prediction.</param>
/// <param name="Coverage50">Share of them inside their central 50 % interval, or null without tests.</param>
/// <param name="MeanAbsoluteError">In the property's unit.</param>
public sealed record WishTest(int Count, double? Coverage50, double? Coverage90, double? MeanAbsoluteError);

/// <summary>Errors of the predictions of two properties on the molecules that tested both.</summary>
/// <param name="Count">Molecules.</param>
/// <param name="Correlation">Of the errors, drawn toward 0 while there are few.</param>
/// <param name="Nats">What taking them together brought to their prediction, in nats.</param>
/// <param name="IsUsed">True when that was enough to predict the two together.</param>
public sealed record ErrorsTogether(
    string Property,
    string Other,
    int Count,
    double Correlation,
    double Nats,
    bool IsUsed
);

/// <summary>What is known or expected of one wish for one molecule.</summary>
/// <param name="Value">The value, or the prediction where it is not computed; null without either.</param>
/// <param name="Deviation">Standard deviation of a prediction; 0 for what is known.</param>
/// <param name="Known">True when it was computed or follows from the structure.</param>
public sealed record WishValue(double? Value, double Deviation, bool Known);
