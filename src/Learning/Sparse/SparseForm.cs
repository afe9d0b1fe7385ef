namespace Lichen.Learning.Sparse;

/// <summary>What a sparse model makes of the part of a label that its inducing points do not explain.</summary>
public enum SparseForm
{
    /// <summary>
    /// It is left out, and the log likelihood lowered for it to a bound: Titsias 2009,
    /// <see href="https://proceedings.mlr.press/v5/titsias09a.html"/>. The better of the two where
    /// it was measured.
    /// </summary>
    Variational,

    /// <summary>
    /// It is independent noise of its own variance for each label (FITC): Snelson and Ghahramani 2006,
    /// <see href="https://papers.nips.cc/paper/2857-sparse-gaussian-processes-using-pseudo-inputs"/>.
    /// </summary>
    IndependentResiduals,
}
