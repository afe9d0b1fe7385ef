using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>What changes while a campaign runs: candidates that join it, and what its user wants.</summary>
public sealed partial class CampaignSession
{
    // Looks for more candidates where the model thinks that they are good; the journal says which.
    private void Grow(CancellationToken abort)
    {
        ReportProgress("searching the reaction space");
        var before = OwnCpuSeconds();
        var grown = new PoolGrowth(Preparation, State, Environment.ProcessorCount).Next(
            Clock,
            [.. _members],
            (pool, features, quantity) =>
                new Surrogate(
                    pool,
                    features,
                    quantity,
                    null,
                    Preparation.Spec.Seed,
                    Environment.ProcessorCount,
                    _options.RunFolder
                ),
            abort
        );
        var usage = new ResourceUsage(
            Math.Max(0, OwnCpuSeconds() - before),
            0,
            Environment.WorkingSet,
            CostBasis.Measured
        );
        Write(grown with { At = Clock });
        Write(new OwnWork(Clock, "search of the reaction space", Preparation.Meter.Of(usage)));
        (_workplace as IDisposable)?.Dispose();
        Enlarge(grown);
        _parts = PartsOf(EventJournal.ReadAll(_journal));
        ReportProgress($"{grown.Products.Length} of {grown.Tried} products joined the candidates");
    }

    private void Enlarge(Grown grown)
    {
        var more = PoolReader.ReadMore(
            Preparation.Spec,
            Preparation.Pool,
            grown.Products.Select(product => new SpaceRow(
                product.Row,
                product.Id,
                product.Smiles,
                null,
                product.Route
            )),
            Environment.ProcessorCount,
            CancellationToken.None
        );
        if (more.Pool.Count != grown.Products.Length)
        {
            throw new CampaignException(
                $"the rules refuse products that joined the campaign before: {more.Rejects}. "
                    + "Put the campaign file back, or start a new run with --branch"
            );
        }

        _members.AddRange(grown.Products.Select(product => product.Member));
        var pool = Preparation.Pool.With(more.Pool.Candidates);
        (_begun, Preparation) = (_begun.With(pool), Preparation.With(pool));
    }

    // Before it is written: what does not fit the run must not enter the journal, and must not end the run either.
    private Steered? LeftSteering()
    {
        if (Steering.Left(_options.RunFolder) is not { } left)
        {
            return null;
        }

        try
        {
            RefuseForOneWish(_begun.Steered(left).Spec, _options.Strategy);
            return left;
        }
        catch (CampaignException refused)
        {
            ReportProgress($"{refused.Message}; kept as {Steering.Refuse(_options.RunFolder)}");
            return null;
        }
    }

    // After the event is in the journal: the file has done its work.
    private Strategy Steer(Steered steered)
    {
        Preparation = _begun.Steered(steered);
        _parts = _parts with { Spec = Preparation.Spec };
        Steering.Remove(_options.RunFolder);
        return Strategy(Preparation.Purse);
    }

    // Whoever opens a run that was steered may give the file as it is wanted now: the journal knows how it began.
    private static CampaignSpec BegunAs(Journal journal, CampaignSpec given) =>
        CampaignFile.Parse(journal.Identity.Spec, "journal", given.Folder, given.Workers).Spec is { } spec
            ? spec with
            {
                Folder = given.Folder,
                Workers = given.Workers,
            }
            : given;
}
