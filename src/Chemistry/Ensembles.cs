using System.Diagnostics;
using System.Text;
using Lichen.Chemistry.Native;
using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>
/// Ensembles of conformers: ETKDGv3 embedding, relaxation by MMFF94 or UFF, and what is one conformer kept once.
/// </summary>
/// <remarks>
/// Two structures are one conformer when their energies agree within <see cref="SameEnergy"/> and the root mean square
/// deviation over heavy atoms and hydrogens not on carbon, the smallest over all maps of the molecule onto itself, is below
/// <see cref="SameStructure"/>. Mirror images of a molecule without written configuration have the same energy and the same
/// properties: one is kept, with degeneracy 2. See docs/methods/conformers.md.
/// </remarks>
public static class Ensembles
{
    /// <summary>Energy in kcal/mol within which two structures may be one conformer.</summary>
    public const double SameEnergy = 0.1;

    /// <summary>Deviation in angstrom below which two structures of one energy are one conformer.</summary>
    public const double SameStructure = 0.25;

    /// <summary>Most that are embedded where the molecule says how many.</summary>
    private const int MostOfItself = 300;

    /// <summary>Embeds and relaxes an ensemble on the calling thread. The same arguments give the same conformers.</summary>
    /// <param name="smiles">The molecule; atoms follow its canonical SMILES, whatever the spelling.</param>
    /// <param name="count">Conformers to embed, 1 to 1,000, or null: as many as the bonds that turn ask for.</param>
    /// <param name="seed">Seeds the embedding.</param>
    /// <param name="cpuLimit">CPU time after which the attempt fails with <see cref="ConformerFailure.Time"/>.</param>
    public static EnsembleOutcome Build(string smiles, int? count, ulong seed, TimeSpan cpuLimit)
    {
        Topology topology;
        try
        {
            topology = Topology.Of(smiles);
        }
        catch (RdkitException e)
        {
            return new EnsembleOutcome.Failed(ConformerFailure.Input, e.Message) { CpuTime = TimeSpan.Zero };
        }

        var bytes = Encoding.UTF8.GetBytes(smiles);
        var numbers = topology.AtomicNumbers.ToArray();
        var capacity = count ?? MostOfItself;
        var energies = new double[capacity];
        var angstrom = new double[3 * numbers.Length * capacity];
        var status = GeometryBindings.Ensemble(
            bytes,
            bytes.Length,
            count ?? 0,
            seed,
            cpuLimit.TotalSeconds,
            capacity,
            numbers.Length,
            energies,
            angstrom,
            out var chiral,
            out var built
        );
        var cpuTime = TimeSpan.FromSeconds(built.CpuSeconds);
        if (Conformers.FailureOf(status) is { } failure)
        {
            return new EnsembleOutcome.Failed(failure, Door.LastError) { CpuTime = cpuTime };
        }

        Door.ThrowIfFailed(status);
        var all = Enumerable
            .Range(0, built.Converged)
            .Select(i => new Conformer(
                Geometry.FromAngstrom(
                    numbers,
                    angstrom.AsSpan(3 * numbers.Length * i, 3 * numbers.Length)
                ),
                energies[i],
                1
            ))
            .ToList();
        var distinct = Distinct(smiles, all, chiral != 0, out var comparing);
        return new EnsembleOutcome.Built(
            [.. distinct.Select(kept => all[kept.Index] with { Degeneracy = kept.Degeneracy })],
            built.ForceField switch
            {
                0 => "MMFF94",
                1 => "UFF",
                _ => throw new UnreachableException(),
            },
            built.Embedded,
            built.Converged,
            chiral != 0
        )
        {
            CpuTime = cpuTime + comparing,
        };
    }

    /// <summary>What is one conformer, once: of those that are the same, the first; mirror images where the molecule has none of its own.</summary>
    /// <param name="conformers">The lowest in energy first.</param>
    /// <param name="isChiral">Whether a mirror image is another molecule.</param>
    /// <param name="cpuTime">What comparing them took.</param>
    /// <returns>Indices in ascending order, with how many of the molecule's conformers each stands for: 1 or 2.</returns>
    public static IReadOnlyList<(int Index, int Degeneracy)> Distinct(
        string smiles,
        IReadOnlyList<Conformer> conformers,
        bool isChiral,
        out TimeSpan cpuTime
    )
    {
        var direct = Deviations(smiles, conformers, mirrored: false, out cpuTime);
        var mirrored = direct;
        if (!isChiral)
        {
            mirrored = Deviations(smiles, conformers, mirrored: true, out var more);
            cpuTime += more;
        }

        var n = conformers.Count;
        var kept = new List<(int Index, int Degeneracy)>();
        for (var i = 0; i < n; i++)
        {
            if (!kept.Any(other => Same(direct, i, other.Index) || Same(mirrored, i, other.Index)))
            {
                kept.Add((i, isChiral || Same(mirrored, i, i) ? 1 : 2));
            }
        }

        return kept;

        bool Same(double[] deviations, int i, int j) => deviations[(i * n) + j] < SameStructure;
    }

    private static double[] Deviations(
        string smiles,
        IReadOnlyList<Conformer> conformers,
        bool mirrored,
        out TimeSpan cpuTime
    )
    {
        var bytes = Encoding.UTF8.GetBytes(smiles);
        var deviations = new double[conformers.Count * conformers.Count];
        Door.ThrowIfFailed(
            GeometryBindings.Deviations(
                bytes,
                bytes.Length,
                [.. conformers.SelectMany(conformer => conformer.Geometry.ToAngstrom())],
                [.. conformers.Select(conformer => conformer.EnergyKcalPerMole)],
                conformers.Count,
                conformers[0].Geometry.AtomCount,
                mirrored ? 1 : 0,
                SameEnergy,
                SameStructure,
                deviations,
                out var seconds
            )
        );
        cpuTime = TimeSpan.FromSeconds(seconds);
        return deviations;
    }
}
