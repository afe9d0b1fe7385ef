using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Tests.Engines;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Xtb;

/// <summary>Properties that take further runs: read from recorded outputs, and with the real program where it is installed.</summary>
public sealed class XtbFurtherTests : IDisposable
{
    // Electronvolt: of four molecules the largest deviation measured is 0.85 (docs/methods/xtb.md).
    private const double IonizationTolerance = 1.0;

    // Debye: the largest deviation measured is 0.38.
    private const double DipoleTolerance = 0.45;

    private static readonly Sample Ammonia = new(
        new Candidate(1, "ammonia", "N", 0, 1, 1, 4, 10, ["H", "N"]),
        Geometry.FromAngstrom([7, 1, 1, 1], [0, 0, 0.116, 0, 0.94, -0.27, 0.814, -0.47, -0.27, -0.814, -0.47, -0.27]),
        [(0, 1), (0, 2), (0, 3)]
    );

    /// <summary>A saddle point between two pyramids, which an optimisation from it does not leave.</summary>
    private static readonly Sample PlanarAmmonia = Ammonia with
    {
        Geometry = Geometry.FromAngstrom([7, 1, 1, 1], [0, 0, 0, 0, 1, 0, 0.8660254, -0.5, 0, -0.8660254, -0.5, 0]),
    };

