using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Compute.Metering;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>
/// One run folder, open: its lock, journal and archive, with the state folded from the journal. Disposing it leaves the
/// folder as the journal says.
/// </summary>
public sealed partial class CampaignSession : IDisposable
{
    private static readonly TimeSpan ShowInterval = TimeSpan.FromMilliseconds(100);

    private Preparation _begun;
    private readonly SessionOptions _options;
    private readonly RunLock? _lock;
    private readonly Journal _journal;
    private readonly Archive? _archive;
    private readonly List<long> _members = [];
    private CampaignParts _parts;
    private ImmutableArray<Surrogate> _surrogates = [];
    private CalculationRunner? _runner;
    private IWorkplace? _workplace;
    private double _inProcessBefore;
    private long? _shownAt;

    private CampaignSession(
        Preparation preparation,
        SessionOptions options,
        RunLock? runLock,
        Journal journal,
        Archive? archive
    )
    {
        (_begun, _options, _lock, _journal, _archive) = (preparation, options, runLock, journal, archive);
        Preparation = preparation;
        var events = EventJournal.ReadAll(journal).ToList();
        // Before any other event: rows of another pool mean nothing here.
        if (events.OfType<Started>().Any(start => start.PoolDigest != preparation.Pool.Digest))
        {
            throw new CampaignException(
                "the space or the rules give another pool than when this run began: the input file was changed. "
                    + "Put the file back, or start a new run with --branch"
            );
        }

        if (events.OfType<Steered>().LastOrDefault() is { } steered)
        {
            _begun = preparation with { Spec = BegunAs(journal, preparation.Spec) };
            Preparation = _begun.Steered(steered);
        }

        if (preparation.Space.Reactions is { Space: var space })
        {
            var drawn = space.Draw(preparation.Spec.Space.Reactions!.Sample, preparation.Spec.Seed);
            _members.AddRange(preparation.Pool.Candidates.Select(candidate => drawn[candidate.Row - 1]));
        }

        foreach (var grown in events.OfType<Grown>())
        {
            Enlarge(grown);
        }

        _parts = PartsOf(events);
    }

    private CampaignParts PartsOf(IEnumerable<CampaignEvent> events)
    {
        var state = new CampaignState(Preparation.Pool, Preparation.Rungs, Preparation.Quantities);
        foreach (var happened in events)
        {
            state.Apply(happened);
        }

        return new CampaignParts(
            _journal.Identity.Run,
            Preparation.Spec,
            Preparation.Pool,
            Preparation.Rungs,
            state,
            _journal,
            _archive,
            Preparation.Meter,
            Preparation.Spec.Workers,
            _options.Time,
            OwnCpuSeconds,
            () => Environment.WorkingSet,
            (_, message) => ReportProgress(message)
        )
        {
            Growth = GrowthRule.Of(Preparation.Spec, Learns),
            Routes = Preparation.Routes,
            Listed = Listed,
            BirthOf = BirthOf,
        };
    }

    /// <summary>What the campaign works with now: its pool is larger where it grew, its wishes others where it was steered.</summary>
    public Preparation Preparation { get; private set; }

    public CampaignState State => _parts.State;

    public string Run => _journal.Identity.Run;

    /// <summary>Unit of the objective's property.</summary>
    public string ObjectiveUnit => _parts.ObjectiveProperty.Unit;

    private bool Learns => _options.Strategy is not (StrategyKind.Random or StrategyKind.Funnel);

    private double Clock => _workplace is null ? State.Clock : Math.Max(State.Clock, _workplace.Now);

