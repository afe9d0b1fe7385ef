using System.Threading.Channels;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Exploration.Running;

/// <summary>A calculation to do.</summary>
/// <param name="Decision">Number of the decision that ordered it.</param>
/// <param name="StartedAt">Seconds on the campaign's clock when it was ordered.</param>
public sealed record Assignment(
    long Decision,
    int Candidate,
    Rung Rung,
    double CpuLimitSeconds,
    string? Cure,
    double StartedAt
)
{
    /// <summary>What in it is a second opinion.</summary>
    public SecondOpinion Second { get; init; }
}

/// <summary>A calculation that came to its end.</summary>
/// <param name="At">Seconds on the campaign's clock.</param>
/// <param name="Energy">What meters of the machine gave for it.</param>
public sealed record Completion(Assignment Assignment, Outcome Outcome, double At, DrawnEnergy Energy);

/// <summary>Where calculations are done, and the clock that runs there.</summary>
public interface IWorkplace
{
    /// <summary>Seconds on the campaign's clock.</summary>
    double Now { get; }

    /// <summary>Begins a calculation.</summary>
    void Start(Assignment assignment);

    /// <summary>Waits for the next calculation to end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    ValueTask<Completion> NextAsync(CancellationToken cancellationToken);
}

/// <summary>What a run gave and, where the machine has meters, the energy it drew.</summary>
public sealed record Done(Outcome Outcome, DrawnEnergy Energy);

/// <summary>Runs calculations here and now, so many at once; what is started beyond that waits its turn, in order.</summary>
public sealed class LiveWorkplace(
    Func<Assignment, CancellationToken, Task<Done>> run,
    int workers,
    TimeProvider time,
    double clockStart,
    CancellationToken abort
) : IWorkplace, IDisposable
{
    private readonly SemaphoreSlim _free = new(workers, workers);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(abort);

    private readonly Channel<(Assignment Assignment, Task<Done> Task)> _ended = Channel.CreateUnbounded<(
        Assignment,
        Task<Done>
    )>();

    private readonly Dictionary<long, Task> _running = [];
    private readonly long _start = time.GetTimestamp();

    public double Now => clockStart + time.GetElapsedTime(_start).TotalSeconds;

    public void Start(Assignment assignment)
    {
        var turn = _free.WaitAsync(_stop.Token);
        var task = Task.Run(() => RunInTurnAsync(turn, assignment), CancellationToken.None);
        _running.Add(assignment.Decision, task);
        task.ContinueWith(
            ended => _ended.Writer.TryWrite((assignment, ended)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    public async ValueTask<Completion> NextAsync(CancellationToken cancellationToken)
    {
        var (assignment, task) = await _ended.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        _running.Remove(assignment.Decision);
        var done = await task.ConfigureAwait(false);
        return new Completion(assignment, done.Outcome, Now, done.Energy);
    }

    /// <summary>Stops what runs and waits until every process of it has ended. Nothing can be started afterwards.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _free.Dispose();
        _stop.Dispose();
    }

    private async Task<Done> RunInTurnAsync(Task turn, Assignment assignment)
    {
        await turn.ConfigureAwait(false);
        try
        {
            return await run(assignment, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }
}

/// <summary>Replays tables on a simulated clock: the same order on every machine, at the speed of looking up.</summary>
public sealed class SimulatedWorkplace(Func<Assignment, Outcome> lookUp, double clockStart) : IWorkplace
{
    // Ties in time go to the earlier decision.
    private readonly PriorityQueue<Completion, (double At, long Decision)> _running = new();

    public double Now { get; private set; } = clockStart;

    public void Start(Assignment assignment)
    {
        var outcome = Stopped(assignment, lookUp(assignment));
        var at = assignment.StartedAt + outcome.Usage.WallSeconds;
        _running.Enqueue(new Completion(assignment, outcome, at, default), (at, assignment.Decision));
    }

    public ValueTask<Completion> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var next = _running.Dequeue();
        Now = Math.Max(Now, next.At);
        return ValueTask.FromResult(next);
    }

    // A real program would be stopped at its limit; so is a simulated one.
    private static Outcome Stopped(Assignment assignment, Outcome outcome) =>
        outcome.Usage.CpuSeconds <= assignment.CpuLimitSeconds
            ? outcome
            : new Failed(
                FailureKind.Resources,
                Rung.MoreTime,
                $"stopped at {assignment.CpuLimitSeconds:0.###} simulated CPU seconds",
                outcome.Usage with
                {
                    CpuSeconds = assignment.CpuLimitSeconds,
                    WallSeconds = Math.Min(outcome.Usage.WallSeconds, assignment.CpuLimitSeconds),
                    Basis = CostBasis.Assumed,
                },
                outcome.Provenance
            );
}
