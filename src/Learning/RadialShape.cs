namespace Lichen.Learning;

/// <summary>How covariance falls with the distance between descriptors; the rougher shapes suit rougher properties.</summary>
/// <remarks>
/// With u = d^2 / l^2: Rasmussen and Williams 2006, eqs. 4.9 and 4.17,
/// <see href="https://doi.org/10.7551/mitpress/3206.001.0001"/>.
/// </remarks>
public enum RadialShape
{
    /// <summary>exp(-u / 2): infinitely smooth.</summary>
    Gaussian,

    /// <summary>(1 + r + r^2 / 3) exp(-r), r^2 = 5 u: twice differentiable.</summary>
    Matern52,

    /// <summary>(1 + r) exp(-r), r^2 = 3 u: once differentiable.</summary>
    Matern32,
}
