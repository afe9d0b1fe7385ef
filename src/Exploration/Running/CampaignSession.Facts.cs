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
        };
    }
}
