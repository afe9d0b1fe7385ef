using Lichen.Core.Numerics;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Checks the model's doubt on every new label before the label is used, and widens or narrows it accordingly.
/// </summary>
public sealed class Calibration
{
    // The promise counts as so many labels that kept it exactly; the window forgets what an early model did.
    private const double PromiseWeight = 10;
    private const int Window = 60;

    private static readonly double HalfWidth50 = Normal.Quantile(0.75);
    private static readonly double HalfWidth90 = Normal.Quantile(0.95);

    private const int JudgedWindow = 40;

    private readonly Queue<double> _recent = new();
    private readonly Queue<bool> _held = new();
    private int _inside50;
    private int _inside90;
    private double _absoluteErrors;

    public int Count { get; private set; }

    /// <summary>Share of labels inside the central 50 % interval stated for them; null before the first.</summary>
    public double? Coverage50 => Count == 0 ? null : (double)_inside50 / Count;

    /// <summary>Share of labels inside the central 90 % interval stated for them; null before the first.</summary>
    public double? Coverage90 => Count == 0 ? null : (double)_inside90 / Count;

    /// <summary>How many of the last labels the central 90 % interval stated for them held.</summary>
    public (int Inside, int Count) Recent90 => (_held.Count(held => held), _held.Count);

    public double? MeanAbsoluteError => Count == 0 ? null : _absoluteErrors / Count;

    /// <summary>What predicted standard deviations are multiplied with: the root mean square of recent errors in units of them.</summary>
    public double Scale { get; private set; } = 1;

    /// <param name="deviation">The standard deviation as it was stated, scale included.</param>
    public void Add(double mean, double deviation, double value)
    {
        var error = Math.Abs(value - mean);
        var z = error / Math.Max(deviation, 1e-12);
        Count++;
        _absoluteErrors += error;
        _inside50 += z <= HalfWidth50 ? 1 : 0;
        _inside90 += z <= HalfWidth90 ? 1 : 0;

        _held.Enqueue(z <= HalfWidth90);
        if (_held.Count > JudgedWindow)
        {
            _held.Dequeue();
        }

        // One outlier must not blow up every later interval: its square is bounded.
        var raw = Math.Min(z, 4) * Scale;
        _recent.Enqueue(raw * raw);
        if (_recent.Count > Window)
        {
            _recent.Dequeue();
        }

        Scale = Math.Clamp(Math.Sqrt((PromiseWeight + _recent.Sum()) / (PromiseWeight + _recent.Count)), 0.5, 3);
    }
}
