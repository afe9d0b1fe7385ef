using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Products of matrices.</summary>
internal static class OnnxProducts
{
    public static IEnumerable<OnnxOperator> All { get; } =
    [
        OnnxOperator.One("MatMul", 2, 2, call => Product(call, call[0], call[1])),
        OnnxOperator.One("Gemm", 2, 3, Gemm, "alpha", "beta", "transA", "transB"),
        OnnxOperator.One("Einsum", 1, 8, Einsum, "equation"),
    ];

    /// <summary>alpha A B + beta C</summary>
    private static Tensor Gemm(OnnxCall call)
    {
        Tensor a = call.Integer("transA", 0) == 0 ? call[0] : call[0].t();
        Tensor b = call.Integer("transB", 0) == 0 ? call[1] : call[1].t();
        Tensor product = Times(Product(call, a, b), call.Number("alpha", 1));
        return call.Optional(2) is { } c ? product.add(Times(c, call.Number("beta", 1)), OnnxTensors.One) : product;
    }

    /// <summary>The product of two matrices, or of stacks of them; one dimension is a row before and a column
    /// after.</summary>
    /// <remarks>Checked here: where shapes or kinds do not fit, TorchSharp ends the process.</remarks>
    private static Tensor Product(OnnxCall call, Tensor a, Tensor b)
    {
        long[] left = a.shape,
            right = b.shape;
        if (
            left.Length == 0
            || right.Length == 0
            || left[^1] != right[right.Length == 1 ? 0 : right.Length - 2]
            || a.dtype != b.dtype
        )
        {
            throw call.Wrong(
                $"multiplies ({string.Join(", ", left)}) of {a.dtype} by ({string.Join(", ", right)}) of {b.dtype}"
            );
        }

        long[] stack = left[..Math.Max(0, left.Length - 2)],
            other = right[..Math.Max(0, right.Length - 2)];
        var shape = new long[Math.Max(stack.Length, other.Length)];
        for (int d = 1; d <= shape.Length; d++)
        {
            long one = d <= stack.Length ? stack[^d] : 1,
                two = d <= other.Length ? other[^d] : 1;
            shape[^d] =
                one == two || one == 1 || two == 1
                    ? (one == 1 ? two : one)
                    : throw call.Wrong($"multiplies stacks of {one} and {two} matrices");
        }

        call.Bounded([.. shape, left.Length > 1 ? left[^2] : 1, right.Length > 1 ? right[^1] : 1]);
        return a.matmul(b);
    }

    private static Tensor Times(Tensor x, double factor) =>
        factor == 1 ? x : x.mul(OnnxTensors.Number(factor, x.dtype));

    private static Tensor Einsum(OnnxCall call)
    {
        string equation = call.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        string[] terms = equation.Split("->")[0].Split(',');
        Tensor[] all = call.All();
        if (terms.Length != all.Length)
        {
            throw call.Wrong($"has the equation '{equation}' for {all.Length} inputs");
        }

        // Every index that is kept, with its length: what the result takes is known before it is made.
        if (equation.Split("->") is [_, var kept])
        {
            call.Bounded(
                kept.Where(char.IsAsciiLetter)
                    .Select(letter =>
                        Enumerable
                            .Range(0, all.Length)
                            .Where(i => !terms[i].Contains('.') && terms[i].Length == all[i].dim())
                            .Select(i => (Place: terms[i].IndexOf(letter, StringComparison.Ordinal), all[i].shape))
                            .Where(found => found.Place >= 0)
                            .Select(found => found.shape[found.Place])
                            .DefaultIfEmpty(1)
                            .Max()
                    )
            );
        }

        return einsum(equation, all);
    }
}
