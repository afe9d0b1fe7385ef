using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// Makes a small, fast student of a slow teacher: the teacher labels molecules of the pool that the student will screen,
/// and a Gaussian process, small networks or both learn them from what is quick to compute.
/// </summary>
/// <remarks>
/// Hinton, Vinyals and Dean 2015, <see href="https://doi.org/10.48550/arXiv.1503.02531"/>; that labels are best drawn where
/// the student will be used: Gardner et al. 2025, <see href="https://doi.org/10.48550/arXiv.2506.10956"/>.
/// </remarks>
public static class Distillation
{
    /// <summary>The student's networks.</summary>
    public static EnsembleSettings Student { get; } = new(3, 1024, [128, 64], 1e-3, 1e-2, 32, 120, 12);

    /// <summary>What it may cost to find out where the best are, before the rest is labelled.</summary>
    private static EnsembleSettings Scout => Student with { Members = 2, MaxEpochs = 60, Patience = 6 };

    /// <summary>Distils.</summary>
    /// <param name="pool">What the student is made from and for.</param>
    /// <param name="teacher">Labels molecules of the pool, by place: means, and variances that say how sure it is.</param>
    /// <param name="plan">How many labels, and where.</param>
    /// <param name="origin">What the card says beside.</param>
    /// <param name="said">Hears what is being done; may be null.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <exception cref="ArgumentException">The pool is smaller than the labels wanted, or these are too few.</exception>
    public static MoleculeModel Run(
        DistillationPool pool,
        Teacher teacher,
        DistillationPlan plan,
        ModelOrigin origin,
        Action<string>? said,
        CancellationToken cancellationToken
    )
    {
        if (plan.Labels > pool.Count || plan.Labels < 2 * EnsembleTraining.FewestLabels)
        {
            throw new ArgumentException(
                $"{plan.Labels} labels of a pool of {pool.Count}: at least {2 * EnsembleTraining.FewestLabels} are needed, "
                    + "and no more than there are molecules."
            );
        }

        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = origin.Time.GetTimestamp();
        int even = plan.Towards == DistillationGoal.All ? plan.Labels : plan.Labels / 2;
        said?.Invoke($"the teacher labels {even} molecules of all sizes");
        int[] rows = Stratified(pool.Sizes, even, plan.Seed);
        TeacherLabels labels = teacher(rows, cancellationToken);
        if (even < plan.Labels)
        {
            said?.Invoke($"the teacher labels {plan.Labels - even} molecules where a first student sees the best");
            int[] best = Promising(pool, rows, labels, plan, cancellationToken);
            TeacherLabels more = teacher(best, cancellationToken);
            rows = [.. rows, .. best];
            labels = labels.And(more);
        }

        bool[] whole = [.. labels.Means.Select(double.IsFinite)];
        rows = [.. rows.Where((_, i) => whole[i])];
        labels = labels.Where(whole);
        var set = new TrainingSet(
            pool.Recipe,
            pool.Scaling,
            pool.Features.Select(rows),
            [.. labels.Means],
            [.. rows.Select(row => pool.Keys[row])]
        );
        said?.Invoke("training the student");
        return Train(set, labels, plan, origin, cpu, started, cancellationToken);
    }

    /// <summary>Places in a pool, of every size as many as there are: each k-th in order of size.</summary>
    /// <param name="sizes">Size of each molecule.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Orders molecules of one size.</param>
    internal static int[] Stratified(ImmutableArray<int> sizes, int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(order);
        order = [.. order.OrderBy(row => sizes[row])];
        return [.. Enumerable.Range(0, count).Select(i => order[(int)((i + 0.5) * order.Length / count)])];
    }

