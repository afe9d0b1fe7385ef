using TorchSharp;

namespace Lichen.Learning.Ensembles;

/// <summary>
/// Numbers for libtorch's operations, alive as long as the process. TorchSharp's operators and defaults (a + b, 0.5 * a, mean
/// square, softplus) make scalars that no one holds: the garbage collector may free one while native code reads it, which
/// gives a wrong number in silence, or an exception. So only operations without scalars, or with these, are used.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar One = 1.0;
    public static readonly Scalar Half = 0.5;
    public static readonly Scalar LeastVariance = DeepEnsemble.LeastVariance;
}
