namespace Lichen.Learning.Potentials.Training;

/// <summary>A few structures on their way through the networks: what each costs, and the gradient of it.</summary>
/// <remarks>
/// Errors of forces and of energies over the root of the number of atoms count by the loss of Charbonnier et al. 1994,
/// d^2 (sqrt(1 + x^2 / d^2) - 1): square near zero and linear far out, so that torn structures do not outshout the
/// others. <see href="https://doi.org/10.1109/ICIP.1994.413553"/>.
/// </remarks>
internal sealed unsafe class TrainingBatch(LabelledStructures data, TrainedNetwork[] networks, double energyWeight)
{
    // Electronvolt by angstrom, and electronvolt.
    private const double ForceBend = 0.3;
    private const double EnergyBend = 0.1;

    private readonly EnvironmentRows _environment = new(data.Terms);
    private readonly double _energyWeight = energyWeight;
    private float[] _slopes = [];
    private float[] _energies = [];
    private float[] _alphas = [];

    /// <summary>Sums over the structures; the gradient is left in the networks whose elements are there.</summary>
    /// <param name="structures">Which.</param>
    /// <param name="gradient">Whether the gradient is wanted.</param>
    /// <param name="present">Receives whether each element is there.</param>
    public BatchLoss Run(ReadOnlySpan<int> structures, bool gradient, Span<bool> present)
    {
        int atoms = 0;
        foreach (int s in structures)
        {
            atoms += data.Elements[s].Length;
        }

        if (_energies.Length < atoms)
        {
            _slopes = GC.AllocateUninitializedArray<float>(2 * atoms * data.Stride, pinned: true);
            (_energies, _alphas) = (new float[2 * atoms], new float[2 * atoms]);
        }

        List<Atom>[] byElement = Sort(structures);
        var groups = new Group[byElement.Length];
        for (int e = 0; e < groups.Length; e++)
        {
            groups[e] = new Group(byElement[e]);
            present[e] = byElement[e].Count > 0;
            if (present[e])
            {
                var energies = new float[byElement[e].Count];
                networks[e].Evaluate(groups[e].Vectors, groups[e].Masks, energies, groups[e].Slopes);
                for (int i = 0; i < energies.Length; i++)
                {
                    _energies[byElement[e][i].Place] = energies[i];
                }
            }
        }

        var loss = new BatchLoss();
        int place = 0;
        foreach (int s in structures)
        {
            place = Judge(s, place, (double)1 / atoms, (double)1 / structures.Length, gradient, ref loss);
        }

        for (int e = 0; gradient && e < groups.Length; e++)
        {
            if (present[e])
            {
                float[] alphas = [.. byElement[e].Select(atom => _alphas[atom.Place])];
                networks[e].Differentiate(groups[e].Vectors, groups[e].Slopes, alphas);
            }
        }

        return loss;
    }

    /// <summary>One structure's loss; where the gradient is wanted its slopes become the tangents that it needs.</summary>
    private int Judge(int s, int first, double byAtom, double byStructure, bool gradient, ref BatchLoss loss)
    {
        int atoms = data.Elements[s].Length;
        double energy = 0;
        var slope = new double[3 * atoms];
        for (int i = 0; i < atoms; i++)
        {
            energy += _energies[first + i];
            _environment.AddSlope(data.Angstrom[s], data.Elements[s], i, Slope(first + i), slope);
        }

        double off = energy - data.Electronvolts[s];
        double bend = Math.Sqrt(1 + (off * off / (atoms * EnergyBend * EnergyBend)));
        loss.Value += byStructure * _energyWeight * EnergyBend * EnergyBend * (bend - 1);
        loss.EnergyError += Math.Abs(off);
        loss.Structures++;
        var velocity = new double[3 * atoms];
        for (int i = 0; i < atoms; i++)
        {
            double square = 0;
            for (int d = 3 * i; d < (3 * i) + 3; d++)
            {
                velocity[d] = -slope[d] - data.Forces[s][d];
                square += velocity[d] * velocity[d];
                loss.ForceError += Math.Abs(velocity[d]);
                loss.Components++;
            }

            double root = Math.Sqrt(1 + (square / (ForceBend * ForceBend)));
            loss.Value += byAtom * ForceBend * ForceBend * (root - 1);
            for (int d = 3 * i; d < (3 * i) + 3; d++)
            {
                // Forces are minus the slope: the tangent runs the other way.
                velocity[d] *= -byAtom / root;
            }
        }

        float alpha = (float)(byStructure * _energyWeight * off / (atoms * bend));
        for (int i = 0; gradient && i < atoms; i++)
        {
            _alphas[first + i] = alpha;
            _environment.Tangent(data.Angstrom[s], data.Elements[s], i, velocity, Slope(first + i));
        }

        return first + atoms;
    }

    /// <summary>Atoms by element, like neighbours beside each other, so that tiles leave out what all of them lack.</summary>
    private List<Atom>[] Sort(ReadOnlySpan<int> structures)
    {
        var byElement = new List<Atom>[data.Terms.ElementCount];
        for (int e = 0; e < byElement.Length; e++)
        {
            byElement[e] = [];
        }

        int place = 0;
        foreach (int s in structures)
        {
            for (int i = 0; i < data.Elements[s].Length; i++, place++)
            {
                var atom = new Atom(place, data.Vector(s, i), (nint)Slope(place), data.Masks[data.Row(s, i)]);
                byElement[data.Elements[s][i]].Add(atom);
            }
        }

        foreach (List<Atom> atoms in byElement)
        {
            atoms.Sort((a, b) => a.Mask != b.Mask ? a.Mask.CompareTo(b.Mask) : a.Place.CompareTo(b.Place));
        }

        return byElement;
    }

    private float* Slope(int place) => PackedLayer.Pointer(_slopes) + ((nint)place * data.Stride);

    private readonly record struct Atom(int Place, nint Vector, nint Slope, ulong Mask);

    private sealed class Group(List<Atom> atoms)
    {
        public nint[] Vectors { get; } = [.. atoms.Select(atom => atom.Vector)];

        public nint[] Slopes { get; } = [.. atoms.Select(atom => atom.Slope)];

        public ulong[] Masks { get; } = [.. atoms.Select(atom => atom.Mask)];
    }
}

/// <summary>What structures cost: the loss as a mean over batches, errors as sums.</summary>
internal struct BatchLoss
{
    public double Value;
    public double EnergyError;
    public double ForceError;
    public int Structures;
    public int Components;
}
