using Lichen.Core;
using Lichen.Learning.Potentials.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Training;

/// <summary>Structures of like sizes as tensors, filled up to the largest; they live in the caller's dispose scope.</summary>
internal sealed unsafe class HeadBatch
{
    private const float Never = -1e9f;

    public HeadBatch(LabelledStructures data, ReadOnlySpan<int> structures)
    {
        EnvironmentTerms terms = data.Terms;
        int radial = terms.RadialShifts.Length;
        Count = structures.Length;
        foreach (int s in structures)
        {
            Atoms = Math.Max(Atoms, data.Elements[s].Length);
        }

        var vectors = new List<float>[terms.ElementCount];
        var order = new List<(int Element, int Place)>();
        var places = new long[Count * Atoms];
        float[] positions = new float[Count * Atoms * 3],
            present = new float[Count * Atoms],
            absent = new float[Count * Atoms],
            charges = new float[Count * Atoms],
            gaps = new float[Count],
            dipoles = new float[Count * 3],
            hasDipole = new float[Count * 3],
            hasCharge = new float[Count * Atoms],
            bases = new float[Count * Atoms * radial * Atoms],
            directions = new float[Count * Atoms * Atoms * 3];
        for (int e = 0; e < vectors.Length; e++)
        {
            vectors[e] = [];
        }

        Array.Fill(absent, Never);
        var counts = new int[terms.ElementCount];
        foreach (int s in structures)
        {
            foreach (int e in data.Elements[s])
            {
                counts[e]++;
            }
        }

        var starts = new int[terms.ElementCount + 1];
        for (int e = 0; e < terms.ElementCount; e++)
        {
            starts[e + 1] = starts[e] + counts[e];
        }

        Array.Fill(places, starts[^1]);
        Array.Clear(counts);
        for (int b = 0; b < Count; b++)
        {
            int s = structures[b];
            var label = data.Labels[s];
            double[] angstrom = data.Angstrom[s];
            var pairs = new HeadPairs(terms, angstrom);
            gaps[b] = (float)label.GapElectronvolts;
            for (int d = 0; d < label.Dipole.Length; d++)
            {
                (dipoles[(b * 3) + d], hasDipole[(b * 3) + d]) = ((float)Angstrom(label.Dipole[d]), 1);
            }

            for (int i = 0; i < data.Elements[s].Length; i++)
            {
                int e = data.Elements[s][i],
                    at = (b * Atoms) + i;
                vectors[e].AddRange(new ReadOnlySpan<float>((float*)data.Vector(s, i), terms.Length));
                places[at] = starts[e] + counts[e]++;
                (present[at], absent[at]) = (1, 0);
                (charges[at], hasCharge[at]) = label.Charges.Length == 0 ? (0, 0) : ((float)label.Charges[i], 1);
                for (int d = 0; d < 3; d++)
                {
                    positions[(at * 3) + d] = (float)(angstrom[(3 * i) + d] - angstrom[d]);
                }

                foreach (HeadPair pair in pairs.Of(i))
                {
                    ReadOnlySpan<float> own = pairs.Radial(pair);
                    for (int k = 0; k < radial; k++)
                    {
                        bases[(((at * radial) + k) * Atoms) + pair.Other] = own[k];
                    }

                    for (int d = 0; d < 3; d++)
                    {
                        directions[(((at * Atoms) + pair.Other) * 3) + d] = (float)(
                            (angstrom[(3 * pair.Other) + d] - angstrom[(3 * i) + d]) / pair.R
                        );
                    }
                }
            }
        }

        Vectors =
        [
            .. vectors.Select((rows, e) => counts[e] == 0 ? null : tensor(rows.ToArray(), [counts[e], terms.Length])),
        ];
        Places = tensor(places);
        Positions = tensor(positions, [Count, Atoms, 3]);
        Present = tensor(present, [Count, Atoms]);
        Absent = tensor(absent, [Count, Atoms]);
        Charges = tensor(charges, [Count, Atoms]);
        Dipoles = tensor(dipoles, [Count, 3]);
        HasCharge = tensor(hasCharge, [Count, Atoms]);
        HasDipole = tensor(hasDipole, [Count, 3]);
        Gaps = tensor(gaps);
        Radial = tensor(bases, [Count, Atoms, radial, Atoms]);
        Directions = tensor(directions, [Count, Atoms, Atoms, 3]);
    }

    public int Count { get; }

    /// <summary>Of the largest structure.</summary>
    public int Atoms { get; }

    /// <summary>Environment vectors by element, shape (atoms of it, length); null where there is none.</summary>
    public Tensor?[] Vectors { get; }

    /// <summary>Where each atom's vector is, elements one after another; those that are not there are behind the last.</summary>
    public Tensor Places { get; }

    /// <summary>From the first atom, in angstrom, shape (batch, atoms, 3).</summary>
    public Tensor Positions { get; }

    /// <summary>One where there is an atom, shape (batch, atoms).</summary>
    public Tensor Present { get; }

    /// <summary>Very negative where there is none, else zero, shape (batch, atoms).</summary>
    public Tensor Absent { get; }

    /// <summary>In e, shape (batch, atoms); zero where the labels have none.</summary>
    public Tensor Charges { get; }

    /// <summary>In e angstrom, shape (batch, 3); zero where the labels have none.</summary>
    public Tensor Dipoles { get; }

    /// <summary>One where there is a charge to learn from, shape (batch, atoms).</summary>
    public Tensor HasCharge { get; }

    /// <summary>One where there is a dipole moment to learn from, shape (batch, 3).</summary>
    public Tensor HasDipole { get; }

    /// <summary>In eV, shape (batch).</summary>
    public Tensor Gaps { get; }

    /// <summary>b_k(r_ij), shape (batch, i, k, j).</summary>
    public Tensor Radial { get; }

    /// <summary>Unit vectors from i to j, shape (batch, i, j, 3).</summary>
    public Tensor Directions { get; }

    /// <summary>A dipole moment of e bohr in e angstrom.</summary>
    public static double Angstrom(double bohr) => bohr * Constants.BohrInAngstrom;
}
