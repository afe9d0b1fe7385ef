using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>The working memory of <see cref="AniPotential"/> and the passes over it; one thread at a time.</summary>
internal sealed unsafe class AniBatch
{
    private readonly AniModel _model;
    private readonly EnvironmentRows _environment;
    private readonly ElementPasses _passes;
    private readonly int _length;
    private float[] _vectors = [];
    private ulong[] _masks = [];
    private float[] _own = [];

    public AniBatch(AniModel model, PackedNetwork[][] networks)
    {
        _model = model;
        _environment = new EnvironmentRows(model.Terms);
        _length = SinglePanel.Count(model.Terms.Length) * SinglePanel.Width;
        _passes = new ElementPasses(networks, _length);
    }

    /// <summary>Results of the structures from <paramref name="first"/> on, as many as there are places.</summary>
    public void Evaluate(
        IReadOnlyList<Geometry> geometries,
        int first,
        Span<PotentialResult> results,
        bool forces,
        int members
    )
    {
        var angstrom = new double[results.Length][];
        var elements = new int[results.Length][];
        var starts = new int[results.Length + 1];
        for (int s = 0; s < results.Length; s++)
        {
            angstrom[s] = geometries[first + s].ToAngstrom();
            elements[s] = AniDomain.Places(_model.Terms, geometries[first + s]);
            starts[s + 1] = starts[s] + elements[s].Length;
        }

        int atoms = starts[^1];
        Reserve(atoms);
        var byElement = new List<int>[_model.Terms.ElementCount];
        for (int e = 0; e < byElement.Length; e++)
        {
            byElement[e] = [];
        }

        float* vectors = PackedLayer.Pointer(_vectors);
        for (int s = 0; s < results.Length; s++)
        {
            for (int i = 0; i < elements[s].Length; i++)
            {
                int row = starts[s] + i;
                _masks[row] = _environment.Describe(angstrom[s], elements[s], i, vectors + ((nint)row * _length));
                byElement[elements[s][i]].Add(row);
            }
        }

        for (int e = 0; e < byElement.Length; e++)
        {
            // Atoms with the same kinds of neighbours beside each other: a tile leaves out what all six lack.
            int[] rows = [.. byElement[e].OrderBy(row => _masks[row])];
            _passes.Run(e, members, vectors, _masks, rows, _own, forces);
        }

        Span<double> own = stackalloc double[members];
        for (int s = 0; s < results.Length; s++)
        {
            var energies = new double[members];
            var deviations = new double[elements[s].Length];
            double[]? slope = forces ? new double[angstrom[s].Length] : null;
            for (int i = 0; i < deviations.Length; i++)
            {
                int row = starts[s] + i;
                for (int k = 0; k < members; k++)
                {
                    own[k] = _own[(row * _model.MemberCount) + k];
                    energies[k] += own[k] + _model.SelfHartree[elements[s][i]];
                }

                deviations[i] = AniReference.Deviation(own);
                if (slope is not null)
                {
                    _environment.AddSlope(angstrom[s], elements[s], i, vectors + ((nint)row * _length), slope);
                }
            }

            for (int d = 0; slope is not null && d < slope.Length; d++)
            {
                slope[d] *= -Constants.BohrInAngstrom;
            }

            results[s] = new PotentialResult(energies, deviations, slope);
        }
    }

    private void Reserve(int atoms)
    {
        if (_masks.Length < atoms)
        {
            _vectors = GC.AllocateUninitializedArray<float>(atoms * _length, pinned: true);
            _masks = new ulong[atoms];
            _own = new float[atoms * _model.MemberCount];
        }
    }
}
