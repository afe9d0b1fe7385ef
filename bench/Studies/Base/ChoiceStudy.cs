using System.Globalization;
using System.Text.Json;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// Labels chosen by a committee against labels drawn at random, from the same labelled pool: the error of forces on
/// molecules that neither saw, over the number of labels.
/// </summary>
internal static class ChoiceStudy
{
    private const int Members = 2;
    private static readonly int[] Sizes = [300, 600, 1200, 2400];
    private static readonly int[] Epochs = [80, 60, 40, 25];

    public static Task<int> RunAsync(string[] arguments)
    {
        string work = BaseStudy.Option(arguments, "--work", Path.Combine(Repository.Folder, "artifacts", "base"));
        int seeds = int.Parse(BaseStudy.Option(arguments, "--seeds", "3"), CultureInfo.InvariantCulture);
        // Distorted structures; and with them as many conformers, as a pool has that comes of dynamics: most of it is much alike.
        string[][] pools =
        [
            ["random.xyz"],
            ["random.xyz", "larger.xyz"],
        ];
        StructureLabel[] test = [.. Read(work, pools[0]).Test.Select(example => example.Label)];
        var lines = new List<string> { "pool,seed,arm,labels,energy_mae_eV,force_mae_eV_per_A,force_rmse_eV_per_A" };
        var figures = new List<object>();
        foreach (string[] files in pools)
        {
            Example[] examples = Read(work, files).Train;
            string name = string.Join('+', files.Select(Path.GetFileNameWithoutExtension));
            var runs = new Curves[seeds];
            Parallel.For(0, seeds, s => runs[s] = Compare(examples, test, s + 1));
            lines.AddRange(runs.SelectMany((run, s) => run.Rows.Select(row => $"{name},{s + 1},{row}")));
            figures.Add(
                new
                {
                    pool = name,
                    structures = examples.Length,
                    share_by_mean_absolute_error = Shares(runs, errors => errors.Force),
                    share_by_root_mean_square_error = Shares(runs, errors => errors.ForceRoot),
                }
            );
        }

        BaseResults.Write("choice.csv", lines);
        BaseResults.Summarise(
            "choice.json",
            new
            {
                commit = Repository.Commit,
                test = test.Length,
                members = Members,
                seeds,
                core_seconds = Environment.CpuUsage.TotalTime.TotalSeconds,
                pools = figures,
            }
        );
        return Task.FromResult(0);
    }

    private static BaseSet Read(string work, string[] files) =>
        BaseSet.Read(files.Select(file => BaseStudy.FileOf(work, file)));

    /// <summary>Both arms on one order of the pool, from the same labels and first weights.</summary>
    private static Curves Compare(Example[] examples, StructureLabel[] test, int seed)
    {
        StructureLabel[] pool = [.. examples.Select(example => example.Label)];
        new Random(seed).Shuffle(pool);
        var data = new LabelledStructures(TrainingSettings.BaseTerms, BaseSet.Dressed(examples), pool);
        return new Curves(Curve(choosing: false), Curve(choosing: true));

        PotentialErrors[] Curve(bool choosing)
        {
            var curve = new PotentialErrors[Sizes.Length];
            List<int> chosen = [.. Enumerable.Range(0, Sizes[0])];
            for (int round = 0; ; round++)
            {
                AniModel model = Train(data, [.. chosen], Epochs[round], seed);
                curve[round] = PotentialErrors.Of(new AniPotential(model), test);
                Console.WriteLine($"seed {seed}: {Curves.Row(choosing, round, curve[round])}");
                if (round + 1 == Sizes.Length)
                {
                    return curve;
                }

                int[] rest = [.. Enumerable.Range(0, pool.Length).Except(chosen)];
                if (choosing)
                {
                    double[] spread = BaseActive.Spread(
                        BaseActive.Members(model),
                        [.. rest.Select(s => pool[s].Geometry)]
                    );
                    Array.Sort(spread, rest);
                    Array.Reverse(rest);
                }

                chosen.AddRange(rest[..(Sizes[round + 1] - chosen.Count)]);
            }
        }
    }

    /// <summary>Mean and standard error over the seeds, by number of labels; null where an error lies outside a curve.</summary>
    private static object?[] Shares(Curves[] runs, Func<PotentialErrors, double> measure) =>
        [
            .. Sizes.Select(
                (size, i) =>
                {
                    double?[] shares =
                    [
                        .. runs.Select(run => Share([.. run.Committee.Select(measure)], measure(run.Random[i]), size)),
                    ];
                    if (shares.Any(share => share is null))
                    {
                        return null;
                    }

                    var (mean, error) = Statistics.Mean([.. shares.Select(share => share!.Value)]);
                    return (object)
                        new
                        {
                            labels = size,
                            mean,
                            error,
                        };
                }
            ),
        ];

    private static AniModel Train(LabelledStructures data, int[] structures, int epochs, int seed)
    {
        var settings = new TrainingSettings(data.Terms, [64, 48], epochs, 8, 0.003, 4);
        var members = new List<PotentialMember>();
        for (int k = 0; k < Members; k++)
        {
            var training = new PotentialTraining(data, structures, settings, (ulong)((seed * Members) + k));
            while (!training.IsDone)
            {
                training.Pass(CancellationToken.None);
            }

            members.Add(training.Member());
        }

        return PotentialMember.Join("choice", data.Terms, data.SelfHartree, members);
    }

    /// <summary>Labels that the committee needs for an error, over those that random choice took; linear between the
    /// logarithms of both; null where the error lies outside its curve.</summary>
    private static double? Share(double[] errors, double error, int labels)
    {
        for (int i = 1; i < errors.Length; i++)
        {
            if (errors[i] <= error && errors[i - 1] >= error)
            {
                double part = Math.Log(errors[i - 1] / error) / Math.Log(errors[i - 1] / errors[i]);
                return Sizes[i - 1] * Math.Pow((double)Sizes[i] / Sizes[i - 1], part) / labels;
            }
        }

        return null;
    }

    /// <summary>Errors by number of labels.</summary>
    private sealed record Curves(PotentialErrors[] Random, PotentialErrors[] Committee)
    {
        public IEnumerable<string> Rows =>
            Random
                .Select((errors, i) => Row(false, i, errors))
                .Concat(Committee.Select((errors, i) => Row(true, i, errors)));

        public static string Row(bool choosing, int round, PotentialErrors errors) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(choosing ? "committee" : "random")},{Sizes[round]},{errors.Energy:0.0000},{errors.Force:0.0000},{errors.ForceRoot:0.0000}"
            );
    }
}
