namespace Lichen.Learning;

/// <summary>A value that was computed: what a surrogate learns from.</summary>
/// <param name="Candidate">The candidate's row in the pool's <see cref="Features"/>.</param>
/// <param name="Rung">The rung of the ladder, 0 the cheapest.</param>
/// <param name="Value">The value, in the user's unit, finite.</param>
/// <param name="Deviation">The standard deviation that its source states of it, in the user's unit; 0 where it states none.</param>
public readonly record struct Label(int Candidate, int Rung, double Value, double Deviation = 0)
{
    /// <summary>The same label bent away from zero: see <see cref="SoftBound"/>.</summary>
    internal Label Inward(double bend)
    {
        double value = SoftBound.Inward(Value, bend);
        double rise = Deviation == 0 ? 0 : SoftBound.Inward(Value + Deviation, bend) - value;
        return this with { Value = value, Deviation = rise };
    }
}

/// <summary>A calculation that was started and has not ended.</summary>
/// <param name="Candidate">The candidate's row in the pool's <see cref="Features"/>.</param>
/// <param name="Rung">The rung of the ladder, 0 the cheapest.</param>
public readonly record struct Pending(int Candidate, int Rung);
