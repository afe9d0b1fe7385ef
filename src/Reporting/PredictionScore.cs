using System.Collections.Immutable;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>How good the predictions made before their labels were, at one rung.</summary>
/// <param name="Count">Number of tested predictions.</param>
/// <param name="MeanAbsoluteError">In the objective's unit.</param>
/// <param name="RootMeanSquareError">In the objective's unit.</param>
/// <param name="Determination">R2 about the mean of the labels; null with fewer than 2 labels or equal ones.</param>
/// <param name="Coverage50">Share of labels inside their central 50 % interval, 0 to 1.</param>
/// <param name="Coverage90">The same for 90 %.</param>
internal sealed record PredictionScore(
    string Level,
    int Count,
    double MeanAbsoluteError,
    double RootMeanSquareError,
    double? Determination,
    double Coverage50,
    double Coverage90
)
{
    /// <summary>Two-sided normal quantile of central 90 %.</summary>
    public const double Z90 = 1.6448536269514722;

    private const double Z50 = 0.6744897501960817;

    /// <summary>One score per rung with tests, in the ladder's order.</summary>
    public static ImmutableArray<PredictionScore> Of(CampaignResult result) =>
        [
            .. result
                .Spec.Ladder.Select(rung => (rung.Level, Tests: TestsOf(result, rung.Level)))
                .Where(pair => pair.Tests.Length > 0)
                .Select(pair => Of(pair.Level, pair.Tests)),
        ];

    public static ImmutableArray<TestedPrediction> TestsOf(CampaignResult result, string level) =>
        [.. result.Tests.Where(test => test.Level == level && double.IsFinite(test.Predicted) && test.Deviation > 0)];

    private static PredictionScore Of(string level, ImmutableArray<TestedPrediction> tests)
    {
        var mean = tests.Average(test => test.Computed);
        var squares = tests.Sum(test => Square(test.Computed - test.Predicted));
        var spread = tests.Sum(test => Square(test.Computed - mean));
        return new PredictionScore(
            level,
            tests.Length,
            tests.Average(test => Math.Abs(test.Computed - test.Predicted)),
            Math.Sqrt(squares / tests.Length),
            spread > 0 ? 1 - (squares / spread) : null,
            Inside(tests, Z50),
            Inside(tests, Z90)
        );
    }

    /// <summary>Share of labels within so many predicted standard deviations.</summary>
    public static double Inside(ImmutableArray<TestedPrediction> tests, double z) =>
        tests.Count(test => Math.Abs(test.Computed - test.Predicted) <= z * test.Deviation) / (double)tests.Length;

    private static double Square(double x) => x * x;
}
