using Lichen.Exploration.Results;

namespace Lichen.Cli.Views;

/// <summary>
/// Writes plain lines, for logs and pipes: one for each event of note (stage, new best, message), and the state
/// at most every so often.
/// </summary>
internal sealed class PlainView(TextWriter output, CampaignTitle title, TimeProvider time, TimeSpan interval)
    : ICampaignView
{
    private readonly Lock _gate = new();
    private CampaignSnapshot? _last;
    private string? _stage;
    private BestSoFar? _best;
    private int? _onFront;
    private string? _message;
    private long _stateWrittenAt;

    public void Show(CampaignSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_last is null)
            {
                output.WriteLine($"{title.Name}: {title.Wish}, in {title.Folder}");
                _stateWrittenAt = time.GetTimestamp();
            }

            _last = snapshot;
            if (snapshot.Stage != _stage)
            {
                _stage = snapshot.Stage;
                Write(snapshot, snapshot.Stage);
            }

            if (snapshot.OnFront is { } onFront)
            {
                // The front changes often: it is said with the state.
                _onFront = onFront;
            }
            else if (!snapshot.Best.IsEmpty && snapshot.Best[0] != _best)
            {
                _best = snapshot.Best[0];
                Write(
                    snapshot,
                    $"new best {Figures.Number(_best.Value)} {_best.Unit}  {_best.Id}  {_best.Smiles}  ({_best.Level})"
                );
            }

            if (snapshot.Message is { } message && message != _message)
            {
                _message = message;
                Write(snapshot, message);
            }

            if (time.GetElapsedTime(_stateWrittenAt) >= interval)
            {
                _stateWrittenAt = time.GetTimestamp();
                Write(snapshot, State(snapshot) + (_onFront is { } front ? $"; {front} on the front" : ""));
            }
        }
    }

    public void Say(string text)
    {
        lock (_gate)
        {
            output.WriteLine(StyledLine.Printable(text));
        }
    }

    public void End(RunEnd end)
    {
        lock (_gate)
        {
            foreach (var line in Summary.Compose(title, _last, end))
            {
                output.WriteLine(line);
            }
        }
    }

    public void Dispose() => output.Flush();

    private void Write(CampaignSnapshot snapshot, string text)
    {
        output.WriteLine($"[{Figures.Duration(snapshot.Elapsed)}] {StyledLine.Printable(text)}");
        output.Flush();
    }

    private static string State(CampaignSnapshot snapshot)
    {
        var parts = new List<string> { $"{Summary.Done(snapshot)}, {snapshot.Running.Length} running" };
        parts.AddRange(
            snapshot.Budget.Select(bar =>
                $"{bar.Name} {Figures.Number(bar.Spent, 3)} of {Figures.Given(bar.Limit)} {bar.Unit}"
            )
        );
        if (snapshot.Rungs.LastOrDefault() is { Coverage90: { } coverage } top)
        {
            parts.Add($"{Figures.Percent(coverage)} of {top.Tested} labels in their 90 % interval");
        }

        if (!snapshot.Failures.IsEmpty)
        {
            parts.Add("failures: " + string.Join(", ", snapshot.Failures.Select(f => $"{f.Key} {f.Value}")));
        }

        if (snapshot.Remaining is { } remaining)
        {
            parts.Add($"about {Figures.Duration(remaining)} left");
        }

        return string.Join("; ", parts);
    }
}
