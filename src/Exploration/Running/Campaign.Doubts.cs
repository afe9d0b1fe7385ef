using Lichen.Compute.Engines;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Running;

/// <summary>Asks once more, with other settings, for values that contradict their neighbours on the ladder.</summary>
public sealed partial class Campaign
{
    // Where more contradict than that it is the model that is wrong.
    private const double MostAskedAgain = 0.05;

    // The oldest first; false where none can be asked now.
    private bool AskAgain()
    {
        foreach (var contradiction in State.Contradictions.All)
        {
            if (ForSecond(contradiction) is { } choice)
            {
                Begin(choice, contradiction.Decision);
                return true;
            }
        }

        return false;
    }

    private Choice? ForSecond(Contradiction contradiction)
    {
        var rung = _parts.Rungs[contradiction.Rung];
        var (candidate, known) = (contradiction.Candidate, State.HeldAt(rung.Index));
        if (
            contradiction.Second is not null
            || rung.OtherSettings is null
            || State.Contradictions.AskedAt(rung.Index) > MostAskedAgain * known
            || State.RunningDecisions.Values.Any(decided => decided.Row == _parts.Pool[candidate].Row)
            || !_purse.CountAllows(State, rung)
        )
        {
            return null;
        }

        var (model, size) = (State.CostOf(rung.Index), MoleculeSize.Of(_parts.Pool[candidate]));
        return _purse.CpuLimit(model, size, _purse.Affordable(State)) is { } limit
            ? new Choice(
                candidate,
                rung.Index,
                Purpose.SecondOpinion,
                null,
                null,
                null,
                model.PriceOf(size).Mean,
                limit,
                [],
                2,
                FailureCodes.Contradiction
            )
            : null;
    }
}
