using System.Globalization;
using System.Text.Json;
using Lichen.Learning.Structures;

namespace Lichen.Studies.Qm7;

/// <summary>
/// What labels cost until atomisation energies of 2,000 unseen molecules are predicted to 1 kcal/mol: PBE0 at price 1, DFTB3 at
/// 0.01, labels random or chosen for what they say of all.
/// </summary>
internal static class Qm7CostStudy
{
    private const double Goal = 1.0;
    private const double CheapPrice = 0.01;
    private const int First = 100;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string[] Representations = ["fchl19", "cmbdf", "slatm"];
    private static readonly int[] Sizes = [100, 140, 200, 280, 400, 560, 800];

    private static readonly (string Name, string Task, bool Chosen)[] Arms =
    [
        ("one rung, random", "pbe0", false),
        ("one rung, chosen", "pbe0", true),
        ("two rungs, random", "pbe0-from-dftb3", false),
        ("two rungs, chosen", "pbe0-from-dftb3", true),
    ];

    public static Task<int> RunAsync(string[] arguments)
    {
        int splits = int.Parse(Qm7Study.Option(arguments, "--splits", "3"), CultureInfo.InvariantCulture);
        int threads = int.Parse(Qm7Study.Option(arguments, "--threads", "2"), CultureInfo.InvariantCulture);
        string data = Qm7Study.Option(
            arguments,
            "--data",
            Path.Combine(Repository.Folder, "..", "shared", "data", "qm7", "qm7.xyz.gz")
        );
        var set = Qm7Set.Read(data);
        var kernels = new Qm7Kernels(set.Geometries, 1, threads);
        var costs = new List<(string Arm, int Split, double Cost)>();
        var lines = new List<string> { "arm,split,labels,cost_units,mae_kcal_mol" };
        foreach (var (name, task, chosen) in Arms)
        {
            for (int split = 1; split <= splits; split++)
            {
                var curve = Curve(set, kernels, task, chosen, split);
                lines.AddRange(
                    curve.Select(p =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{name.Replace(", ", " ", StringComparison.Ordinal)},{split},{p.Labels},{p.Cost:0.##},{p.Error:0.0000}"
                        )
                    )
                );
                costs.Add((name, split, CostOfGoal(curve)));
                Console.WriteLine(
                    $"{name, -20} split {split}: {string.Join("  ", curve.Select(p => $"{p.Labels}: {p.Error:0.000}"))}; {Goal} at {costs[^1].Cost:0}"
                );
            }
        }

        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Qm7");
        File.WriteAllLines(Path.Combine(folder, "cost.csv"), lines);
        var summary = costs
            .GroupBy(cost => cost.Arm)
            .Select(arm => new
            {
                arm = arm.Key,
                cost_units = arm.Average(cost => cost.Cost),
                splits = arm.Count(),
            })
            .ToArray();
        File.WriteAllText(
            Path.Combine(folder, "cost.json"),
            JsonSerializer.Serialize(
                new
                {
                    commit = Repository.Commit,
                    goal_kcal_mol = Goal,
                    cheap_price = CheapPrice,
                    arms = summary,
                },
                Indented
            ) + "\n"
        );
        foreach (var arm in summary)
        {
            Console.WriteLine(
                $"{arm.arm, -20} {arm.cost_units:0} labels' worth, {arm.cost_units / summary[0].cost_units:0.00} of one rung at random"
            );
        }

        return Task.FromResult(0);
    }

    /// <summary>Error after so many labels; every test molecule has its cheap label too where there are two rungs.</summary>
    private static List<Point> Curve(Qm7Set set, Qm7Kernels kernels, string task, bool chosen, int split)
    {
        int[] order = [.. Enumerable.Range(0, set.Geometries.Length)];
        new Random(split).Shuffle(order);
        int[] test = order[..Qm7Study.TestSize],
            others = order[Qm7Study.TestSize..];
        if (chosen)
        {
            others = [.. others[..First], .. Chosen(set, kernels, task, others, test)];
        }

        bool two = task != "pbe0";
        var curve = new List<Point>();
        foreach (int labels in Sizes)
        {
            var row = Qm7Study.Evaluate(set, kernels, task, "sum", Representations, others[..labels], test, split);
            double cost = labels + (two ? CheapPrice * (labels + test.Length) : 0);
            curve.Add(new Point(labels, cost, row.MeanAbsoluteError));
            if (row.MeanAbsoluteError < Goal)
            {
                break;
            }
        }

        return curve;
    }

    // Chosen once, with what the first labels say of the covariance, for the structures that are to be predicted: a campaign
    // knows its pool, not its labels.
    private static int[] Chosen(Qm7Set set, Qm7Kernels kernels, string task, int[] others, int[] population)
    {
        int[] first = others[..First];
        double[] rest = Qm7Study.Residuals(set, first, task != "pbe0");
        Qm7Kernel[] offered = [.. Qm7Kernel.All.Where(kernel => Representations.Contains(kernel.Representation))];
        var choice = KernelChoice.Forward(
            kernels.Among(offered, first),
            [.. Enumerable.Range(0, First)],
            [.. first.Select(m => rest[m])],
            3,
            5,
            CancellationToken.None
        );
        Qm7Kernel[] taken = [.. choice.Kernels.Select(k => offered[k])];
        var covariance = StructureProcess.Learn(
            kernels.Among(taken, first),
            [.. Enumerable.Range(0, First)],
            [.. first.Select(m => rest[m])],
            CancellationToken.None,
            out _
        );
        return Representatives.Choose(
            [.. taken.Select(kernels.Whole)],
            covariance,
            first,
            others.AsSpan(First),
            population,
            Sizes[^1] - First,
            CancellationToken.None
        );
    }

    /// <summary>Where the curve falls below the goal, straight between points in logarithms; the last cost where it does not.</summary>
    private static double CostOfGoal(List<Point> curve)
    {
        var (before, after) = (curve[Math.Max(0, curve.Count - 2)], curve[^1]);
        if (after.Error >= Goal || before.Error <= Goal)
        {
            return after.Cost;
        }

        double part = Math.Log(before.Error / Goal) / Math.Log(before.Error / after.Error);
        return before.Cost * Math.Pow(after.Cost / before.Cost, part);
    }

    private readonly record struct Point(int Labels, double Cost, double Error);
}
