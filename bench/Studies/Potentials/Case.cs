using System.Globalization;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;

namespace Lichen.Studies.Potentials;

/// <summary>A molecule of the study and all that was found of it.</summary>
internal sealed class Case(string id, string smiles, Geometry start, IReadOnlyList<(int First, int Second)> bonds)
{
    public string Id => id;

    public string Smiles => smiles;

    public Geometry Start => start;

    public IReadOnlyList<(int First, int Second)> Bonds => bonds;

    public RelaxationResult? Relaxed { get; set; }

    public string? Failure { get; set; }

    public int Steps { get; set; }

    public double AloneSeconds { get; set; }

    public double TogetherSeconds { get; set; }

    public (double Gap, double CpuSeconds)? Optimised { get; set; }

    public (double Gap, double CpuSeconds)? OnPotential { get; set; }

    public (double Gap, double CpuSeconds)? OnForceField { get; set; }

    public string Line() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Id},{Smiles},{Start.AtomCount},{Optimised?.Gap:0.0000},{OnPotential?.Gap:0.0000},{OnForceField?.Gap:0.0000},{Optimised?.CpuSeconds:0.000},{OnPotential?.CpuSeconds:0.000},{OnForceField?.CpuSeconds:0.000},{AloneSeconds:0.0000},{TogetherSeconds:0.0000},{Steps},{Failure}"
        );
}
