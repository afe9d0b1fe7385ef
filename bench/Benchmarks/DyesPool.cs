using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;

namespace Lichen.Benchmarks;

/// <summary>The pool of examples/dyes with its features, and labels to learn from.</summary>
internal sealed class DyesPool
{
    public const int Rungs = 2;

    private const int Seed = 20;

    private DyesPool(Pool pool)
    {
        Pool = pool;
        Features = PoolFeatures.Of(pool, threads: 1).Features;
    }

    public Pool Pool { get; }

    public Features Features { get; }

    public static DyesPool Read(Scale scale)
    {
        var file = Path.Combine(Programs.Root, "examples", "dyes", "campaign.yaml");
        var spec = CampaignFile.Read(file, cores: 1).Spec!;
        var pool = PoolReader.Read(spec, TextWriter.Null, threads: 1, CancellationToken.None).Pool;
        return new DyesPool(new Pool([.. pool.Candidates.Take(scale.Rows)]));
    }

    /// <summary>
    /// Labels of a property that descriptors carry: a random linear form of them with noise at the lower rung, a
    /// multiple of it plus another form at the upper. Two of three labels are lower; all upper ones have a partner.
    /// </summary>
    public Label[] Labels(int count)
    {
        var random = new Random(Seed);
        var columns = Features.Descriptors.Columns;
        double[] lower = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5)];
        double[] upper = [.. Enumerable.Range(0, columns).Select(_ => 0.2 * (random.NextDouble() - 0.5))];
        int[] order = [.. Enumerable.Range(0, Features.Rows)];
        random.Shuffle(order);
        var labels = new Label[count];
        for (var i = 0; i < count; i++)
        {
            var rung = i % 3 == 2 ? 1 : 0;
            var candidate = order[rung == 1 ? i - 2 : i];
            var value = Form(lower, candidate) + (0.1 * random.NextDouble());
            labels[i] = new Label(candidate, rung, rung == 0 ? value : (0.8 * value) + Form(upper, candidate));
        }

        return labels;
    }

    /// <summary>Labels of one rung: the lower form of <see cref="Labels"/>.</summary>
    public Label[] LabelsOfOneRung(int count)
    {
        var random = new Random(Seed);
        double[] weights =
        [
            .. Enumerable.Range(0, Features.Descriptors.Columns).Select(_ => random.NextDouble() - 0.5),
        ];
        int[] order = [.. Enumerable.Range(0, Features.Rows)];
        random.Shuffle(order);
        return [.. order.Take(count).Select(c => new Label(c, 0, Form(weights, c) + (0.1 * random.NextDouble())))];
    }

    private double Form(double[] weights, int candidate)
    {
        double sum = 0;
        for (var column = 0; column < weights.Length; column++)
        {
            sum += weights[column] * Features.Descriptors[candidate, column];
        }

        return sum;
    }
}
