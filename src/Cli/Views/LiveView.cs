using Lichen.Exploration.Results;
using Spectre.Console;

namespace Lichen.Cli.Views;

/// <summary>Draws a campaign in a terminal, in place, at most eight times a second.</summary>
internal sealed class LiveView : ICampaignView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    private readonly IAnsiConsole _console;
    private readonly CampaignTitle _title;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _drawing;
    private volatile State? _state;
    private volatile string? _notice;

    public LiveView(IAnsiConsole console, CampaignTitle title, TimeProvider time)
    {
        _console = console;
        _title = title;
        _time = time;
        _drawing = Task.Run(DrawAsync);
    }

    public void Show(CampaignSnapshot snapshot) => _state = new State(snapshot, _time.GetTimestamp());

    public void Say(string text) => _notice = text;

    public void End(RunEnd end)
    {
        Dispose();
        Summary.Write(_console, _title, _state?.Snapshot, end);
    }

    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _drawing.GetAwaiter().GetResult();
        }

        _stop.Dispose();
    }

    private async Task DrawAsync()
    {
        var live = _console
            .Live(new Text(""))
            .AutoClear(true)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Bottom);
        await live.StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Interval, _time);
            (State?, string?, long) drawn = default;
            while (!_stop.IsCancellationRequested)
            {
                // Elapsed times move on once a second even when nothing else does.
                var state = _state;
                var second = state is null ? 0 : (long)_time.GetElapsedTime(state.TakenAt).TotalSeconds;
                if (state is not null && drawn != (state, _notice, second))
                {
                    drawn = (state, _notice, second);
                    Draw(context, state, _notice);
                }

                try
                {
                    await timer.WaitForNextTickAsync(_stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        });
    }

    private void Draw(LiveDisplayContext context, State state, string? notice)
    {
        // The last columns stay free: the terminal writes ^C there, and must not wrap, or the picture would be drawn a line
        // too low.
        var lines = Screen.Compose(
            state.Snapshot,
            _title,
            _time.GetElapsedTime(state.TakenAt),
            _console.Profile.Width - 3,
            _console.Profile.Height - 1,
            notice
        );
        context.UpdateTarget(new Rows(lines.Select(line => line.ToParagraph())));
    }

    private sealed record State(CampaignSnapshot Snapshot, long TakenAt);
}
