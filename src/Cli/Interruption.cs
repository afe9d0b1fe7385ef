using System.Runtime.InteropServices;

namespace Lichen.Cli;

/// <summary>
/// Turns signals into two wishes: at the first, finish what runs and save; at the second, stop now.
/// Later ones end the process as the system would.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action<string> _say;
    private int _count;

    /// <param name="say">Tells the user what the signal did.</param>
    public Interruption(Action<string> say) => _say = say;

    /// <summary>Start nothing new; finish what runs.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Stop what runs.</summary>
    public CancellationToken Abort => _abort.Token;

    public bool Happened => Volatile.Read(ref _count) > 0;

    /// <summary>Listens to Ctrl-C, to being asked to end, and to the terminal being closed.</summary>
    public static Interruption Listen(Action<string> say)
    {
        var interruption = new Interruption(say);
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            interruption._registrations.Add(
                PosixSignalRegistration.Create(signal, context => context.Cancel = interruption.Raise())
            );
        }

        return interruption;
    }

    /// <summary>Takes one signal; false when it should have its usual effect.</summary>
    public bool Raise()
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                _say("Stopping: what runs is finished and saved, nothing new starts. Once more stops at once.");
                _drain.Cancel();
                return true;
            case 2:
                _say("Stopping at once: what runs is abandoned, what was finished is saved.");
                _drain.Cancel();
                _abort.Cancel();
                return true;
            default:
                return false;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _drain.Dispose();
        _abort.Dispose();
    }
}
