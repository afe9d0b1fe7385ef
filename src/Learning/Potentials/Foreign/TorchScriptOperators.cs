using System.Collections.Frozen;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>What the code of a TorchScript archive may call: functions of numbers, shapes and lists. None of them
/// reads, writes, prints, waits or loads anything, and none draws numbers outside training.</summary>
internal static class TorchScriptOperators
{
    /// <summary>Functions of libtorch.</summary>
    public static FrozenSet<string> Functions { get; } =
        Set(
            "abs absolute acos acosh add add_ addcdiv addcmul addmm all alpha_dropout amax amin any append arange argmax "
                + "argmin argsort as_tensor asin asinh atan atan2 atanh baddbmm bitwise_and bitwise_not bitwise_or bmm "
                + "broadcast_tensors bucketize cartesian_prod cat cdist ceil celu chunk clamp clamp_ clamp_max clamp_min clone "
                + "combinations concat contiguous copy_ cos cosh cross cumprod cumsum dense_dim detach device diag "
                + "diag_embed diagonal diff dim div div_ dot dropout dtype einsum elu embedding empty_like eq erf erfc exp exp_ expand "
                + "expand_as expm1 eye fill_ flatten flip floor floor_divide floordiv fmod full full_like gather ge gelu get "
                + "gt hardtanh index index_add index_add_ index_copy index_put index_put_ index_select is_floating_point "
                + "isfinite isinf isnan item items keys layer_norm layout le leaky_relu len lerp linalg_cross linalg_norm linalg_vector_norm "
                + "linear linspace log log10 log1p log2 log_sigmoid log_softmax logical_and logical_not logical_or "
                + "logical_xor logsumexp lt masked_fill masked_fill_ masked_scatter masked_select matmul max maximum mean "
                + "meshgrid min minimum mish mm mul mul_ mv narrow ne neg new_empty new_full new_ones new_zeros nonzero norm "
                + "not numel ones ones_like outer pad pairwise_distance permute pow prod reciprocal relu relu_ remainder "
                + "repeat repeat_interleave requires_grad_ reshape round rsqrt rsub scatter scatter_ scatter_add scatter_add_ "
                + "searchsorted select selu sigmoid sign silu silu_ sin sinh size slice softmax softplus softsign sort "
                + "split split_with_sizes sqrt square squeeze stack sub sub_ sum swapaxes t take tan tanh tensor tensordot "
                + "tile to to_dense trace transpose tril triu true_divide trunc type_as unbind unfold unique unsqueeze "
                + "unsqueeze_ values view view_as where xlogy zero_ zeros zeros_like bool int float "
                + "abs_ celu_ clamp_max_ clamp_min_ elu_ hardtanh_ leaky_relu_ log_ neg_ pow_ reciprocal_ selu_ sigmoid_ sqrt_ tanh_ "
                + "__and__ __or__ __not__ __is__ __isnot__ __contains__ __range_length __derive_index "
                + "NumToTensor RaiseException data unchecked_cast ImplicitTensorToNum TupleUnpack Uninitialized "
                + "IntImplicit FloatImplicit ScalarImplicit Int Float Bool format"
        );

    /// <summary>Words of the language that are called.</summary>
    public static FrozenSet<string> Words { get; } =
        Set(
            "abs annotate bool class def elif float for getattr if in int isinstance len list max min not or and range "
                + "return round unchecked_cast uninitialized while assert is else"
        );

    /// <summary>Functions of libtorch that reach outside, change what others hold, or wait. Called on a tensor they
    /// look like functions of the archive: so none of these may be called so.</summary>
    public static FrozenSet<string> Forbidden { get; } =
        Set(
            "as_strided as_strided_ backward fork from_file load manual_seed open print resize_ resize_as_ rpc_async "
                + "rpc_remote rpc_sync save set_ set_data wait warn"
        );

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
