using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Running;

/// <summary>What other campaigns have computed already.</summary>
public sealed partial class Campaign
{
    // A hit costs nothing, so all of them are taken before anything is bought.
    private void TakeFromArchive()
    {
        if (_parts.Archive is not { } archive)
        {
            return;
        }

        foreach (var rung in _parts.Rungs)
        {
            for (var candidate = 0; candidate < _parts.Pool.Count; candidate++)
            {
                if (State.StandingOf(candidate, rung.Index) != Standing.Open)
                {
                    continue;
                }

                var second = _parts.NextOf(candidate, rung);
                var key = _parts.CalculationOf(_parts.Pool[candidate], rung, second).Key;
                if ((_parts.Known(key, rung) ?? archive.TryGetFailure(key)?.Outcome) is { } known)
                {
                    TakeKnown(candidate, rung, key, known);
                }
            }
        }
    }

    private void TakeKnown(int candidate, Rung rung, CalculationKey key, Outcome outcome)
    {
        var molecule = _parts.Pool[candidate];
        var decision = State.LastDecision + 1;
        Append(
            new Decided(
                Now,
                decision,
                molecule.Row,
                molecule.Id,
                molecule.Smiles,
                rung.LevelText,
                Purpose.Archive,
                null,
                null,
                null,
                0,
                0,
                default,
                [],
                1,
                null
            )
            {
                OnSecondGeometry = _parts.NextOf(candidate, rung).GeometryIsOne,
            }
        );
        Append(Ended(Now, decision, key, outcome, Footprint.Nothing) with { FromArchive = true });
    }
}
