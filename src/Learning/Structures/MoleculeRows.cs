namespace Lichen.Learning.Structures;

/// <summary>Vectors that belong to molecules: those of its atoms of one element, or one for the whole
/// molecule.</summary>
public sealed class MoleculeRows
{
    /// <param name="width">Length of each vector.</param>
    /// <param name="starts">
    /// Molecule m has the vectors from starts[m] to before starts[m + 1]; shape (molecules + 1), rising from 0.
    /// </param>
    /// <param name="values">The vectors one after another, shape (vectors, width).</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public MoleculeRows(int width, int[] starts, double[] values)
    {
        if (starts is not [0, ..] || values.Length != (long)starts[^1] * width)
        {
            throw new ArgumentException(
                $"{starts.LastOrDefault()} vectors of length {width} need as many numbers, got {values.Length}."
            );
        }

        (Width, Starts, Values) = (width, starts, values);
    }

    public int Width { get; }

    public int[] Starts { get; }

    public double[] Values { get; }

    public int Molecules => Starts.Length - 1;

    public int Count => Starts[^1];

    public ReadOnlySpan<double> Row(int index) => Values.AsSpan(index * Width, Width);

    /// <summary>The vectors of some of the molecules, in the order given.</summary>
    public MoleculeRows Of(ReadOnlySpan<int> molecules)
    {
        var starts = new int[molecules.Length + 1];
        for (int m = 0; m < molecules.Length; m++)
        {
            starts[m + 1] = starts[m] + Starts[molecules[m] + 1] - Starts[molecules[m]];
        }

        var values = new double[(long)starts[^1] * Width];
        for (int m = 0; m < molecules.Length; m++)
        {
            Values
                .AsSpan(Starts[molecules[m]] * Width, (starts[m + 1] - starts[m]) * Width)
                .CopyTo(values.AsSpan(starts[m] * Width));
        }

        return new MoleculeRows(Width, starts, values);
    }

    /// <summary>One vector a molecule.</summary>
    public static MoleculeRows OnePerMolecule(int width, double[] values) =>
        new(width, [.. Enumerable.Range(0, (values.Length / width) + 1)], values);
}
