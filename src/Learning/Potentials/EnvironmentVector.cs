namespace Lichen.Learning.Potentials;

/// <summary>The environment vector of one atom in double precision, and its slope in the coordinates.</summary>
/// <remarks>
/// fc(r) = (1 + cos(pi r / Rc)) / 2 below Rc. Radial, per element: sum_j exp(-eta (r_j - s)^2) fc(r_j) / 4. Angular, per
/// pair of elements: sum_jk 2 ((1 + cos(theta - phi)) / 2)^zeta exp(-eta ((r_j + r_k) / 2 - s)^2) fc(r_j) fc(r_k), with
/// cos(theta) = 0.95 times the cosine of the angle, so that its sine is never zero and atoms in line have a slope.
/// Source: Smith, Isayev and Roitberg 2017, eq. 2 to 4, <see href="https://doi.org/10.1039/C6SC05720A"/>.
/// </remarks>
internal sealed class EnvironmentVector
{
    /// <summary>Shrinks the cosine of an angle.</summary>
    public const double Shrink = 0.95;

    private readonly EnvironmentTerms _terms;
    private readonly int _centre;
    private readonly List<Neighbour> _radial = [];
    private readonly List<Neighbour> _angular = [];

    /// <param name="terms">The constants.</param>
    /// <param name="angstrom">Coordinates, shape (atoms, 3).</param>
    /// <param name="elements">Places of the elements, shape (atoms).</param>
    /// <param name="centre">The atom in the middle.</param>
    /// <exception cref="PotentialException">Another atom is in the same place.</exception>
    public EnvironmentVector(EnvironmentTerms terms, double[] angstrom, int[] elements, int centre)
    {
        (_terms, _centre) = (terms, centre);
        for (int j = 0; j < elements.Length; j++)
        {
            double x = angstrom[3 * j] - angstrom[3 * centre],
                y = angstrom[(3 * j) + 1] - angstrom[(3 * centre) + 1],
                z = angstrom[(3 * j) + 2] - angstrom[(3 * centre) + 2];
            double r = Math.Sqrt((x * x) + (y * y) + (z * z));
            if (j == centre || r >= terms.RadialCutoff)
            {
                continue;
            }

            if (r < AniDomain.Nearest)
            {
                throw AniDomain.Coincident(centre, j, r);
            }

            _radial.Add(new Neighbour(j, elements[j], r, [x / r, y / r, z / r], terms.RadialCutoff));
            if (r < terms.AngularCutoff)
            {
                _angular.Add(new Neighbour(j, elements[j], r, [x / r, y / r, z / r], terms.AngularCutoff));
            }
        }
    }

    /// <summary>The vector, shape (terms.Length).</summary>
    public double[] Values()
    {
        var values = new double[_terms.Length];
        foreach (Neighbour j in _radial)
        {
            for (int m = 0; m < _terms.RadialShifts.Length; m++)
            {
                values[(j.Element * _terms.RadialShifts.Length) + m] += 0.25 * Radial(j, m) * j.Cut;
            }
        }

        foreach ((Neighbour j, Neighbour k, int start) in Pairs())
        {
            for (int a = 0; a < _terms.AngularShifts.Length; a++)
            {
                for (int z = 0; z < _terms.AngleShifts.Length; z++)
                {
                    values[start + (a * _terms.AngleShifts.Length) + z] +=
                        2 * Angle(j, k, z).Value * Distance(j, k, a).Value * j.Cut * k.Cut;
                }
            }
        }

        return values;
    }

