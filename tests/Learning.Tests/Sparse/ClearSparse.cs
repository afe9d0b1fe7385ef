using Lichen.Learning.Sparse;

namespace Lichen.Learning.Tests.Sparse;

/// <summary>A sparse model of one rung written as the equations stand, with explicit n x n inverses.</summary>
internal sealed class ClearSparse
{
    private readonly ClearCoKriging _prior;
    private readonly RungParameters _rung;
    private readonly Label[] _labels;
    private readonly Pending[] _inducing;
    private readonly double[,] _inducingInverse;
    private readonly double[,] _covariance;
    private readonly double[,] _inverse;
    private readonly double[] _z;
    private readonly double _penalty;

    public ClearSparse(
        ClearPool pool,
        CoKrigingParameters parameters,
        Label[] labels,
        IEnumerable<Pending> inducing,
        SparseForm form
    )
    {
        (_prior, _rung, _labels, _inducing) = (new(pool, parameters), parameters.Rungs[0], labels, [.. inducing]);
        double[,] own = _prior.Matrix(_inducing);
        for (int i = 0; i < _inducing.Length; i++)
        {
            own[i, i] -= _rung.Noise * _rung.Noise;
        }

        _inducingInverse = ClearCoKriging.Inverse(own);
        _z = [.. labels.Select(l => (l.Value - _rung.Shift) / _rung.Scale)];
        _covariance = new double[labels.Length, labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < labels.Length; j++)
            {
                _covariance[i, j] = Explained(labels[i].Candidate, labels[j].Candidate);
            }

            double left = _prior.Covariance(labels[i].Candidate, 0, labels[i].Candidate, 0) - _covariance[i, i];
            double noise = _rung.Noise * _rung.Noise;
            _covariance[i, i] += noise + (form == SparseForm.IndependentResiduals ? left : 0);
            _penalty += form == SparseForm.Variational ? left / noise : 0;
        }

        _inverse = ClearCoKriging.Inverse(_covariance);
    }

    public double LogLikelihood() =>
        -0.5
        * (
            ClearCoKriging.Form(_z, _inverse, _z)
            + ClearCoKriging.LogDeterminant(_covariance)
            + (_labels.Length * Math.Log(2 * Math.PI))
            + _penalty
        );

    public (double Mean, double Variance) Predict(int candidate)
    {
        double[] shared = [.. _labels.Select(l => Explained(candidate, l.Candidate))];
        double left = _prior.Covariance(candidate, 0, candidate, 0) - ClearCoKriging.Form(shared, _inverse, shared);
        return (
            _rung.Shift + (_rung.Scale * ClearCoKriging.Form(shared, _inverse, _z)),
            _rung.Scale * _rung.Scale * left
        );
    }

    private double Explained(int one, int other) =>
        ClearCoKriging.Form(ToInducing(one), _inducingInverse, ToInducing(other));

    private double[] ToInducing(int candidate) =>
        [.. _inducing.Select(u => _prior.Covariance(candidate, 0, u.Candidate, 0))];
}
