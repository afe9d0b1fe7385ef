namespace Lichen.Compute.Metering;

/// <summary>
/// The part of the graphics cards' energy that falls to a calculation: at any time in equal parts to those that use cards then.
/// So nothing is counted twice, and what cards draw while none runs is nobody's.
/// </summary>
public sealed class GraphicsShare(Func<double> readJoules)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, double> _running = [];
    private double _last;
    private long _next;

    /// <summary>Null where no card has a meter that can be read.</summary>
    public static GraphicsShare? TryOpen() =>
        GraphicsMeter.TryOpen() is { } meter ? new GraphicsShare(meter.ReadJoules) : null;

    /// <summary>A calculation begins to use cards.</summary>
    /// <returns>What <see cref="End"/> is to be told.</returns>
    public long Begin()
    {
        lock (_gate)
        {
            Settle();
            _running.Add(_next, 0);
            return _next++;
        }
    }

    /// <summary>A calculation ends.</summary>
    /// <returns>The joules that fell to it.</returns>
    public double End(long begun)
    {
        lock (_gate)
        {
            Settle();
            _running.Remove(begun, out var joules);
            return joules;
        }
    }

    private void Settle()
    {
        var now = readJoules();
        var each = (now - _last) / Math.Max(1, _running.Count);
        foreach (var running in _running.Keys.ToArray())
        {
            _running[running] += each;
        }

        _last = now;
    }
}
