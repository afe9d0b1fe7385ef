using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>What changes shapes, joins, cuts and fills.</summary>
internal static class OnnxShapes
{
    public static IEnumerable<OnnxOperator> All { get; } =
    [
        OnnxOperator.One("Shape", 1, 1, Shape, "start", "end"),
        OnnxOperator.One("Size", 1, 1, call => OnnxTensors.Of([call[0].numel()]).reshape([])),
        OnnxOperator.One("Reshape", 2, 2, Reshape, "allowzero"),
        OnnxOperator.One("Flatten", 1, 1, Flatten, "axis"),
        OnnxOperator.One("Transpose", 1, 1, Transpose, "perm"),
        OnnxOperator.One("Unsqueeze", 1, 2, Unsqueeze, "axes"),
        OnnxOperator.One("Squeeze", 1, 2, Squeeze, "axes"),
        OnnxOperator.One("Expand", 2, 2, Expand),
        OnnxOperator.One("Tile", 2, 2, Tile),
        OnnxOperator.One("Concat", 1, 1024, Concat, "axis"),
        OnnxOperator.One("Slice", 3, 5, Slice),
        new("Split", 1, 2, ["axis", "split", "num_outputs"], Split),
        OnnxOperator.One("Constant", 0, 0, Constant, "value", "value_float", "value_int", "value_floats", "value_ints"),
        OnnxOperator.One("ConstantOfShape", 1, 1, ConstantOfShape, "value"),
        OnnxOperator.One("Range", 3, 3, Range),
        OnnxOperator.One("Trilu", 1, 2, Trilu, "upper"),
    ];

    private static Tensor Shape(OnnxCall call)
    {
        long[] shape = call[0].shape;
        int start = (int)Within(call.Integer("start", 0), shape.Length);
        int end = (int)Within(call.Integer("end", shape.Length), shape.Length);
        return OnnxTensors.Of(shape[start..Math.Max(start, end)]);
    }

    private static Tensor Reshape(OnnxCall call)
    {
        long[] shape = OnnxCall.Integers(call[1]);
        bool copies = call.Integer("allowzero", 0) == 0;
        return call[0].reshape([.. shape.Select((length, d) => length == 0 && copies ? call[0].shape[d] : length)]);
    }

    private static Tensor Flatten(OnnxCall call)
    {
        long[] shape = call[0].shape;
        long axis = call.Integer("axis", 1);
        long rows = shape.Take((int)Within(axis, shape.Length)).Aggregate(1L, (product, length) => product * length);
        return call[0].reshape([rows, rows == 0 ? 0 : call[0].numel() / rows]);
    }

    private static Tensor Transpose(OnnxCall call)
    {
        long[] order = call.Integers("perm", 1) ?? [.. Enumerable.Range(0, (int)call[0].dim()).Reverse()];
        return call[0].permute(order);
    }

    private static Tensor Unsqueeze(OnnxCall call)
    {
        long[] axes = call.Integers("axes", 1) ?? throw call.Wrong("has no axes");
        Tensor x = call[0];
        long dimensions = x.dim() + axes.Length;
        foreach (long axis in axes.Select(axis => (long)call.Axis(axis, dimensions)).Order())
        {
            x = x.unsqueeze(axis);
        }

        return x;
    }

    private static Tensor Squeeze(OnnxCall call)
    {
        Tensor x = call[0];
        long[] axes =
            call.Integers("axes", 1)
            ?? [.. Enumerable.Range(0, (int)x.dim()).Where(d => x.shape[d] == 1).Select(d => (long)d)];
        foreach (long axis in axes.Select(axis => (long)call.Axis(axis, call[0].dim())).OrderDescending())
        {
            x = x.shape[axis] == 1 ? x.squeeze(axis) : throw call.Wrong($"drops a dimension of {x.shape[axis]}");
        }

        return x;
    }

    private static Tensor Expand(OnnxCall call)
    {
        long[] asked = OnnxCall.Integers(call[1]),
            has = call[0].shape;
        var shape = new long[Math.Max(asked.Length, has.Length)];
        for (int d = 1; d <= shape.Length; d++)
        {
            long wanted = d <= asked.Length ? asked[^d] : 1;
            shape[^d] = wanted == 1 && d <= has.Length ? has[^d] : wanted;
        }

        return call[0].expand(call.Bounded(shape));
    }

    private static Tensor Tile(OnnxCall call)
    {
        long[] times = OnnxCall.Integers(call[1]);
        call.Bounded(call[0].shape.Zip(times, (length, count) => length * count));
        return call[0].repeat(times);
    }

