using Lichen.Core.Molecules;
using Lichen.Core.Numerics;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Potentials.Training;

/// <summary>
/// Structures away from equilibrium, for a potential to learn from: along modes of a model Hessian, about rotatable
/// bonds, along stretched bonds.
/// </summary>
/// <remarks>
/// Displacements along modes are draws of exp(-x H x / 2 kT), H the model Hessian of Lindh et al. 1995,
/// <see href="https://doi.org/10.1016/0009-2614(95)00646-L"/>, as Smith, Isayev and Roitberg 2017 do with a computed
/// one, <see href="https://doi.org/10.1039/C6SC05720A"/>.
/// </remarks>
public sealed class Distortion
{
    // Hartree per kelvin.
    private const double Boltzmann = 3.166811563e-6;

    // Atoms nearer than this share of the sum of their covalent radii have merged.
    private const double LeastShare = 0.6;

    private readonly Geometry _start;
    private readonly IReadOnlyList<(int First, int Second)> _bonds;
    private readonly Cholesky _hessian;

    /// <param name="start">A structure near equilibrium.</param>
    /// <param name="bonds">Its bonds, pairs of atoms.</param>
    public Distortion(Geometry start, IReadOnlyList<(int First, int Second)> bonds)
    {
        (_start, _bonds) = (start, bonds);
        _hessian = ModelHessian.Factor(start);
    }

    /// <summary>Displaces along the modes as classical harmonic motion of a temperature does.</summary>
    /// <param name="angstrom">Coordinates, shape (atoms, 3); displaced in place.</param>
    /// <param name="kelvin">The temperature.</param>
    public void Shake(double[] angstrom, double kelvin, ref SplitMix64 random)
    {
        double scale = Math.Sqrt(Boltzmann * kelvin) * Core.Constants.BohrInAngstrom;
        var draw = new double[_hessian.Size];
        for (int d = 0; d < angstrom.Length; d++)
        {
            draw[d] = random.Normal();
        }

        // L^T x = z: x has the covariance (L L^T)^-1.
        _hessian.SolveTransposed(draw);
        for (int d = 0; d < angstrom.Length; d++)
        {
            angstrom[d] += scale * draw[d];
        }
    }

    /// <summary>Turns one side of a rotatable bond about it by any angle; nothing where there is none.</summary>
    /// <inheritdoc cref="Shake" path="/param"/>
    public void Turn(double[] angstrom, ref SplitMix64 random)
    {
        (int First, int Second, bool[] Side)[] bonds =
        [
            .. _bonds
                .Where(bond => Degree(bond.First) > 1 && Degree(bond.Second) > 1)
                .Select(bond => (bond.First, bond.Second, Side: Side(bond)))
                .Where(bond => bond.Side.Length > 0),
        ];
        if (bonds.Length == 0)
        {
            return;
        }

        (int first, int second, bool[] side) = bonds[random.Below(bonds.Length)];
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.Unit());
        double[] axis = Unit(angstrom, first, second);
        for (int atom = 0; atom < side.Length; atom++)
        {
            if (!side[atom])
            {
                continue;
            }

            // Rodrigues' rotation of the arm from the bond's end.
            double[] arm =
            [
                .. Enumerable.Range(0, 3).Select(d => angstrom[(3 * atom) + d] - angstrom[(3 * second) + d]),
            ];
            double along = (arm[0] * axis[0]) + (arm[1] * axis[1]) + (arm[2] * axis[2]);
            for (int d = 0; d < 3; d++)
            {
                int e = (d + 1) % 3,
                    f = (d + 2) % 3;
                double across = (axis[e] * arm[f]) - (axis[f] * arm[e]);
                angstrom[(3 * atom) + d] =
                    angstrom[(3 * second) + d] + (arm[d] * cosine) + (across * sine) + (axis[d] * along * (1 - cosine));
            }
        }
    }

    /// <summary>Stretches or shortens a bond that is in no ring by 0.85 to 1.35 times its length.</summary>
    /// <inheritdoc cref="Shake" path="/param"/>
    public void Stretch(double[] angstrom, ref SplitMix64 random)
    {
        (int First, int Second)[] bonds = [.. _bonds.Where(bond => Side(bond).Length > 0)];
        if (bonds.Length == 0)
        {
            return;
        }

        (int first, int second) = bonds[random.Below(bonds.Length)];
        bool[] side = Side((first, second));
        double[] axis = Unit(angstrom, first, second);
        double by = _start.DistanceAngstrom(first, second) * (-0.15 + (0.5 * random.Unit()));
        for (int d = 0; d < angstrom.Length; d++)
        {
            angstrom[d] += side[d / 3] ? by * axis[d % 3] : 0;
        }
    }

    /// <summary>The structure at these coordinates; null where atoms have merged.</summary>
    public Geometry? At(double[] angstrom)
    {
        var geometry = Geometry.FromAngstrom(_start.AtomicNumbers, angstrom);
        for (int i = 0; i < geometry.AtomCount; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double radii = Radius(geometry.AtomicNumbers[i]) + Radius(geometry.AtomicNumbers[j]);
                if (geometry.DistanceAngstrom(i, j) < LeastShare * radii)
                {
                    return null;
                }
            }
        }

        return geometry;
    }

    private int Degree(int atom) => _bonds.Count(bond => bond.First == atom || bond.Second == atom);

    /// <summary>Which atoms are on the second's side of a bond; empty where the bond is in a ring.</summary>
    private bool[] Side((int First, int Second) bond)
    {
        var side = new bool[_start.AtomCount];
        var open = new Stack<int>([bond.Second]);
        side[bond.Second] = true;
        while (open.TryPop(out int atom))
        {
            foreach ((int first, int second) in _bonds)
            {
                int other =
                    first == atom ? second
                    : second == atom ? first
                    : -1;
                if (other >= 0 && !side[other] && (first, second) != bond)
                {
                    side[other] = true;
                    open.Push(other);
                }
            }
        }

        return side[bond.First] ? [] : side;
    }

    private static double[] Unit(double[] angstrom, int from, int to)
    {
        double[] along = [.. Enumerable.Range(0, 3).Select(d => angstrom[(3 * to) + d] - angstrom[(3 * from) + d])];
        double length = Math.Sqrt(along.Sum(value => value * value));
        return [.. along.Select(value => value / length)];
    }

    /// <summary>Covalent radii in angstrom: Cordero et al. 2008, <see href="https://doi.org/10.1039/b801115j"/>.</summary>
    private static double Radius(byte atomicNumber) =>
        atomicNumber switch
        {
            1 => 0.31,
            6 => 0.76,
            7 => 0.71,
            8 => 0.66,
            9 => 0.57,
            16 => 1.05,
            17 => 1.02,
            _ => 0.8,
        };
}