    private static int[] Promising(
        DistillationPool pool,
        int[] rows,
        TeacherLabels labels,
        DistillationPlan plan,
        CancellationToken cancellationToken
    )
    {
        bool[] whole = [.. labels.Means.Select(double.IsFinite)];
        int[] known = [.. rows.Where((_, i) => whole[i])];
        Predictions seen = Predictions.Empty(pool.Count);
        Features features = pool.Features.Select(known);
        double[] values = labels.Where(whole).Means;
        if (plan.Kind == ModelKind.DeepEnsemble)
        {
            EnsembleTraining
                .Train(features, values, Scout, plan.Seed, cancellationToken)
                .Ensemble.Predict(pool.Features, seen.Means, seen.Variances, maxThreads: 1, cancellationToken);
        }
        else
        {
            CoKrigingParameters parameters = GaussianProcessFit.Parameters(
                features,
                values,
                plan.Seed,
                cancellationToken
            );
            var scout = new GaussianProcess(features, GaussianProcessFit.Labels(values), parameters);
            seen = GaussianProcessFit.Predict(scout, pool.Features, maxThreads: 1, cancellationToken);
        }

        double sign = plan.Towards == DistillationGoal.Low ? 1 : -1;
        return
        [
            .. Enumerable
                .Range(0, pool.Count)
                .Except(rows)
                .OrderBy(row => (sign * seen.Means[row]) - Math.Sqrt(seen.Variances[row]))
                .Take(plan.Labels - rows.Length),
        ];
    }

    private static MoleculeModel Train(
        TrainingSet set,
        TeacherLabels labels,
        DistillationPlan plan,
        ModelOrigin origin,
        TimeSpan cpu,
        long started,
        CancellationToken cancellationToken
    )
    {
        double[] values = [.. set.Values];
        double[] weights = labels.Weights();

        // A fifth held out at random, and a fifth of series left out whole: what the student is worth near and far.
        int[][] held =
        [
            CrossValidation.Cut(values.Length, ModelTraining.Folds, plan.Seed)[0],
            CrossValidation.CutApart(set.Features.Counts[0], ModelTraining.Folds, plan.Seed)[0],
        ];
        double[] near = [.. held[0].Select(i => values[i])];
        CoKrigingParameters? parameters =
            plan.Kind == ModelKind.DeepEnsemble
                ? null
                : GaussianProcessFit.Parameters(set.Features, values, plan.Seed, cancellationToken);
        Predictions[] ofProcess = parameters is null ? [] : [.. held.Select(OfProcess)];
        Predictions[] ofNetworks =
            plan.Kind == ModelKind.GaussianProcess ? [] : [.. held.Select((part, k) => OfNetworks(part, k))];
        ModelChoice choice = (ofProcess, ofNetworks) switch
        {
            ([var process, ..], [var networks, ..]) => ModelChoice.Between(near, process, networks),
            ([var process, ..], _) => ModelChoice.Only(ModelKind.GaussianProcess, near, process, "it was asked for"),
            (_, var networks) => ModelChoice.Only(ModelKind.DeepEnsemble, near, networks[0], "it was asked for"),
        };
        Predictions[] parts = choice.Kind switch
        {
            ModelKind.GaussianProcess => ofProcess,
            ModelKind.DeepEnsemble => ofNetworks,
            _ =>
            [
                .. ofProcess.Zip(ofNetworks, (one, other) => Predictions.Mix(one, other, choice.GaussianProcessShare)),
            ],
        };
        double[] truth = [.. held.SelectMany(rows => rows.Select(i => values[i]))];
        Recalibration toTeacher = VarianceFit.Learn(
            [.. parts.SelectMany(part => part.Means)],
            [.. parts.SelectMany(part => part.Variances)],
            truth
        );
        DeepEnsemble? ensemble =
            choice.Kind == ModelKind.GaussianProcess
                ? null
                : EnsembleTraining.Train(set.Features, values, weights, Student, plan.Seed, cancellationToken).Ensemble;
        var usage = new ResourceUsage(
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            origin.Time.GetElapsedTime(started).TotalSeconds,
            Environment.WorkingSet,
            CostBasis.Measured
        );
        ModelCard card = ModelTraining.Card(set, choice, parameters, toTeacher, plan.Seed, origin, usage);

        // What the teacher itself does not know, the student cannot: its variance comes on top of the distance to it.
        double teacherVariance = labels.Variances.Average();
        return new MoleculeModel(
            card with
            {
                Calibration = card.Calibration with { Floor = card.Calibration.Floor + teacherVariance },
                Teacher = new TeacherCard(
                    origin.Teacher,
                    values.Length,
                    Math.Sqrt(parts[0].Means.Zip(near, (p, v) => (p - v) * (p - v)).Average()),
                    Math.Sqrt(teacherVariance)
                ),
            },
            new ModelData(set, ensemble, toTeacher.Scores)
        );

        // Hyperparameters that have seen a label make its error look small: they are found again without it.
        Predictions OfProcess(int[] part)
        {
            int[] rest = [.. Enumerable.Range(0, values.Length).Except(part)];
            Features known = set.Features.Select(rest);
            double[] given = [.. rest.Select(i => values[i])];
            CoKrigingParameters own = GaussianProcessFit.Again(known, given, parameters!, plan.Seed, cancellationToken);
            return GaussianProcessFit.Predict(
                new GaussianProcess(known, GaussianProcessFit.Labels(given), own),
                set.Features.Select(part),
                maxThreads: 1,
                cancellationToken
            );
        }

        Predictions OfNetworks(int[] part, int place)
        {
            int[] rest = [.. Enumerable.Range(0, values.Length).Except(part)];
            Predictions predictions = Predictions.Empty(part.Length);
            EnsembleTraining
                .Train(
                    set.Features.Select(rest),
                    [.. rest.Select(i => values[i])],
                    [.. rest.Select(i => weights[i])],
                    Student,
                    plan.Seed + (ulong)place + 1,
                    cancellationToken
                )
                .Ensemble.Predict(
                    set.Features.Select(part),
                    predictions.Means,
                    predictions.Variances,
                    maxThreads: 1,
                    cancellationToken
                );
            return predictions;
        }
    }
}

