namespace Lichen.Learning.Models;

/// <summary>What predicts.</summary>
public enum ModelKind
{
    /// <summary>An exact Gaussian process: <see cref="Learning.GaussianProcess"/>.</summary>
    GaussianProcess,

    /// <summary>Networks: <see cref="Ensembles.DeepEnsemble"/>.</summary>
    DeepEnsemble,

    /// <summary>Both, as a mixture of their distributions.</summary>
    Mixture,
}
