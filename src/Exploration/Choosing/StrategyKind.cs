namespace Lichen.Exploration.Choosing;

/// <summary>Which of the ways to choose is used. Some are baselines.</summary>
public enum StrategyKind
{
    /// <summary>Expected improvement of the hits per expected cost, over candidates and rungs.</summary>
    Improvement,

    /// <summary>The best predicted candidate, at the objective's level only.</summary>
    Greedy,

    /// <summary>Any candidate, at the objective's level only.</summary>
    Random,

    /// <summary>Improvement at an upper confidence bound, per expected cost.</summary>
    Bound,

    /// <summary>Improvement in a draw from the joint posterior, per expected cost.</summary>
    Thompson,

    /// <summary>The chance of being among the k best, per expected cost.</summary>
    Top,

    /// <summary>Everything at the cheapest rung, the best tenth of each rung at the next: a baseline.</summary>
    Funnel,

    /// <summary>Everything at the cheapest rung, then expected improvement at the objective's level: a baseline.</summary>
    CheapFirst,

    /// <summary>Improvement of several objectives folded into one by weights drawn anew for each choice: a baseline.</summary>
    Chebyshev,
}
