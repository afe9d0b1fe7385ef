namespace Lichen.Benchmarks;

/// <summary>A path and its baseline, run in turn so that a change of load meets both.</summary>
internal sealed class Turns
{
    private readonly List<Sample> _here = [];
    private readonly List<Sample> _baseline = [];

    /// <summary>Once to warm up where the work repeats, then as often as told.</summary>
    public static Turns Take(int repeats, Func<Sample> here, Func<Sample> baseline)
    {
        var turns = new Turns();
        if (repeats > 1)
        {
            here();
            baseline();
        }

        for (var i = 0; i < repeats; i++)
        {
            turns._here.Add(here());
            turns._baseline.Add(baseline());
        }

        return turns;
    }

    /// <summary>Median of the path.</summary>
    public double Here(Func<Sample, double> clock) => Median(_here.Select(clock));

    /// <summary>Median of the baseline.</summary>
    public double Baseline(Func<Sample, double> clock) => Median(_baseline.Select(clock));

    /// <summary>Median over the turns of the path minus its baseline.</summary>
    public double Above(Func<Sample, double> clock) =>
        Median(_here.Zip(_baseline, (here, baseline) => clock(here) - clock(baseline)));

    /// <summary>Median over the turns of the path over its baseline.</summary>
    public double Ratio(Func<Sample, double> clock) =>
        Median(_here.Zip(_baseline, (here, baseline) => clock(here) / clock(baseline)));

    public static double Cpu(Sample sample) => sample.CpuSeconds;

    public static double Wall(Sample sample) => sample.WallSeconds;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
