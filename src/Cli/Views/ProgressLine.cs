namespace Lichen.Cli.Views;

/// <summary>One line of standard error that is written over while work goes on; only where people look. Safe from any thread.</summary>
internal sealed class ProgressLine
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Terminal? _terminal;
    private readonly long _start;
    private (TimeSpan Elapsed, double Share)? _first;
    private TimeSpan _shown;
    private int _width;

    /// <param name="terminal">Where to show it; null for nowhere.</param>
    public ProgressLine(Terminal? terminal)
    {
        _terminal = terminal is { ShowsProgress: true } ? terminal : null;
        _start = _terminal?.Time.GetTimestamp() ?? 0;
    }

    /// <summary>
    /// Shows how much is done, and how long the rest takes at the pace since it was told first: neither what came before the work nor
    /// what earlier runs did of it is part of that.
    /// </summary>
    /// <param name="share">What is done, 0 to 1.</param>
    public void Show(double share) =>
        Show(elapsed =>
        {
            var (began, before) = _first ??= (elapsed, share);
            return share <= before
                ? Figures.Percent(share)
                : $"{Figures.Percent(share)}, {Figures.Duration((elapsed - began) * ((1 - share) / (share - before)))} left";
        });

    /// <param name="words">What to show after so much time; asked where something is shown at all.</param>
    public void Show(Func<TimeSpan, string> words)
    {
        if (_terminal is null)
        {
            return;
        }

        lock (_gate)
        {
            var elapsed = _terminal.Time.GetElapsedTime(_start);
            if (elapsed - _shown >= Interval)
            {
                _shown = elapsed;
                Write(words(elapsed));
            }
        }
    }

    /// <summary>Clears the line.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_width > 0)
            {
                Write("");
                _terminal!.Error.Write('\r');
            }
        }
    }

    private void Write(string text)
    {
        _terminal!.Error.Write($"\r{text.PadRight(_width)}");
        _width = text.Length;
    }
}
