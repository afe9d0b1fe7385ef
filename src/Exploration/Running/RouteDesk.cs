using Lichen.Exploration.Routes;

namespace Lichen.Exploration.Running;

/// <summary>
/// Searches for routes beside the calculations, one after the other, in the order in which they were asked. It keeps nothing:
/// what was asked and answered is in the journal.
/// </summary>
/// <param name="waits">On a simulated clock every answer is waited for, so that decisions do not depend on how long it takes.</param>
internal sealed class RouteDesk(IRoutePlanner planner, bool waits, CancellationToken ending)
{
    private readonly Queue<(int Candidate, string Smiles, double Seconds)> _questions = new();
    private (int Candidate, Task<RouteAnswer> Task)? _searching;

    /// <summary>Name and version of what searches.</summary>
    public string Planner => planner.Identity;

    /// <summary>The search that is under way, or null.</summary>
    public Task? Searching => _searching?.Task;

    /// <param name="seconds">CPU time at which the search ends.</param>
    public void Ask(int candidate, string smiles, double seconds)
    {
        _questions.Enqueue((candidate, smiles, seconds));
        Begin();
    }

    /// <summary>An answer that has come since the last call, or null.</summary>
    public (int Candidate, RouteAnswer Answer)? Take()
    {
        if (_searching is not (var candidate, { IsCompleted: true } task))
        {
            return null;
        }

        _searching = null;
        var answer = task.GetAwaiter().GetResult();
        Begin();
        return (candidate, answer);
    }

    /// <summary>Waits for a search that was told to end; what was asked is asked again by a later process.</summary>
    public async Task EndAsync()
    {
        _questions.Clear();
        await Task.WhenAny(_searching?.Task ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private void Begin()
    {
        if (_searching is null && _questions.TryDequeue(out var next))
        {
            _searching = (next.Candidate, planner.FindAsync(next.Smiles, next.Seconds, ending));
            if (waits)
            {
                _searching.Value.Task.GetAwaiter().GetResult();
            }
        }
    }
}
