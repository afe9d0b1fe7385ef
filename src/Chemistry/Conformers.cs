using System.Diagnostics;
using System.Text;
using Lichen.Chemistry.Native;
using Lichen.Core.Molecules;

namespace Lichen.Chemistry;

/// <summary>
/// Start structures: ETKDGv3 embedding (Wang et al. 2020, <see href="https://doi.org/10.1021/acs.jcim.0c00025"/>) of
/// several conformers, each relaxed with MMFF94, the lowest in energy kept.
/// </summary>
public static class Conformers
{
    /// <summary>
    /// Builds the best of several conformers on the calling thread. The same arguments give the same structure.
    /// </summary>
    /// <param name="smiles">The molecule; atoms follow its canonical SMILES, whatever the spelling.</param>
    /// <param name="count">Conformers to embed, 1 to 1,000.</param>
    /// <param name="seed">Seeds the embedding.</param>
    /// <param name="cpuLimit">CPU time after which the attempt fails with <see cref="ConformerFailure.Time"/>.</param>
    public static ConformerOutcome Build(string smiles, int count, ulong seed, TimeSpan cpuLimit)
    {
        var bytes = Encoding.UTF8.GetBytes(smiles);
        // Four atoms a character is beyond any SMILES: "C" alone is methane, five atoms.
        var capacity = 8 + (4 * bytes.Length);
        var numbers = new byte[capacity];
        var angstrom = new double[3 * capacity];
        var bonds = new int[4 * capacity];
        var status = GeometryBindings.Build(
            bytes,
            bytes.Length,
            count,
            seed,
            cpuLimit.TotalSeconds,
            capacity,
            numbers,
            angstrom,
            2 * capacity,
            bonds,
            out var built
        );
        var cpuTime = TimeSpan.FromSeconds(built.CpuSeconds);
        if (FailureOf(status) is { } failure)
        {
            return new ConformerOutcome.Failed(failure, Door.LastError) { CpuTime = cpuTime };
        }

        Door.ThrowIfFailed(status);
        var atoms = numbers.AsSpan(0, built.Atoms);
        return new ConformerOutcome.Built(
            Geometry.FromAngstrom(atoms, angstrom.AsSpan(0, 3 * built.Atoms)),
            Topology.FromArrays(atoms, bonds.AsSpan(0, 2 * built.Bonds)),
            built.ForceField switch
            {
                0 => "MMFF94",
                1 => "UFF",
                _ => throw new UnreachableException(),
            },
            built.Energy,
            built.Embedded,
            built.Converged,
            built.RandomCoordinates != 0
        )
        {
            CpuTime = cpuTime,
        };
    }

    internal static ConformerFailure? FailureOf(Status status) =>
        status switch
        {
            Status.Refused => ConformerFailure.Input,
            Status.Embedding => ConformerFailure.Embedding,
            Status.ForceField => ConformerFailure.ForceField,
            Status.Unconverged => ConformerFailure.Convergence,
            Status.Time => ConformerFailure.Time,
            // RDKit threw while embedding or relaxing: this molecule is beyond it, the next may not be.
            Status.Internal => ConformerFailure.Embedding,
            _ => null,
        };
}