    private static Tensor Concat(OnnxCall call)
    {
        Tensor[] parts = call.All();
        return cat(parts, call.Axis(call.Integer("axis", 0), parts[0].dim()));
    }

    private static Tensor Slice(OnnxCall call)
    {
        Tensor x = call[0];
        long[] starts = OnnxCall.Integers(call[1]),
            ends = OnnxCall.Integers(call[2]),
            axes = call.Integers("", 3) ?? [.. Enumerable.Range(0, starts.Length)],
            steps = call.Integers("", 4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw call.Wrong("has starts, ends, axes and steps of different number");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            int axis = call.Axis(axes[i], x.dim());
            long length = x.shape[axis];
            long step = steps[i] != 0 ? steps[i] : throw call.Wrong("has a step of zero");
            long start = From(starts[i], step > 0 ? length : length - 1);
            long end = step > 0 ? From(ends[i], length) : Math.Max(-1, ends[i] < 0 ? ends[i] + length : ends[i]);
            if (step > 0)
            {
                x = x.slice(axis, start, Math.Max(start, end), step);
                continue;
            }

            var places = new List<long>();
            for (long place = start; place > end; place += step)
            {
                places.Add(place);
            }

            x = x.index_select(axis, OnnxTensors.Of([.. places]));

            long From(long place, long most) => Math.Clamp(place < 0 ? place + length : place, 0, Math.Max(0, most));
        }

        return x;
    }

    private static Tensor[] Split(OnnxCall call)
    {
        Tensor x = call[0];
        int axis = call.Axis(call.Integer("axis", 0), x.dim());
        int parts = call.Node.Outputs.Length;
        // Equal parts, the last one smaller where they do not come out even.
        long each = (x.shape[axis] + parts - 1) / parts;
        long[] lengths =
            call.Integers("split", 1)
            ?? [.. Enumerable.Range(0, parts).Select(k => Math.Clamp(x.shape[axis] - (k * each), 0, each))];
        if (lengths.Length != parts || lengths.Sum() != x.shape[axis])
        {
            throw call.Wrong($"splits {x.shape[axis]} into ({string.Join(", ", lengths)})");
        }

        var split = new Tensor[parts];
        long start = 0;
        for (int k = 0; k < parts; k++)
        {
            split[k] = x.narrow(axis, start, lengths[k]);
            start += lengths[k];
        }

        return split;
    }

    private static Tensor Constant(OnnxCall call) =>
        call.Node.Attributes.Values.SingleOrDefault() switch
        {
            { Name: "value", Tensor: { } value } => OnnxTensors.Of(value),
            { Name: "value_float", Number: { } number } => OnnxTensors.Number(number, ScalarType.Float32),
            { Name: "value_int", Integers: [var integer] } => OnnxTensors.Of([integer]).reshape([]),
            { Name: "value_floats", Singles: { } singles } => tensor([.. singles], [singles.Length]),
            { Name: "value_ints", Integers: { } integers } => OnnxTensors.Of([.. integers]),
            _ => throw call.Wrong("has no value"),
        };

    private static Tensor ConstantOfShape(OnnxCall call)
    {
        long[] shape = call.Bounded(OnnxCall.Integers(call[0]));
        Tensor value =
            call.Node.Attributes.TryGetValue("value", out OnnxAttribute? found) && found.Tensor is { } given
                ? OnnxTensors.Of(given)
                : OnnxTensors.Number(0, ScalarType.Float32);
        return value.reshape([]).expand(shape);
    }

    private static Tensor Range(OnnxCall call)
    {
        double[] numbers = [.. call.All().Select(x => x.detach().to_type(ScalarType.Float64).item<double>())];
        (double start, double end, double step) = (numbers[0], numbers[1], numbers[2]);
        double count = Math.Max(0, Math.Ceiling((end - start) / step));
        call.Bounded([(long)Math.Min(count, long.MaxValue / 2)]);
        var values = new double[(int)count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * step);
        }

        return tensor(values, [values.Length]).to_type(call[0].dtype);
    }

    private static Tensor Trilu(OnnxCall call)
    {
        long diagonal = call.Optional(1) is { } k ? OnnxCall.Integers(k)[0] : 0;
        return call.Integer("upper", 1) == 1 ? call[0].triu(diagonal) : call[0].tril(diagonal);
    }

    private static long Within(long place, long length) => Math.Clamp(place < 0 ? place + length : place, 0, length);
}
