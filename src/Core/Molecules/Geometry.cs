namespace Lichen.Core.Molecules;

/// <summary>Nuclei and where they are. Coordinates are kept in bohr and converted at the door.</summary>
public sealed class Geometry
{
    private readonly byte[] _atomicNumbers;
    private readonly double[] _bohr;

    private Geometry(byte[] atomicNumbers, double[] bohr)
    {
        if (bohr.Length != 3 * atomicNumbers.Length)
        {
            throw new ArgumentException(
                $"{atomicNumbers.Length} atoms need {3 * atomicNumbers.Length} coordinates, got {bohr.Length}."
            );
        }

        foreach (var value in bohr)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"A coordinate is {value}: coordinates are finite numbers.");
            }
        }

        _atomicNumbers = atomicNumbers;
        _bohr = bohr;
    }

    /// <summary>Atomic numbers, shape (n).</summary>
    public ReadOnlySpan<byte> AtomicNumbers => _atomicNumbers;

    /// <summary>Coordinates in bohr, shape (n, 3), row-major.</summary>
    public ReadOnlySpan<double> Bohr => _bohr;

    public int AtomCount => _atomicNumbers.Length;

    /// <param name="atomicNumbers">Shape (n), each 1 to 118.</param>
    /// <param name="angstrom">Shape (n, 3), row-major, in angstrom.</param>
    public static Geometry FromAngstrom(ReadOnlySpan<byte> atomicNumbers, ReadOnlySpan<double> angstrom)
    {
        var bohr = new double[angstrom.Length];
        for (var i = 0; i < bohr.Length; i++)
        {
            bohr[i] = angstrom[i] / Constants.BohrInAngstrom;
        }

        return new Geometry(atomicNumbers.ToArray(), bohr);
    }

    /// <param name="atomicNumbers">Shape (n), each 1 to 118.</param>
    /// <param name="bohr">Shape (n, 3), row-major, in bohr.</param>
    public static Geometry FromBohr(ReadOnlySpan<byte> atomicNumbers, ReadOnlySpan<double> bohr) =>
        new(atomicNumbers.ToArray(), bohr.ToArray());

    /// <summary>Coordinates in angstrom, shape (n, 3), row-major.</summary>
    public double[] ToAngstrom()
    {
        var angstrom = new double[_bohr.Length];
        for (var i = 0; i < angstrom.Length; i++)
        {
            angstrom[i] = _bohr[i] * Constants.BohrInAngstrom;
        }

        return angstrom;
    }

    /// <summary>Distance of two atoms in angstrom.</summary>
    public double DistanceAngstrom(int i, int j)
    {
        double dx = _bohr[3 * i] - _bohr[3 * j],
            dy = _bohr[(3 * i) + 1] - _bohr[(3 * j) + 1],
            dz = _bohr[(3 * i) + 2] - _bohr[(3 * j) + 2];
        return Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz)) * Constants.BohrInAngstrom;
    }
}
