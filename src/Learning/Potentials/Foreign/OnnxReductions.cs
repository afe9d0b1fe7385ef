using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Sums, means and the like over dimensions.</summary>
internal static class OnnxReductions
{
    public static IEnumerable<OnnxOperator> All { get; } =
    [
        Over("ReduceSum", (x, axes, keep) => x.sum(axes, keep)),
        Over("ReduceMean", (x, axes, keep) => x.mean(axes, keep)),
        Over("ReduceMax", (x, axes, keep) => x.amax(axes, keep)),
        Over("ReduceMin", (x, axes, keep) => x.amin(axes, keep)),
        Over("ReduceProd", Product),
        Over("ReduceL1", (x, axes, keep) => x.abs().sum(axes, keep)),
        Over("ReduceL2", (x, axes, keep) => Root(x.mul(x).sum(axes, keep))),
        Over("ReduceSumSquare", (x, axes, keep) => x.mul(x).sum(axes, keep)),
        Over("ReduceLogSum", (x, axes, keep) => x.sum(axes, keep).log()),
        Over("ReduceLogSumExp", LogSumExp),
        OnnxOperator.One("Mean", 1, 64, Mean),
        OnnxOperator.One("CumSum", 2, 2, CumulativeSum),
    ];

    private static OnnxOperator Over(string name, Func<Tensor, long[], bool, Tensor> run) =>
        OnnxOperator.One(
            name,
            1,
            2,
            call =>
            {
                Tensor x = call[0];
                long[] axes = call.Integers("axes", 1) ?? [];
                if (axes.Length == 0 && call.Integer("noop_with_empty_axes", 0) == 1)
                {
                    return x;
                }

                axes =
                    axes.Length == 0
                        ? [.. Enumerable.Range(0, (int)x.dim()).Select(axis => (long)axis)]
                        : [.. axes.Select(axis => (long)call.Axis(axis, x.dim()))];
                // Sums of whole numbers stay what they are; without dimensions there is nothing to go over.
                return axes.Length == 0 ? x : run(x, axes, call.Integer("keepdims", 1) == 1).to_type(x.dtype);
            },
            "axes",
            "keepdims",
            "noop_with_empty_axes"
        );

    private static Tensor Product(Tensor x, long[] axes, bool keep)
    {
        // From the last on, so that the others keep their places.
        foreach (long axis in axes.OrderDescending())
        {
            x = x.prod(axis, keep);
        }

        return x;
    }

    /// <summary>The root with a slope of zero at zero: that of a length, as exporters mean it.</summary>
    private static Tensor Root(Tensor squares)
    {
        Tensor zero = OnnxTensors.Number(0, squares.dtype),
            one = OnnxTensors.Number(1, squares.dtype),
            none = squares.le(zero);
        return where(none, zero, where(none, one, squares).sqrt());
    }

    private static Tensor LogSumExp(Tensor x, long[] axes, bool keep)
    {
        Tensor most = x.amax(axes, keepdim: true).detach();
        Tensor sum = x.sub(most).exp().sum(axes, keep).log();
        return sum.add(most.sum(axes, keep), OnnxTensors.One);
    }

    private static Tensor Mean(OnnxCall call)
    {
        Tensor[] all = call.All();
        Tensor sum = all.Aggregate((a, b) => a.add(b, OnnxTensors.One));
        return sum.div(OnnxTensors.Number(all.Length, sum.dtype));
    }

    private static Tensor CumulativeSum(OnnxCall call) =>
        call[0].cumsum(call.Axis(OnnxCall.Integers(call[1])[0], call[0].dim()));
}
