using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>What takes numbers from places, and puts them there.</summary>
internal static class OnnxPlaces
{
    public static IEnumerable<OnnxOperator> All { get; } =
    [
        OnnxOperator.One("Gather", 2, 2, Gather, "axis"),
        OnnxOperator.One("GatherElements", 2, 2, GatherElements, "axis"),
        OnnxOperator.One("GatherND", 2, 2, GatherMany, "batch_dims"),
        OnnxOperator.One("ScatterElements", 3, 3, ScatterElements, "axis", "reduction"),
        OnnxOperator.One("ScatterND", 3, 3, ScatterMany, "reduction"),
        OnnxOperator.One("NonZero", 1, 1, call => call[0].nonzero().t()),
        OnnxOperator.One("OneHot", 3, 3, OneHot, "axis"),
    ];

    private static Tensor Gather(OnnxCall call)
    {
        Tensor x = call[0],
            places = call[1];
        int axis = call.Axis(call.Integer("axis", 0), x.dim());
        long[] shape = call.Bounded([.. x.shape[..axis], .. places.shape, .. x.shape[(axis + 1)..]]);
        return x.index_select(axis, Counted(places, x.shape[axis]).reshape([-1])).reshape(shape);
    }

    private static Tensor GatherElements(OnnxCall call)
    {
        int axis = call.Axis(call.Integer("axis", 0), call[0].dim());
        return call[0].gather(axis, Counted(call[1], call[0].shape[axis]));
    }

    private static Tensor GatherMany(OnnxCall call)
    {
        if (call.Integer("batch_dims", 0) != 0)
        {
            throw call.Wrong("has batch dimensions, which are not computed here");
        }

        (Tensor rows, Tensor places, long[] rest) = Rows(call);
        long[] shape = call.Bounded([.. call[1].shape[..^1], .. rest]);
        return rows.index_select(0, places).reshape(shape);
    }

    private static Tensor ScatterElements(OnnxCall call)
    {
        int axis = call.Axis(call.Integer("axis", 0), call[0].dim());
        Tensor places = Counted(call[1], call[0].shape[axis]);
        return call.Text("reduction", "none") switch
        {
            "none" => call[0].scatter(axis, places, call[2]),
            "add" => call[0].scatter_add(axis, places, call[2]),
            var other => throw call.Wrong($"reduces by '{other}'; computed are 'none' and 'add'"),
        };
    }

    private static Tensor ScatterMany(OnnxCall call)
    {
        (Tensor rows, Tensor places, long[] rest) = Rows(call);
        Tensor updates = call[2].reshape([places.shape[0], rows.shape[1]]);
        Tensor changed = call.Text("reduction", "none") switch
        {
            "none" => rows.clone().index_put_(updates, places),
            "add" => rows.index_add(0, places, updates, OnnxTensors.One),
            var other => throw call.Wrong($"reduces by '{other}'; computed are 'none' and 'add'"),
        };
        return changed.reshape(call[0].shape);
    }

    /// <summary>The first input with its leading dimensions, those that places name, taken as one.</summary>
    private static (Tensor Rows, Tensor Places, long[] Others) Rows(OnnxCall call)
    {
        Tensor x = call[0],
            places = call[1];
        long depth = places.shape.Length > 0 ? places.shape[^1] : throw call.Wrong("has no places");
        if (depth > x.dim())
        {
            throw call.Wrong($"names {depth} dimensions of {x.dim()}");
        }

        long[] leading = x.shape[..(int)depth],
            rest = x.shape[(int)depth..];
        Tensor flat = OnnxTensors.Of([0]).expand(places.shape[..^1]).reshape([-1]);
        for (int d = 0; d < depth; d++)
        {
            Tensor place = Counted(places.select(-1, d), leading[d]).reshape([-1]);
            // Out of one dimension is not within the next.
            if (place.numel() > 0 && (place.min().item<long>() < 0 || place.max().item<long>() >= leading[d]))
            {
                throw call.Wrong($"names a place that is not within {leading[d]}");
            }

            flat = flat.mul(OnnxTensors.Of([leading[d]])).add(place, OnnxTensors.One);
        }

        long width = rest.Aggregate(1L, (product, length) => product * length);
        long count = leading.Aggregate(1L, (product, length) => product * length);
        return (x.reshape([count, width]), flat, rest);
    }

    private static Tensor OneHot(OnnxCall call)
    {
        long depth = OnnxCall.Integers(call[1])[0];
        Tensor places = Counted(call[0].to_type(ScalarType.Int64), depth);
        int axis = call.Axis(call.Integer("axis", -1), places.dim() + 1);
        call.Bounded([.. places.shape, depth]);
        Tensor classes = OnnxTensors.Of(
            [.. Enumerable.Range(0, (int)depth).Select(k => (long)k)],
            [depth, .. Enumerable.Repeat(1L, (int)places.dim() - axis)]
        );
        return where(places.unsqueeze(axis).eq(classes), call[2].select(0, 1), call[2].select(0, 0));
    }

    /// <summary>Places as whole numbers of 64 bits, negative ones counted from the end.</summary>
    private static Tensor Counted(Tensor places, long length)
    {
        Tensor whole = places.to_type(ScalarType.Int64);
        Tensor zero = OnnxTensors.Of([0]).reshape([]);
        return where(whole.lt(zero), whole.add(OnnxTensors.Of([length]).reshape([]), OnnxTensors.One), whole);
    }
}