    private static readonly Sample Formaldehyde = new(
        new Candidate(1, "formaldehyde", "C=O", 0, 1, 2, 4, 16, ["H", "C", "O"]),
        Geometry.FromAngstrom([6, 8, 1, 1], [0, 0, 0, 0, 0, 1.21, 0, 0.94, -0.58, 0, -0.94, -0.58]),
        [(0, 1), (0, 2), (0, 3)]
    );

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("water-gfn2-hessian", 0, -5.068030828398)]
    [InlineData("ammonia-planar-hessian", 1, -4.401883034346)]
    public void Modes_and_free_energy_are_read(string name, int modes, double energy)
    {
        var result = new Recording("xtb-6.5.1", name).Result;
        var read = XtbOutput.Read(result.Output, result.Errors);

        Assert.Equal(modes, read.Values["imaginary_modes"]);
        Assert.Equal(energy, read.Values["gibbs_energy"]);
    }

    [Fact]
    public void Charges_of_another_molecule_are_not_read()
    {
        var text = new Recording("xtb-6.5.1", "water-gfn2-hessian").Text("charges");

        var charges = XtbFurther.Charges(text, Samples.Water.Candidate);

        Assert.Equal(
            (0.28237178, -0.56474356),
            (charges["largest_partial_charge"], charges["smallest_partial_charge"])
        );
        Assert.Empty(XtbFurther.Charges(text, Samples.Oxygen.Candidate));
        Assert.Empty(XtbFurther.Charges(text, Samples.Water.Candidate with { Charge = 1 }));
        Assert.Empty(XtbFurther.Charges(text.Replace("-0.5", "?", StringComparison.Ordinal), Samples.Water.Candidate));
    }

    [Theory]
    [InlineData("GFN2-xTB", "vertical_ionization_energy", true)]
    [InlineData("GFN2-xTB, ALPB(water)", "vertical_ionization_energy", false)]
    [InlineData("GFN-FF", "vertical_ionization_energy", false)]
    [InlineData("GFN2-xTB", "solvation_free_energy", false)]
    [InlineData("GFN-FF//MMFF94, ALPB(water)", "solvation_free_energy", true)]
    [InlineData("GFN1-xTB", "gibbs_energy", true)]
    [InlineData("GFN1-xTB//MMFF94", "gibbs_energy", false)]
    [InlineData("GFN-FF", "largest_partial_charge", true)]
    public void Level_offers_what_it_can_give(string level, string property, bool offered) =>
        Assert.Equal(offered, XtbLevels.Offer(Samples.Level(level)).Properties.Contains(property));

    [Fact]
    public async Task Property_that_the_level_does_not_give_is_refused_before_anything_runs()
    {
        var failed = Assert.IsType<Failed>(await Run(Samples.Water, "GFN2-xTB", null, Property.SolvationFreeEnergy));

        Assert.Equal((FailureKind.Input, FailureCodes.OutsideDomain), (failed.Kind, failed.Code));
        Assert.Equal(0, failed.Usage.CpuSeconds);
    }

    [Fact]
    public async Task Ion_without_electrons_is_refused_before_anything_runs()
    {
        var hydrogen = Samples.Water with { Candidate = new(1, "H", "[H]", 0, 2, 0, 1, 1, ["H"]) };

        var failed = Assert.IsType<Failed>(
            await Run(hydrogen, "GFN2-xTB//MMFF94", null, Property.VerticalIonizationEnergy)
        );

        Assert.Equal((FailureKind.Input, FailureCodes.OutsideDomain), (failed.Kind, failed.Code));
        Assert.Equal(0, failed.Usage.CpuSeconds);
    }

    [Fact]
    public async Task Force_field_has_charges_that_follow_the_geometry()
    {
        var optimum = Samples.Believed(await Run(Samples.Water, "GFN-FF", null, Property.LargestPartialCharge));
        var start = Samples.Believed(await Run(Samples.Water, "GFN-FF//MMFF94", null, Property.LargestPartialCharge));

        // Two hydrogens bear what the oxygen lacks; the optimum is symmetric to its thresholds.
        Assert.Equal(-2 * optimum.Values["largest_partial_charge"], optimum.Values["smallest_partial_charge"], 1e-2);
        Assert.NotEqual(start.Values["largest_partial_charge"], optimum.Values["largest_partial_charge"], 1e-5);
    }

    [Fact]
    public void Energy_that_further_runs_are_added_to_must_be_there()
    {
        var request = Samples.Water.Request("GFN2-xTB", "", null, Property.GibbsEnergy);
        var plain = Samples.Water.Request("GFN2-xTB", "", null, Property.DipoleMoment);

        Assert.Equal([Property.TotalEnergy], XtbFurther.First(request).Wanted);
        Assert.Same(plain, XtbFurther.First(plain));
    }

    [Fact]
    public void Reference_state_of_another_solution_is_not_believed()
    {
        var result = new Recording("xtb-6.5.1", "water-gfn2-alpb").Result;
        var other = result with
        {
            Output = result.Output.Replace(XtbOutput.OneMolar, "bar1M", StringComparison.Ordinal),
        };

        Samples.Believed(Judge(result));
        var failed = Assert.IsType<Failed>(Judge(other));

        Assert.Equal(FailureCodes.OutputIncomplete, failed.Code);
        Assert.Contains("bar1M", failed.Reason, StringComparison.Ordinal);

        static Outcome Judge(ProgramResult result) =>
            Compute.Xtb.Xtb.Judge(
                Samples.Water.Request("GFN2-xTB//MMFF94, ALPB(water)", "", null, Property.TotalEnergy),
                result,
                null,
                new Provenance("xtb", "6.5.1", "", "")
            );
    }

    [Fact]
    public void Closed_shell_of_oxygen_has_no_gap_though_xtb_ends_well()
    {
        var singlet = Samples.Oxygen with { Candidate = Samples.Oxygen.Candidate with { Multiplicity = 1 } };

        var failed = Assert.IsType<Failed>(
            Compute.Xtb.Xtb.Judge(
                singlet.Request("GFN2-xTB//MMFF94", "", null, Property.TotalEnergy),
                new Recording("xtb-6.5.1", "oxygen-closed-shell").Result,
                null,
                new Provenance("xtb", "6.5.1", "", "")
            )
        );

        Assert.Equal(FailureCodes.GapCollapse, failed.Code);
    }

    [Fact]
    public async Task Nothing_is_run_that_is_not_wanted()
    {
        var computed = Samples.Believed(await Run(Samples.Water, "GFN2-xTB", null, Property.TotalEnergy));

        Assert.DoesNotContain("gibbs_energy", computed.Values.Keys);
        Assert.DoesNotContain("largest_partial_charge", computed.Values.Keys);
        // Every further run has a folder of its own within that of the calculation.
        Assert.Empty(Directory.GetDirectories(Assert.Single(Directory.GetDirectories(_folder.Path))));
    }

    [Fact]
    public async Task All_properties_come_at_once_and_cost_more()
    {
        var plain = Samples.Believed(await Run(Samples.Water, "GFN2-xTB", null, Property.TotalEnergy));
        var all = Samples.Believed(
            await Run(
                Samples.Water,
                "GFN2-xTB",
                null,
                Property.VerticalIonizationEnergy,
                Property.VerticalElectronAffinity,
                Property.GibbsEnergy,
                Property.LargestPartialCharge
            )
        );

        Assert.Equal(plain.Values["total_energy"], all.Values["total_energy"]);
        Assert.Equal(-5.0680308, all.Values["gibbs_energy"], 1e-5);
        Assert.Equal(0, all.Values["imaginary_modes"]);
        Assert.Equal(0.2824, all.Values["largest_partial_charge"], 1e-3);
        Assert.True(all.Values["vertical_electron_affinity"] < 0, "Water binds no electron.");
        Assert.True(all.Usage.CpuSeconds > plain.Usage.CpuSeconds);
    }

    [Fact]
    public async Task Saddle_point_is_refused_and_its_cure_ends_in_the_minimum()
    {
        var failed = Assert.IsType<Failed>(await Run(PlanarAmmonia, "GFN2-xTB", null, Property.GibbsEnergy));
        var cured = Samples.Believed(
            await Run(PlanarAmmonia, "GFN2-xTB", FailureCodes.ImaginaryModes, Property.GibbsEnergy)
        );
        var pyramid = Samples.Believed(await Run(Ammonia, "GFN2-xTB", null, Property.GibbsEnergy));

        Assert.Equal((FailureKind.Convergence, FailureCodes.ImaginaryModes), (failed.Kind, failed.Code));
        Assert.NotNull(XtbFailures.CureFor(failed.Code));
        Assert.Equal(0, cured.Values["imaginary_modes"]);
        Assert.Equal(pyramid.Values["total_energy"], cured.Values["total_energy"], 1e-5);
        Assert.Contains("imaginary mode", cured.Provenance.Settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modes_alone_are_counted_and_not_refused()
    {
        var computed = Samples.Believed(await Run(PlanarAmmonia, "GFN2-xTB", null, Property.ImaginaryModes));

        Assert.Equal(1, computed.Values["imaginary_modes"]);
        Assert.DoesNotContain("gibbs_energy", computed.Values.Keys);
    }

    [Theory]
    // FreeSolv's measured value for benzene, 1 mol/L in both phases: Mobley and Guthrie 2014, doi:10.1007/s10822-014-9747-x.
    [InlineData("GFN2-xTB//MMFF94, ALPB(water)", -0.90, 1.5)]
    public async Task Solvation_is_a_difference_of_free_energies(string level, double measured, double tolerance)
    {
        var computed = Samples.Believed(await Run(Samples.Benzene, level, null, Property.SolvationFreeEnergy));

        Assert.Equal(measured, computed.Values["solvation_free_energy"], tolerance);
    }

    /// <summary>Vertical ionization energies and dipoles as in the NIST Chemistry WebBook and NIST CCCBDB (SRD 69 and 101).</summary>
    [Theory]
    [InlineData("water", 12.62, 1.85)]
    [InlineData("ammonia", 10.82, 1.47)]
    [InlineData("formaldehyde", 10.88, 2.33)]
    [InlineData("benzene", 9.25, 0)]
    public async Task Measured_values_are_met_within_what_the_method_can(string name, double ionization, double dipole)
    {
        var sample = name switch
        {
            "water" => Samples.Water,
            "ammonia" => Ammonia,
            "formaldehyde" => Formaldehyde,
            _ => Samples.Benzene,
        };

        var computed = Samples.Believed(
            await Run(sample, "GFN2-xTB", null, Property.VerticalIonizationEnergy, Property.DipoleMoment)
        );

        Assert.Equal(ionization, computed.Values["vertical_ionization_energy"], IonizationTolerance);
        Assert.Equal(dipole, computed.Values["dipole_moment"], DipoleTolerance);
    }

    [Theory]
    [InlineData(1, 0.05, true)]
    [InlineData(1, -0.3, true)]
    [InlineData(1, 0.2, false)]
    [InlineData(3, 0.05, false)]
    public void Closed_shell_without_a_gap_is_refused(int multiplicity, double gap, bool refused)
    {
        var sample = Samples.Oxygen with { Candidate = Samples.Oxygen.Candidate with { Multiplicity = multiplicity } };
        var values = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add(
            "homo_lumo_gap",
            gap
        );

        var failure = Acceptance.GapCollapse("xtb", sample.Request("GFN2-xTB", "", null), values);

        Assert.Equal(refused, failure?.Code == FailureCodes.GapCollapse);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Outcome> Run(Sample sample, string level, string? cure, params Property[] wanted)
    {
        var folder = Directory.CreateDirectory(_folder.File(Guid.NewGuid().ToString())).FullName;
        var engine = new Compute.Xtb.Xtb(Installed.Guard, await Installed.Program("xtb"));
        return await engine.RunAsync(
            sample.Request(level, folder, cure, wanted),
            TestContext.Current.CancellationToken
        );
    }
}