    /// <summary>Opens a run folder for running: makes it, or takes up what is there.</summary>
    /// <exception cref="CampaignException">The folder holds another campaign; the message lists what differs.</exception>
    /// <exception cref="StorageException">The journal or archive is damaged, locked or not writable.</exception>
    public static CampaignSession Open(Preparation preparation, SessionOptions options)
    {
        RefuseForOneWish(preparation.Spec, options.Strategy);
        if (preparation.Spec.Routes is not null && preparation.Routes is null)
        {
            throw new ArgumentException("The campaign asks for routes, and nothing was prepared to answer.");
        }

        Directory.CreateDirectory(options.RunFolder);
        var runLock = RunLock.Acquire(options.RunFolder, options.Time.GetUtcNow());
        try
        {
            var text = CampaignFile.WriteResolved(preparation.Spec, [], []);
            var fresh = !Journal.Exists(options.RunFolder);
            var journal = fresh
                ? Journal.Create(options.RunFolder, RunIdentityMaker.Of(text, options))
                : Journal.Open(options.RunFolder);
            try
            {
                var archive = preparation.IsReplay
                    ? null
                    : Archive.Open(options.ArchivePath, Declared(preparation.Spec));
                try
                {
                    var session = new CampaignSession(preparation, options, runLock, journal, archive);
                    session.Begin();
                    return session;
                }
                catch
                {
                    archive?.Dispose();
                    throw;
                }
            }
            catch
            {
                journal.Dispose();
                throw;
            }
        }
        catch
        {
            runLock.Dispose();
            throw;
        }
    }

    private static void RefuseForOneWish(CampaignSpec spec, StrategyKind strategy)
    {
        if (Steering.Problem(spec, strategy) is { } problem)
        {
            throw new CampaignException(problem);
        }
    }

    /// <summary>Opens a run folder to read what it holds.</summary>
    public static CampaignSession OpenRead(Preparation preparation, SessionOptions options) =>
        new(
            preparation,
            options,
            null,
            Journal.OpenRead(options.RunFolder),
            preparation.IsReplay || !File.Exists(options.ArchivePath) ? null : Archive.OpenRead(options.ArchivePath)
        );

