namespace Lichen.Learning;

/// <summary>What <see cref="CoKriging.Fit"/> found, and how it went.</summary>
/// <param name="Parameters">The hyperparameters.</param>
/// <param name="LogLikelihood">Log marginal likelihood of the standardised labels used.</param>
/// <param name="Jitter">What had to be added to a pivot, standardised units squared; 0 in ordinary work.</param>
/// <param name="Labels">How many labels the likelihood saw: see <see cref="CoKriging.MaxLabels"/>.</param>
/// <param name="Evaluations">How often a likelihood was evaluated, over all starts.</param>
/// <param name="Converged">False when a bound on the iterations ended the search.</param>
public sealed record CoKrigingFit(
    CoKrigingParameters Parameters,
    double LogLikelihood,
    double Jitter,
    int Labels,
    int Evaluations,
    bool Converged
);
