using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.Intrinsics;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Studies.Qm7;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Benchmarks;

/// <summary>
/// Energies and forces of 64 small organic molecules by ANI-2x, 8 members, on one thread; libtorch's products of the
/// networks alone, on vectors that are ready, as baseline.
/// </summary>
internal static class Potentials
{
    private const int Structures = 64;

    public static IEnumerable<Finding> Run(Scale scale, StructuresPool pool)
    {
        if (Find("ani-2x") is not { } folder)
        {
            Console.Error.WriteLine("ANI-2x is not in ../shared/data: its paths are left out.");
            yield break;
        }

        AniModel model = AniFolder.Read(folder, PotentialCard.Find("ANI-2x")!);
        var potential = new AniPotential(model);
        Geometry[] batch = pool.Take(Structures);
        set_num_threads(1);
        double peak = MatrixPeak.Of<float>();
        Tensor[] vectors = Vectors(model, batch);
        Tensor[][][] weights = Weights(model);
        int calls = scale.Repeats > 1 ? 8 : 1;
        foreach (bool forces in new[] { false, true })
        {
            var turns = Turns.Take(
                scale.Repeats,
                () => Calls(calls, () => potential.Evaluate(batch, forces)),
                () => Calls(calls, () => ByLibtorch(vectors, weights, forces))
            );
            double each = turns.Here(Turns.Cpu);
            double operations = 2.0 * MultiplyAdds(model, batch) * (forces ? 2 : 1);
            yield return new Finding(
                $"ANI-2x, {(forces ? "energies and forces" : "energies")} of {batch.Length} structures of QM7, "
                    + $"{batch.Sum(geometry => geometry.AtomCount)} atoms, {model.MemberCount} members",
                "CPU",
                $"{Finding.Milliseconds(each)}, {Finding.Rate(batch.Length, each)}; products at "
                    + $"{operations / each / peak:P0} of {peak / 1e9:0.0} GFLOP/s",
                $"libtorch's networks alone, vectors ready: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
                turns.Ratio(Turns.Cpu)
            );
        }

        Geometry[] few = batch[..Math.Min(batch.Length, scale.Repeats > 1 ? 4 : 1)];
        var clear = Turns.Take(
            Math.Min(3, scale.Repeats),
            () => Calls(calls, () => potential.Evaluate(batch, forces: true)).Per(batch.Length),
            () =>
                Sample
                    .Of(() => Array.ForEach(few, geometry => AniReference.Evaluate(model, geometry, forces: true)))
                    .Per(few.Length)
        );
        PotentialResult[] exact = [.. few.Select(geometry => AniReference.Evaluate(model, geometry, forces: true))];
        PotentialResult[] fast = potential.Evaluate(few, forces: true);
        double energy = fast.Zip(exact, (f, e) => Math.Abs(f.Hartree - e.Hartree)).Max();
        double force = fast.Zip(exact, (f, e) => f.Forces!.Zip(e.Forces!, (a, b) => Math.Abs(a - b)).Max()).Max();
        yield return new Finding(
            "ANI-2x, energy and forces, each structure",
            "CPU",
            $"{Finding.Milliseconds(clear.Here(Turns.Cpu))}; energies within {energy:0.0e+0} hartree, forces within "
                + $"{force:0.0e+0} hartree/bohr of double precision",
            $"formulas written out, double precision: {Finding.Milliseconds(clear.Baseline(Turns.Cpu))}",
            clear.Ratio(Turns.Cpu)
        );
        var alone = Turns.Take(
            scale.Repeats,
            () => Calls(calls, () => potential.Evaluate(batch[0], forces: true)),
            () => Calls(calls, () => potential.Evaluate(batch, forces: true)).Per(batch.Length)
        );
        yield return new Finding(
            $"ANI-2x, energy and forces, one structure of {batch[0].AtomCount} atoms alone",
            "CPU",
            Finding.Milliseconds(alone.Here(Turns.Cpu)),
            $"each of {batch.Length} at once: {Finding.Milliseconds(alone.Baseline(Turns.Cpu))}",
            alone.Ratio(Turns.Cpu)
        );
    }

