using Lichen.Core.Molecules;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Potentials;

/// <summary>A guess at second derivatives from distances alone, which a geometry optimisation starts from.</summary>
/// <remarks>
/// Stretches, bends and torsions of near atoms with force constants that fall as Gaussians of the distances: k rho_ij,
/// k rho_ij rho_jk, k rho_ij rho_jk rho_kl, rho = exp(alpha (r_ref^2 - r^2)). Source: Lindh, Bernhardsson, Karlstroem and
/// Malmqvist 1995, tables 1 and 2, <see href="https://doi.org/10.1016/0009-2614(95)00646-L"/>; slopes of torsions of
/// Blondel and Karplus 1996, <see href="https://doi.org/10.1002/(SICI)1096-987X(19960715)17:9%3C1132::AID-JCC5%3E3.0.CO;2-T"/>.
/// </remarks>
internal sealed class ModelHessian
{
    private const double Stretch = 0.45;
    private const double Bend = 0.15;
    private const double Torsion = 0.005;

    // Below this share of its constant a coordinate is left out: it would cost its time and change nothing.
    private const double Least = 0.01;

    // An angle nearer to a line than this sine has no plane: it bends in two, and carries no torsion.
    private const double LeastSine = 0.2;

    // What holds motions that no coordinate resists, in hartree per bohr^2.
    private const double Floor = 0.005;

    private static readonly double[,] Decay =
    {
        { 1.0000, 0.3949, 0.3949 },
        { 0.3949, 0.2800, 0.2800 },
        { 0.3949, 0.2800, 0.2800 },
    };

    // Bohr.
    private static readonly double[,] Reference =
    {
        { 1.35, 2.10, 2.53 },
        { 2.10, 2.87, 3.40 },
        { 2.53, 3.40, 3.40 },
    };

    private readonly double[][] _places;
    private readonly double[,] _weights;
    private readonly List<int>[] _near;
    private readonly double[] _matrix;
    private readonly int _stride;

    private ModelHessian(Geometry geometry, Cholesky factor)
    {
        int atoms = geometry.AtomCount;
        _places = [.. Enumerable.Range(0, atoms).Select(i => geometry.Bohr.Slice(3 * i, 3).ToArray())];
        _stride = factor.Stride;
        _matrix = new double[3 * atoms * _stride];
        _weights = new double[atoms, atoms];
        _near = [.. Enumerable.Range(0, atoms).Select(_ => new List<int>())];
        for (int i = 0; i < atoms; i++)
        {
            for (int j = 0; j < atoms; j++)
            {
                int p = Row(geometry.AtomicNumbers[i]),
                    q = Row(geometry.AtomicNumbers[j]);
                double r = Length(Difference(i, j));
                _weights[i, j] = Math.Min(1.5, Math.Exp(Decay[p, q] * ((Reference[p, q] * Reference[p, q]) - (r * r))));
                if (i != j && _weights[i, j] > Least)
                {
                    _near[i].Add(j);
                }
            }
        }
    }

    /// <summary>The factor of the guess at a geometry, shape (3n, 3n), in hartree per bohr^2.</summary>
    public static Cholesky Factor(Geometry geometry)
    {
        var factor = new Cholesky(3 * geometry.AtomCount);
        var hessian = new ModelHessian(geometry, factor);
        hessian.AddAll();
        var floor = new double[factor.Size];
        Array.Fill(floor, Floor);
        factor.Factor(hessian._matrix, floor);
        return factor;
    }

    private void AddAll()
    {
        for (int j = 0; j < _near.Length; j++)
        {
            foreach (int k in _near[j])
            {
                if (j < k)
                {
                    double[] unit = Scaled(Difference(j, k), 1 / Length(Difference(j, k)));
                    Add(Stretch * _weights[j, k], [j, k], [unit, Scaled(unit, -1)]);
                    AddTorsions(j, k);
                }
            }

            for (int a = 0; a < _near[j].Count; a++)
            {
                for (int b = a + 1; b < _near[j].Count; b++)
                {
                    AddBend(_near[j][a], j, _near[j][b]);
                }
            }
        }
    }

