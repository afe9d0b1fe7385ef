namespace Lichen.Exploration.Journals;

/// <summary>
/// The values that contradict their neighbours on the ladder, with what second calculations said of them. A fold of the
/// journal, as the state that it belongs to.
/// </summary>
public sealed class ContradictionBook
{
    private readonly List<Contradiction> _all = [];
    private readonly HashSet<long> _setAside = [];
    private readonly HashSet<(int Candidate, int Rung)> _seconds = [];
    private readonly Dictionary<long, int> _asked = [];

    /// <summary>In the order in which they came; one calculation has several where it gives several quantities.</summary>
    public IReadOnlyList<Contradiction> All => _all;

    /// <summary>True for a calculation whose values do not stand, for another of the same candidate and level does.</summary>
    public bool IsSetAside(long decision) => _setAside.Contains(decision);

    /// <summary>True where the second opinion stands.</summary>
    public bool SecondStands(int candidate, int rung) => _seconds.Contains((candidate, rung));

    /// <summary>Second opinions asked for at a rung.</summary>
    public int AskedAt(int rung) => _asked.Values.Count(other => other == rung);

    internal void Add(Contradiction contradiction) => _all.Add(contradiction);

    internal void Ask(Decided second, int rung)
    {
        _asked.Add(second.Decision, rung);
        Change(second.SecondOf!.Value, one => one with { Second = second.Decision });
    }

    /// <summary>Takes in the answer; true when it stands in the first one's place.</summary>
    internal bool Take(Finished first, Finished second, IReadOnlyList<QuantityState> quantities)
    {
        var stands = false;
        Change(
            first.Decision,
            one =>
            {
                var property = quantities[one.Quantity].Quantity.Property;
                var verdict = second.Failure is null
                    ? Agreement.Judge(property, first.Values, second.Values)
                    : Verdict.SecondFailed;
                stands |= verdict == Verdict.SecondIsLower;
                return one with
                {
                    Verdict = verdict,
                    SecondValue = second.Failure is null ? second.Values[property] : null,
                };
            }
        );
        _setAside.Add(stands ? first.Decision : second.Decision);
        return stands;
    }

    internal void LetSecondStand(int candidate, int rung) => _seconds.Add((candidate, rung));

    private void Change(long decision, Func<Contradiction, Contradiction> change)
    {
        for (var i = 0; i < _all.Count; i++)
        {
            if (_all[i].Decision == decision)
            {
                _all[i] = change(_all[i]);
            }
        }
    }
}