/// <summary>Labels molecules of a pool.</summary>
/// <param name="rows">Their places in the pool.</param>
/// <param name="cancellationToken">Checked often.</param>
public delegate TeacherLabels Teacher(int[] rows, CancellationToken cancellationToken);

/// <summary>What a teacher says of molecules.</summary>
/// <param name="Means">Labels, shape (n); not a number where it failed.</param>
/// <param name="Variances">Of each label, as the teacher states it, shape (n), none negative.</param>
public sealed record TeacherLabels(double[] Means, double[] Variances)
{
    internal TeacherLabels And(TeacherLabels more) => new([.. Means, .. more.Means], [.. Variances, .. more.Variances]);

    internal TeacherLabels Where(bool[] kept) =>
        new([.. Means.Where((_, i) => kept[i])], [.. Variances.Where((_, i) => kept[i])]);

    /// <summary>Half where the variance is the usual one, less where it is larger; 1 where all are certain.</summary>
    internal double[] Weights()
    {
        double usual = Variances.Order().ElementAt(Variances.Length / 2);
        return [.. Variances.Select(variance => usual > 0 ? usual / (usual + variance) : 1)];
    }
}

/// <summary>The molecules that a student is made from.</summary>
/// <param name="Recipe">How the features were made.</param>
/// <param name="Scaling">How the descriptors were scaled.</param>
/// <param name="Features">What the student sees, scaled.</param>
/// <param name="Sizes">Size of each, such as its heavy atoms or the length of its SMILES.</param>
/// <param name="Keys">What identifies each; one line.</param>
public sealed record DistillationPool(
    FeatureRecipe Recipe,
    DescriptorScaling Scaling,
    Features Features,
    ImmutableArray<int> Sizes,
    ImmutableArray<string> Keys
)
{
    public int Count => Features.Rows;
}

/// <summary>How a student is made.</summary>
/// <param name="Labels">How many labels the teacher gives.</param>
/// <param name="Towards">Which end of the property matters.</param>
/// <param name="Seed">Of all that is drawn.</param>
/// <param name="Kind">The kind of student, or null: labels held out choose. Only networks heed what the teacher says of its doubt.</param>
public sealed record DistillationPlan(int Labels, DistillationGoal Towards, ulong Seed, ModelKind? Kind = null);

/// <summary>Where a student is to be good.</summary>
public enum DistillationGoal
{
    /// <summary>Everywhere alike.</summary>
    All,

    /// <summary>Where labels are low: half of them are drawn there.</summary>
    Low,

    /// <summary>Where labels are high.</summary>
    High,
}
