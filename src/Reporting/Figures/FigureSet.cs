using System.Collections.Immutable;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Figures;

/// <summary>The figures of a campaign, in the order of the report; those without data are left out.</summary>
internal static class FigureSet
{
    public static ImmutableArray<Figure> Of(CampaignResult result)
    {
        Figure?[] figures =
        [
            .. FrontFigure.Of(result),
            ParallelFigure.Of(result),
            AttainmentFigure.Of(result),
            // With several objectives the best value of one of them is not the answer.
            result.Front
                is null
                ? BestSoFarFigure.Of(result)
                : null,
            ParityFigure.Of(result),
            CalibrationFigure.Of(result),
            .. RungCorrelationFigure.Of(result),
            FunnelFigure.Of(result),
            LedgerFigure.Of(result),
            PriceFigure.Of(result),
        ];
        return [.. figures.OfType<Figure>()];
    }
}