    /// <summary>Explores until the campaign ends or is put aside.</summary>
    /// <exception cref="OperationCanceledException">Aborted; what ran is done again on resuming.</exception>
    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        while (await ExploreAsync(drain, abort).ConfigureAwait(false))
        {
            Grow(abort);
        }
    }

    // True when it goes on with a larger pool.
    private async Task<bool> ExploreAsync(CancellationToken drain, CancellationToken abort)
    {
        var purse = Preparation.Purse;
        var strategy = Strategy(purse);
        _surrogates = Learns ? MakeSurrogates() : [];
        if (Preparation.IsReplay)
        {
            _workplace = new SimulatedWorkplace(LookUp, State.Clock);
        }
        else
        {
            var work = Path.Combine(_options.RunFolder, "work");
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }

            _inProcessBefore += _runner?.InProcessCpuSeconds ?? 0;
            _runner = new CalculationRunner(
                Preparation.Pool,
                Preparation.Rungs,
                Preparation.Spec,
                _archive!,
                Run,
                work,
                _options.Time,
                Preparation.Meter,
                EnergyShare.TryOpen()
            )
            {
                Cards = Preparation.Meter.GraphicsWatts > 0 ? GraphicsShare.TryOpen() : null,
            };
            _workplace = new LiveWorkplace(
                _runner.RunAsync,
                Preparation.Spec.Workers,
                _options.Time,
                State.Clock,
                abort
            );
        }

        try
        {
            var campaign = new Campaign(
                _parts,
                strategy,
                purse,
                _surrogates,
                _workplace,
                new Helm(LeftSteering, Steer)
            );
            await campaign.RunAsync(drain, abort).ConfigureAwait(false);
            return campaign.AsksForGrowth && !drain.IsCancellationRequested;
        }
        finally
        {
            // Aborted or broken off, it leaves no process behind.
            await ((_workplace as LiveWorkplace)?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    // CPU time of this process, chemistry and searches for routes that ran inside it left out: these are paid apart.
    private double OwnCpuSeconds() =>
        Environment.CpuUsage.TotalTime.TotalSeconds
        - _inProcessBefore
        - (_runner?.InProcessCpuSeconds ?? 0)
        - (Preparation.Routes?.InProcessCpuSeconds ?? 0);

    /// <summary>The state as people look at it.</summary>
    public CampaignSnapshot Snapshot(string stage, string? message) =>
        SnapshotBuilder.Of(_parts, Preparation.Wishes, stage, Clock, message);

    /// <summary>Everything the report says, as of the last event.</summary>
    public CampaignResult Result() =>
        ResultBuilder.Build(_parts, Predictions(), Preparation.Wishes, Facts(), Preparation.Space.Rejects);

    /// <summary>How one candidate was weighed at every decision.</summary>
    public Explanation Explain(int candidate) =>
        Explanation.Of(
            EventJournal.ReadAll(_journal),
            new CampaignState(Preparation.Pool, Preparation.Rungs, Preparation.Quantities),
            steered => Strategy(steered is null ? _begun : _begun.Steered(steered), Preparation.Purse),
            MakeSurrogates(),
            Preparation.Rungs,
            candidate
        );

    public void Dispose()
    {
        (_workplace as IDisposable)?.Dispose();
        _journal.Dispose();
        _archive?.Dispose();
        _lock?.Dispose();
    }

    // A picture costs more than an event: it is drawn at most ten times a second, and when there is something to say.
    private void ReportProgress(string? message)
    {
        if (message is null && _shownAt is { } shown && _options.Time.GetElapsedTime(shown) < ShowInterval)
        {
            return;
        }

        _shownAt = _options.Time.GetTimestamp();
        _options.Progress(Snapshot("exploring", message));
    }

    private void Begin()
    {
        if (State.Start is null)
        {
            Write(
                new Started(
                    0,
                    Run,
                    Preparation.Pool.Digest,
                    Preparation.Pool.Count,
                    _options.Strategy,
                    Environment.MachineName,
                    LichenVersion.Text
                )
            );
            return;
        }

        if (State.Start.Strategy != _options.Strategy)
        {
            throw new CampaignException(
                $"this run was begun with --strategy {State.Start.Strategy.ToString().ToLowerInvariant()}: go on with the same"
            );
        }

        var changes = EngineChanges.Of(_parts);
        Write(
            new Resumed(State.Clock, Environment.MachineName, LichenVersion.Text)
            {
                Engines = changes.IsEmpty ? null : changes,
            }
        );
        foreach (var change in changes)
        {
            ReportProgress($"warning: {change}");
        }
    }

    private void Write(CampaignEvent happened)
    {
        var (kind, payload) = EventJournal.Write(happened);
        _journal.Append(kind, payload, _options.Time.GetUtcNow());
        State.Apply(happened);
    }

    private Strategy Strategy(Purse purse) => Strategy(Preparation, purse);

    private Strategy Strategy(Preparation preparation, Purse purse) =>
        new(
            _options.Strategy,
            preparation.Pool,
            preparation.Quantities,
            preparation.Wishes,
            preparation.Spec.Hits,
            preparation.Spec.Stop.ChanceBetterLeft,
            purse,
            preparation.Spec.Seed,
            _options.StartShare,
            preparation.Features
        );

    private ImmutableArray<Surrogate> MakeSurrogates() =>
        [
            .. Preparation.Quantities.Select(quantity => new Surrogate(
                Preparation.Pool,
                Preparation.Features,
                quantity,
                // What cannot be a hit by one property may still be on the front by another.
                Preparation.Wishes.IsOne
                    ? new Pruning(Preparation.Spec.Objective.Goal, Preparation.Spec.Hits)
                    : null,
                Preparation.Spec.Seed,
                Environment.ProcessorCount,
                _options.RunFolder
            )),
        ];

    private ImmutableArray<ScreenedPosterior>? Predictions() =>
        State.Quantities.Any(known => known.LastFit is null)
            ? null
            : Surrogate.FollowAll(_surrogates.IsEmpty ? MakeSurrogates() : _surrogates, State);

    private Outcome LookUp(Assignment assignment)
    {
        var candidate = Preparation.Pool[assignment.Candidate];
        var request = new CalculationRequest(
            candidate,
            assignment.Rung.Level,
            assignment.Rung.Wanted,
            null,
            [],
            new ResourceLimits(TimeSpan.MaxValue, TimeSpan.MaxValue, long.MaxValue),
            "",
            assignment.Cure
        );
        // A table answers at once; nothing is waited for.
        return assignment.Rung.Engine.RunAsync(request, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static IEnumerable<Property> Declared(CampaignSpec spec) =>
        spec
            .Ladder.SelectMany(rung => rung.Declared())
            // Several rungs may give the same property; its unit is the same everywhere.
            .DistinctBy(property => property.Name)
            .Concat(spec.Routes is null ? [] : [RouteArchive.Solved, RouteArchive.Steps]);
}
