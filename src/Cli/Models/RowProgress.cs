using Lichen.Cli.Views;

namespace Lichen.Cli.Models;

/// <summary>
/// How far a table is read, on one line of standard error that is written over; only where people look.
/// </summary>
internal sealed class RowProgress
{
    private readonly ProgressLine _line;
    private readonly long? _bytes;

    /// <param name="terminal">Where to show it; null for nowhere.</param>
    /// <param name="file">The table: its size tells how much is left.</param>
    public RowProgress(Terminal? terminal, string file)
    {
        _line = new ProgressLine(terminal);
        _bytes = file != MoleculeRows.StandardInput && File.Exists(file) ? new FileInfo(file).Length : null;
    }

    /// <param name="rows">Rows done.</param>
    /// <param name="position">Bytes of the file read, or null where that is unknown.</param>
    public void Show(int rows, long? position) => _line.Show(elapsed => Words(rows, position, _bytes, elapsed));

    public void End() => _line.End();

    internal static string Words(int rows, long? position, long? bytes, TimeSpan elapsed)
    {
        var rate = rows / Math.Max(elapsed.TotalSeconds, 1e-3);
        var text = $"{Figures.Count(rows)} rows, {Figures.Number(rate, 3)} a second";
        if (position is not > 0 || bytes is not > 0)
        {
            return text;
        }

        var share = Math.Min(1, (double)position / bytes.Value);
        return $"{text}, {Figures.Percent(share)}, {Figures.Duration(elapsed * ((1 - share) / share))} left";
    }
}
