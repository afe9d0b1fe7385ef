namespace Lichen.Learning;

/// <summary>A value that was computed: what a surrogate learns from.</summary>
/// <param name="Candidate">The candidate's row in the pool's <see cref="Features"/>.</param>
/// <param name="Rung">The rung of the ladder, 0 the cheapest.</param>
/// <param name="Value">The value, in the user's unit, finite.</param>
public readonly record struct Label(int Candidate, int Rung, double Value);

/// <summary>A calculation that was started and has not ended.</summary>
/// <param name="Candidate">The candidate's row in the pool's <see cref="Features"/>.</param>
/// <param name="Rung">The rung of the ladder, 0 the cheapest.</param>
public readonly record struct Pending(int Candidate, int Rung);