    /// <summary>slope += sum_t pull[t] d(value t) / d(coordinate); nothing when slope is null.</summary>
    /// <param name="pull">Shape (terms.Length).</param>
    /// <param name="slope">Per angstrom, shape (atoms, 3).</param>
    public void AddSlope(double[] pull, double[]? slope)
    {
        if (slope is null)
        {
            return;
        }

        foreach (Neighbour j in _radial)
        {
            double along = 0;
            for (int m = 0; m < _terms.RadialShifts.Length; m++)
            {
                double off = j.R - _terms.RadialShifts[m];
                along +=
                    pull[(j.Element * _terms.RadialShifts.Length) + m]
                    * 0.25
                    * Radial(j, m)
                    * (j.CutSlope - (2 * _terms.RadialDecay * off * j.Cut));
            }

            Add(slope, j, j.Unit, along);
        }

        foreach ((Neighbour j, Neighbour k, int start) in Pairs())
        {
            double value = 0,
                byCosine = 0,
                byMean = 0;
            for (int a = 0; a < _terms.AngularShifts.Length; a++)
            {
                (double distance, double distanceSlope) = Distance(j, k, a);
                for (int z = 0; z < _terms.AngleShifts.Length; z++)
                {
                    (double angle, double angleSlope) = Angle(j, k, z);
                    double g = 2 * pull[start + (a * _terms.AngleShifts.Length) + z];
                    value += g * angle * distance;
                    byCosine += g * angleSlope * distance;
                    byMean += g * angle * distanceSlope;
                }
            }

            double cosine = Cosine(j, k);
            byCosine *= j.Cut * k.Cut;
            byMean *= j.Cut * k.Cut / 2;
            Add(slope, j, j.Unit, (value * j.CutSlope * k.Cut) + byMean - (byCosine * cosine / j.R));
            Add(slope, j, k.Unit, byCosine / j.R);
            Add(slope, k, k.Unit, (value * j.Cut * k.CutSlope) + byMean - (byCosine * cosine / k.R));
            Add(slope, k, j.Unit, byCosine / k.R);
        }
    }

    private static double Cosine(Neighbour j, Neighbour k) =>
        (j.Unit[0] * k.Unit[0]) + (j.Unit[1] * k.Unit[1]) + (j.Unit[2] * k.Unit[2]);

    private void Add(double[] slope, Neighbour of, double[] direction, double factor)
    {
        for (int d = 0; d < 3; d++)
        {
            slope[(3 * of.Atom) + d] += factor * direction[d];
            slope[(3 * _centre) + d] -= factor * direction[d];
        }
    }

    private IEnumerable<(Neighbour, Neighbour, int Start)> Pairs()
    {
        for (int j = 0; j < _angular.Count; j++)
        {
            for (int k = j + 1; k < _angular.Count; k++)
            {
                int pair = _terms.PairIndex(_angular[j].Element, _angular[k].Element);
                yield return (_angular[j], _angular[k], _terms.AngularStart + (pair * _terms.AngularBlock));
            }
        }
    }

    private double Radial(Neighbour j, int m) =>
        Math.Exp(-_terms.RadialDecay * (j.R - _terms.RadialShifts[m]) * (j.R - _terms.RadialShifts[m]));

    /// <summary>The Gaussian of the mean distance, and its slope in that.</summary>
    private (double Value, double Slope) Distance(Neighbour j, Neighbour k, int a)
    {
        double off = ((j.R + k.R) / 2) - _terms.AngularShifts[a];
        double value = Math.Exp(-_terms.AngularDecay * off * off);
        return (value, -2 * _terms.AngularDecay * off * value);
    }

    /// <summary>((1 + cos(theta - phi)) / 2)^zeta, and its slope in the cosine of the angle.</summary>
    private (double Value, double Slope) Angle(Neighbour j, Neighbour k, int z)
    {
        double c = Shrink * Cosine(j, k);
        double s = Math.Sqrt(1 - (c * c));
        (double sine, double cosine) = Math.SinCos(_terms.AngleShifts[z]);
        double half = (1 + (c * cosine) + (s * sine)) / 2;
        double slope = _terms.Zeta * Math.Pow(half, _terms.Zeta - 1) * (cosine - (c / s * sine)) / 2;
        return (Math.Pow(half, _terms.Zeta), Shrink * slope);
    }

    private sealed class Neighbour(int atom, int element, double r, double[] unit, double cutoff)
    {
        public int Atom { get; } = atom;

        public int Element { get; } = element;

        /// <summary>Distance from the centre in angstrom.</summary>
        public double R { get; } = r;

        /// <summary>Direction from the centre.</summary>
        public double[] Unit { get; } = unit;

        public double Cut { get; } = 0.5 * (1 + Math.Cos(Math.PI * r / cutoff));

        public double CutSlope { get; } = -0.5 * Math.PI / cutoff * Math.Sin(Math.PI * r / cutoff);
    }
}
