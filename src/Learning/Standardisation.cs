namespace Lichen.Learning;

/// <summary>The shift and scale per rung that make labels of order one; sensible from the first label on.</summary>
internal static class Standardisation
{
    // Worth of the belief that a rung varies as the rung below it does, in labels.
    private const double PriorLabels = 3;

    /// <summary>Finds shift and scale of every rung.</summary>
    /// <remarks>
    /// A rung with few labels borrows from the rung below: its scale is shrunk to that of its neighbour, and where
    /// at least half of its labels have a partner below, shift and scale are such that the partners agree on average
    /// (labels of a dear rung are the best ones, not a fair sample, and their plain mean would mislead).
    /// </remarks>
    public static (double[] Shifts, double[] Scales) Of(IReadOnlyList<Label> labels, int rungs)
    {
        var shifts = new double[rungs];
        var scales = new double[rungs];
        double[] all = [.. labels.Select(l => l.Value).Order()];
        (double shift, double scale) = (Mean(all), Usable(Deviation(all, 0, 0)));
        Dictionary<int, double> below = [];
        for (int rung = 0; rung < rungs; rung++)
        {
            Label[] own = [.. labels.Where(l => l.Rung == rung).OrderBy(l => l.Candidate).ThenBy(l => l.Value)];
            double[] values = [.. own.Select(l => l.Value)];
            (double Below, double Here)[] pairs =
            [
                .. own.Where(l => below.ContainsKey(l.Candidate)).Select(l => (below[l.Candidate], l.Value)),
            ];
            if (pairs.Length > 0 && 2 * pairs.Length >= own.Length)
            {
                double[] partners = [.. pairs.Select(p => p.Below)];
                double[] here = [.. pairs.Select(p => p.Here)];
                double ratio = Deviation(here, scale, PriorLabels) / Deviation(partners, scale, PriorLabels);
                double partner = (Mean(partners) - shift) / scale;
                scale = Usable(scale * ratio);
                shift = Mean(here) - (scale * partner);
            }
            else if (values.Length > 0)
            {
                shift = Mean(values);
                scale = Usable(Deviation(values, scale, rung == 0 && values.Length > 1 ? 0 : PriorLabels));
            }

            (shifts[rung], scales[rung]) = (shift, scale);
            below = own.DistinctBy(l => l.Candidate).ToDictionary(l => l.Candidate, l => l.Value);
        }

        return (shifts, scales);

        double Usable(double deviation) =>
            deviation > 1e-9 * Math.Max(Math.Abs(all.FirstOrDefault()), Math.Abs(all.LastOrDefault())) ? deviation : 1;
    }

    private static double Mean(double[] values) => values.Length == 0 ? 0 : values.Sum() / values.Length;

    /// <summary>The standard deviation, shrunk to a prior one worth so many labels.</summary>
    private static double Deviation(double[] values, double prior, double priorLabels)
    {
        double mean = Mean(values);
        double squares = values.Sum(v => (v - mean) * (v - mean)) + (priorLabels * prior * prior);
        double degrees = Math.Max(0, values.Length - 1) + priorLabels;
        return degrees > 0 ? Math.Sqrt(squares / degrees) : 0;
    }
}