    private static Sample Calls(int calls, Action work) =>
        Sample
            .Of(() =>
            {
                for (int i = 0; i < calls; i++)
                {
                    work();
                }
            })
            .Per(calls);

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Environment vectors by element, shape (atoms, terms).</summary>
    private static unsafe Tensor[] Vectors(AniModel model, Geometry[] batch)
    {
        var rows = new EnvironmentRows(model.Terms);
        var byElement = new List<float>[model.Terms.ElementCount];
        for (int e = 0; e < byElement.Length; e++)
        {
            byElement[e] = [];
        }

        var vector = new float[model.Terms.Length];
        foreach (Geometry geometry in batch)
        {
            double[] angstrom = geometry.ToAngstrom();
            int[] elements = AniDomain.Places(model.Terms, geometry);
            for (int i = 0; i < elements.Length; i++)
            {
                fixed (float* row = vector)
                {
                    rows.Describe(angstrom, elements, i, row);
                }

                byElement[elements[i]].AddRange(vector);
            }
        }

        return [.. byElement.Select(values => tensor(values.ToArray()).reshape(-1, model.Terms.Length))];
    }

    /// <summary>By member and element: weights, shape (inputs, nodes), and biases, in turn.</summary>
    private static Tensor[][][] Weights(AniModel model) =>
        [.. model.Members.Select(member => member.Select(network => Layers(network.Layers)).ToArray())];

    private static Tensor[] Layers(ImmutableArray<NetworkLayer> layers) =>
        [
            .. layers.SelectMany(layer =>
                new[] { tensor(layer.Weights).reshape(layer.Nodes, layer.Inputs).t(), tensor(layer.Biases) }
            ),
        ];

    private static void ByLibtorch(Tensor[] vectors, Tensor[][][] weights, bool forces)
    {
        using IDisposable scope = NewDisposeScope();
        using var mode = forces ? null : no_grad();
        for (int e = 0; e < vectors.Length; e++)
        {
            if (vectors[e].shape[0] == 0)
            {
                continue;
            }

            Tensor inputs = vectors[e].detach().requires_grad_(forces);
            Tensor sum = zeros(1);
            foreach (Tensor[][] member in weights)
            {
                Tensor x = inputs;
                for (int l = 0; l < member[e].Length; l += 2)
                {
                    x = addmm(member[e][l + 1], x, member[e][l], 1, 1);
                    x = l + 2 < member[e].Length ? nn.functional.celu(x, 0.1) : x;
                }

                sum += x.sum();
            }

            if (forces)
            {
                sum.backward();
            }
        }
    }

    /// <summary>Multiply-adds of the products on the way forward: those of tiles, parts that are zero left out.</summary>
    private static unsafe long MultiplyAdds(AniModel model, Geometry[] batch)
    {
        var rows = new EnvironmentRows(model.Terms);
        var masks = new List<ulong>[model.Terms.ElementCount];
        for (int e = 0; e < masks.Length; e++)
        {
            masks[e] = [];
        }

        var vector = new float[model.Terms.Length];
        foreach (Geometry geometry in batch)
        {
            double[] angstrom = geometry.ToAngstrom();
            int[] elements = AniDomain.Places(model.Terms, geometry);
            for (int i = 0; i < elements.Length; i++)
            {
                fixed (float* row = vector)
                {
                    masks[elements[i]].Add(rows.Describe(angstrom, elements, i, row));
                }
            }
        }

        long sum = 0;
        for (int e = 0; e < masks.Length; e++)
        {
            foreach (ulong[] tile in masks[e].Order().Chunk(SinglePanel.Height))
            {
                int columns = SinglePanel.Width * BitOperations.PopCount(tile.Aggregate((a, b) => a | b));
                foreach (var member in model.Members)
                {
                    sum += (long)tile.Length * columns * member[e].Layers[0].Nodes;
                    sum += (long)tile.Length * member[e].Layers.Skip(1).Sum(layer => layer.Inputs * layer.Nodes);
                }
            }
        }

        return sum;
    }
}
