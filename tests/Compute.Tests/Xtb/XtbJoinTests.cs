using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Tests.Engines;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Tests.Xtb;

/// <summary>Values that take more than one run of xtb.</summary>
public sealed class XtbJoinTests
{
    private static readonly Computed Molecule = Run(3, ("total_energy", -5.0), ("homo_lumo_gap", 9.0));

    [Fact]
    public void Solvation_is_energy_in_solvent_minus_gas_in_kilocalories_per_mole()
    {
        var joined = Samples.Believed(XtbSolvation.Join(Molecule, Run(2, ("total_energy", -4.99))));

        Assert.Equal(-6.275095, joined.Values["solvation_free_energy"], 1e-6);
        Assert.Equal(-5.0, joined.Values["total_energy"]);
        Assert.Equal(5, joined.Usage.CpuSeconds);
    }

    [Fact]
    public void Thermal_part_is_added_to_the_energy_of_the_optimisation()
    {
        var hessian = Run(2, ("total_energy", -5.0000001), ("gibbs_energy", -4.9000001), ("imaginary_modes", 0));

        var joined = Samples.Believed(XtbMinimum.Join(Molecule, hessian));

        Assert.Equal(-4.9, joined.Values["gibbs_energy"], 1e-12);
        Assert.Equal(0, joined.Values["imaginary_modes"]);
        Assert.Equal(-5.0, joined.Values["total_energy"]);
        Assert.Equal(9.0, joined.Values["homo_lumo_gap"]);
        Assert.Equal(5, joined.Usage.CpuSeconds);
    }

    [Fact]
    public void Run_that_fails_leaves_no_value_and_all_costs()
    {
        var failed = new Failure(FailureKind.Convergence, FailureCodes.Scf, "no").At(
            Run(2).Usage,
            new Provenance("xtb", "6.5.1", "second", "")
        );

        foreach (var outcome in (Outcome[])[XtbSolvation.Join(Molecule, failed), XtbMinimum.Join(Molecule, failed)])
        {
            var joined = Assert.IsType<Failed>(outcome);
            Assert.Equal(FailureCodes.Scf, joined.Code);
            Assert.Equal(5, joined.Usage.CpuSeconds);
            Assert.Equal("first", joined.Provenance.Settings);
        }
    }

    private static Computed Run(double seconds, params (string Name, double Value)[] values) =>
        new(
            values.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value),
            Samples.Water.Geometry,
            new ResourceUsage(seconds, seconds, 1, CostBasis.Measured),
            new Provenance("xtb", "6.5.1", "first", "")
        );
}