    private void AddBend(int i, int j, int k)
    {
        double share = _weights[i, j] * _weights[j, k];
        if (share < Least)
        {
            return;
        }

        double[] u = Difference(i, j),
            v = Difference(k, j);
        double ri = Length(u),
            rk = Length(v);
        (u, v) = (Scaled(u, 1 / ri), Scaled(v, 1 / rk));
        double cosine = Dot(u, v);
        double sine = Math.Sqrt(Math.Max(0, 1 - (cosine * cosine)));
        if (sine < LeastSine)
        {
            double[] across = Cross(u, Math.Abs(u[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0]);
            across = Scaled(across, 1 / Length(across));
            foreach (double[] side in new[] { across, Cross(u, across) })
            {
                double[] first = Scaled(side, 1 / ri),
                    last = Scaled(side, 1 / rk);
                Add(Bend * share, [i, j, k], [first, Scaled(Sum(first, last), -1), last]);
            }

            return;
        }

        double[] byFirst = Scaled(Sum(Scaled(u, cosine), Scaled(v, -1)), 1 / (ri * sine)),
            byLast = Scaled(Sum(Scaled(v, cosine), Scaled(u, -1)), 1 / (rk * sine));
        Add(Bend * share, [i, j, k], [byFirst, Scaled(Sum(byFirst, byLast), -1), byLast]);
    }

    private void AddTorsions(int j, int k)
    {
        double[] g = Difference(j, k);
        double length = Length(g);
        foreach (int i in _near[j])
        {
            foreach (int l in _near[k])
            {
                double share = _weights[i, j] * _weights[j, k] * _weights[k, l];
                if (i == k || l == j || i == l || share < Least)
                {
                    continue;
                }

                double[] f = Difference(i, j),
                    h = Difference(l, k),
                    a = Cross(f, g),
                    b = Cross(h, g);
                double aa = Dot(a, a),
                    bb = Dot(b, b);
                double sines = LeastSine * length;
                if (aa < sines * sines * Dot(f, f) || bb < sines * sines * Dot(h, h))
                {
                    continue;
                }

                double[] byFirst = Scaled(a, -length / aa),
                    byLast = Scaled(b, length / bb),
                    shift = Sum(Scaled(a, Dot(f, g) / (aa * length)), Scaled(b, -Dot(h, g) / (bb * length)));
                Add(
                    Torsion * share,
                    [i, j, k, l],
                    [byFirst, Sum(Scaled(byFirst, -1), shift), Sum(Scaled(shift, -1), Scaled(byLast, -1)), byLast]
                );
            }
        }
    }

    /// <summary>matrix += constant b b^T, b the slope of a coordinate.</summary>
    private void Add(double constant, int[] atoms, double[][] slopes)
    {
        for (int p = 0; p < atoms.Length; p++)
        {
            for (int d = 0; d < 3; d++)
            {
                int row = ((3 * atoms[p]) + d) * _stride;
                double factor = constant * slopes[p][d];
                for (int q = 0; q < atoms.Length; q++)
                {
                    int at = row + (3 * atoms[q]);
                    _matrix[at] += factor * slopes[q][0];
                    _matrix[at + 1] += factor * slopes[q][1];
                    _matrix[at + 2] += factor * slopes[q][2];
                }
            }
        }
    }

    private static int Row(byte atomicNumber) =>
        atomicNumber switch
        {
            <= 2 => 0,
            <= 10 => 1,
            _ => 2,
        };

    private double[] Difference(int i, int j) =>
        [_places[i][0] - _places[j][0], _places[i][1] - _places[j][1], _places[i][2] - _places[j][2]];

    private static double Dot(double[] a, double[] b) => (a[0] * b[0]) + (a[1] * b[1]) + (a[2] * b[2]);

    private static double Length(double[] a) => Math.Sqrt(Dot(a, a));

    private static double[] Scaled(double[] a, double by) => [a[0] * by, a[1] * by, a[2] * by];

    private static double[] Sum(double[] a, double[] b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

    private static double[] Cross(double[] a, double[] b) =>
        [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];
}
