using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Exploration.Results;

namespace Lichen.Exploration.Running;

/// <summary>What ran, where and when, for the report.</summary>
public sealed partial class CampaignSession
{
    private RunFacts Facts()
    {
        var busy = State
            .FinishedInOrder.Where(finished => !finished.FromArchive)
            .Sum(finished => finished.Cost.Usage.WallSeconds);
        var first = _journal.Read().FirstOrDefault();
        var last = _journal.Read(Math.Max(0, _journal.LastSeq - 1)).LastOrDefault();
        return new RunFacts(
            Run,
            LichenVersion.Text,
            Rdkit.Version,
            first?.At ?? _journal.Identity.CreatedAt,
            last?.At ?? _journal.Identity.CreatedAt,
            busy,
            State.Clock * Preparation.Spec.Workers,
            State.Start?.Host ?? Environment.MachineName,
            Preparation.Meter.Power.Source,
            Preparation.Meter.Grid.Source,
            _parts.ObjectiveProperty.Unit,
            _parts.ObjectiveProperty.ColumnName,
            [
                .. Preparation.Rungs.Select(rung => new RungEngine(
                    rung.LevelText,
                    rung.Engine.Identity,
                    [.. rung.Offer.Methods]
                )),
            ]
        )
        {
            Strategy = (State.Start?.Strategy ?? _options.Strategy).ToString().ToLowerInvariant(),
            Kind = State.LastComparison is { } compared
                ? new KindFacts(compared.TopLabels, compared.GaussianProcessShare, compared.Reason)
                : null,
            EngineChanges = [.. State.EngineChanges.Select(change => change.ToString())],
            FailureChances =
                Learns && _options.Strategy is not (Choosing.StrategyKind.Greedy or Choosing.StrategyKind.CheapFirst)
                    ? FailureChances()
                    : [],
        };
    }

    private ImmutableArray<FailureChance> FailureChances()
    {
        var odds = new Choosing.FailureOdds(Preparation.Features, Preparation.Pool.Count, Preparation.Rungs.Length);
        odds.Follow(State);
        return
        [
            .. Preparation
                .Rungs.Where(rung => State.Ended.Any(ended => ended.Rung == rung.Index && ended.Failed))
                .Select(rung =>
                    (
                        Rung: rung,
                        Open: Enumerable
                            .Range(0, Preparation.Pool.Count)
                            .Where(c => State.StandingOf(c, rung.Index) == Journals.Standing.Open)
                            .Select(c => (Candidate: c, Chance: odds.Of(c, rung.Index)))
                            .ToList()
                    )
                )
                .Where(level => level.Open.Count > 0)
                .Select(level =>
                    (level.Rung, Mean: level.Open.Average(o => o.Chance), Worst: level.Open.MaxBy(o => o.Chance))
                )
                .Select(level => new FailureChance(
                    level.Rung.LevelText,
                    level.Mean,
                    level.Worst.Chance,
                    Preparation.Pool[level.Worst.Candidate].Id
                )),
        ];
    }
}
