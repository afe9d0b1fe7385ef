using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>The atoms within a cutoff of one atom after another, sorted by element, as columns of
/// coordinates.</summary>
internal sealed class Surroundings
{
    private readonly double[] _angstrom;
    private readonly int[] _elements;
    private readonly int[] _order;
    private readonly double _cutoff;

    /// <param name="geometry">The structure.</param>
    /// <param name="elements">The place of each atom's element, shape (atoms).</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="cutoff">Neighbours are nearer than this, in angstrom.</param>
    public Surroundings(Geometry geometry, int[] elements, int count, double cutoff)
    {
        _angstrom = geometry.ToAngstrom();
        _elements = elements;
        _order = [.. Enumerable.Range(0, elements.Length).OrderBy(i => elements[i])];
        _cutoff = cutoff;
        Starts = new int[count + 1];
        Capacity = elements.Length + 4;
        X = new double[Capacity];
        Y = new double[Capacity];
        Z = new double[Capacity];
        R = new double[Capacity];
        Atoms = new int[Capacity];
    }

    /// <summary>Length of the columns: whole vectors may be read from any neighbour on.</summary>
    public int Capacity { get; }

    /// <summary>Coordinates relative to the centre in angstrom.</summary>
    public double[] X { get; }

    public double[] Y { get; }

    public double[] Z { get; }

    /// <summary>Distances from the centre in angstrom.</summary>
    public double[] R { get; }

    /// <summary>Which atom a neighbour is.</summary>
    public int[] Atoms { get; }

    /// <summary>The neighbours of element e are those from Starts[e] to before Starts[e + 1].</summary>
    public int[] Starts { get; }

    public int Count { get; private set; }

    /// <summary>Moves to an atom.</summary>
    /// <exception cref="ArgumentException">Another atom is in the same place.</exception>
    public void Centre(int atom)
    {
        Count = 0;
        int element = 0;
        foreach (int other in _order)
        {
            for (; element <= _elements[other]; element++)
            {
                Starts[element] = Count;
            }

            if (other == atom)
            {
                continue;
            }

            double x = _angstrom[3 * other] - _angstrom[3 * atom],
                y = _angstrom[(3 * other) + 1] - _angstrom[(3 * atom) + 1],
                z = _angstrom[(3 * other) + 2] - _angstrom[(3 * atom) + 2];
            double r = Math.Sqrt((x * x) + (y * y) + (z * z));
            if (r >= _cutoff)
            {
                continue;
            }

            if (r < 1e-6)
            {
                throw new ArgumentException($"Atoms {atom} and {other} are in the same place.");
            }

            (X[Count], Y[Count], Z[Count], R[Count], Atoms[Count]) = (x, y, z, r, other);
            Count++;
        }

        for (; element < Starts.Length; element++)
        {
            Starts[element] = Count;
        }
    }
}
