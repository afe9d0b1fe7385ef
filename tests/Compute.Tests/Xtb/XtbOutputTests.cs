using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Tests.Engines;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Xtb;

/// <summary>Recorded outputs of xtb 6.5.1, read without the program.</summary>
public sealed class XtbOutputTests
{
    [Fact]
    public void Optimisation_is_read_at_its_final_geometry()
    {
        var computed = Samples.Believed(Judge("water-gfn2-opt", "GFN2-xTB"));

        Assert.Equal(-5.070544374391, computed.Values["total_energy"]);
        Assert.Equal(14.384586480752, computed.Values["homo_lumo_gap"], 1e-4);
        Assert.Equal(-12.1461, computed.Values["homo_energy"]);
        Assert.Equal(2.2385, computed.Values["lumo_energy"]);
        // The start geometry has 2.27 D.
        Assert.Equal(2.216, computed.Values["dipole_moment"]);
        Assert.Equal(9.43, computed.Values["isotropic_polarizability"], 0.01);
        Assert.Equal(0.9592, computed.Geometry!.DistanceAngstrom(0, 1), 1e-4);
    }

    [Fact]
    public void First_generation_prints_its_dipole_otherwise()
    {
        var computed = Samples.Believed(Judge("water-gfn1-opt", "GFN1-xTB"));

        Assert.Equal(2.769, computed.Values["dipole_moment"]);
        Assert.DoesNotContain("isotropic_polarizability", computed.Values.Keys);
    }

    [Fact]
    public void Force_field_has_an_energy_alone()
    {
        var computed = Samples.Believed(Judge("water-gfnff-opt", "GFN-FF"));

        Assert.Equal("total_energy", Assert.Single(computed.Values).Key);
    }

    [Fact]
    public void Triplet_has_a_gap()
    {
        var computed = Samples.Believed(Judge("oxygen-gfn2-triplet", "GFN2-xTB//MMFF94", Samples.Oxygen));

        Assert.Equal(
            computed.Values["homo_lumo_gap"],
            computed.Values["lumo_energy"] - computed.Values["homo_energy"],
            1e-3
        );
    }

    [Fact]
    public void Atom_without_an_empty_orbital_has_no_gap_to_believe()
    {
        var hydrogen = Samples.Water with
        {
            Candidate = new(1, "H", "[H]", 0, 2, 0, 1, 1, ["H"]),
            Geometry = Core.Molecules.Geometry.FromAngstrom([1], [0, 0, 0]),
            Bonds = [],
        };

        var failed = Assert.IsType<Failed>(Judge("hydrogen-atom", "GFN2-xTB//MMFF94", hydrogen));

        Assert.Equal(FailureCodes.OutputIncomplete, failed.Code);
    }

    [Theory]
    [InlineData(
        "benzene-scf-not-converged",
        "GFN2-xTB//MMFF94",
        FailureKind.Convergence,
        FailureCodes.Scf,
        "did not converge"
    )]
    [InlineData(
        "benzene-geometry-not-converged",
        "GFN2-xTB",
        FailureKind.Convergence,
        FailureCodes.GeometryNotConverged,
        "failed to converge"
    )]
    [InlineData("uranium-crash", "GFN2-xTB//MMFF94", FailureKind.Transient, FailureCodes.Crash, "")]
    [InlineData(
        "solvent-unknown",
        "GFN2-xTB//MMFF94",
        FailureKind.Input,
        FailureCodes.InputRefused,
        "'unobtainium' is not parametrized"
    )]
    [InlineData(
        "atoms-on-top-of-each-other",
        "GFN2-xTB",
        FailureKind.Input,
        FailureCodes.InputRefused,
        "very* short distance"
    )]
    public void Failure_has_its_kind_and_the_programs_words(
        string name,
        string level,
        FailureKind kind,
        string code,
        string words
    )
    {
        var failed = Assert.IsType<Failed>(
            Judge(name, level, name.StartsWith("benzene", StringComparison.Ordinal) ? Samples.Benzene : null)
        );

        Assert.Equal((kind, code), (failed.Kind, failed.Code));
        Assert.Contains(words, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(1, failed.Usage.CpuSeconds);
    }

    [Fact]
    public void Every_failure_of_convergence_has_a_cure()
    {
        Assert.NotNull(XtbFailures.CureFor(FailureCodes.Scf));
        Assert.NotNull(XtbFailures.CureFor(FailureCodes.GeometryNotConverged));
        Assert.Null(XtbFailures.CureFor(FailureCodes.Crash));
        Assert.Null(XtbFailures.CureFor(null));
    }

    [Fact]
    public void Good_numbers_without_normal_termination_are_not_believed()
    {
        var failed = Altered(result => result with { Errors = "" });

        Assert.Equal(FailureCodes.OutputIncomplete, failed.Code);
    }

    [Fact]
    public void Good_numbers_with_a_bad_exit_are_not_believed()
    {
        var failed = Altered(result => result with { ExitCode = 1 });

        Assert.Equal(FailureCodes.Crash, failed.Code);
    }

    [Fact]
    public void Charges_that_did_not_converge_last_are_not_believed_at_exit_zero()
    {
        var failed = Altered(result =>
            result with
            {
                Output = result.Output + "   *** convergence criteria cannot be satisfied within 250 iterations ***\n",
            }
        );

        Assert.Equal((FailureKind.Convergence, FailureCodes.Scf), (failed.Kind, failed.Code));
    }

    [Fact]
    public void Another_version_than_was_found_is_not_believed()
    {
        var failed = Altered(result =>
            result with
            {
                Output = result.Output.Replace("xtb version 6.5.1", "xtb version 6.7.0", StringComparison.Ordinal),
            }
        );

        Assert.Equal(FailureCodes.EngineVersion, failed.Code);
    }

    [Fact]
    public void Number_that_is_not_finite_is_not_believed()
    {
        var failed = Altered(result =>
            result with
            {
                Output = result.Output.Replace("-5.070544374391 Eh   |", "NaN Eh   |", StringComparison.Ordinal),
            }
        );

        Assert.Equal(FailureCodes.OutputIncomplete, failed.Code);
    }

    [Fact]
    public void Output_cut_anywhere_is_never_believed()
    {
        var whole = new Recording("xtb-6.5.1", "water-gfn2-opt").Result;
        // Up to the last number that is wanted; after it only timings follow.
        var last = whole.Output.IndexOf("| HOMO-LUMO GAP", StringComparison.Ordinal);
        for (var length = 0; length < last; length += 997)
        {
            var cut = whole with { Output = whole.Output[..length] };

            Assert.IsType<Failed>(Judge(cut, "water-gfn2-opt", "GFN2-xTB", Samples.Water));
        }
    }

    [Fact]
    public void Bond_that_is_gone_is_seen()
    {
        var sample = Samples.Water with { Bonds = [(0, 1), (0, 2), (1, 2)] };

        var failed = Assert.IsType<Failed>(Judge("water-gfn2-opt", "GFN2-xTB", sample));

        Assert.Equal((FailureKind.Input, FailureCodes.Connectivity), (failed.Kind, failed.Code));
    }

    [Theory]
    [InlineData("gfn2-xtb", "write GFN2-xTB")]
    [InlineData("PM7", "it has GFN2-xTB")]
    [InlineData("GFN2-xTB/def2-SVP", "basis of its own")]
    [InlineData("GFN2-xTB, SMD(water)", "ALPB(water)")]
    [InlineData("GFN2-xTB, ALPB(unobtainium)", "no solvent 'unobtainium'")]
    public void Level_that_is_not_offered_says_why(string level, string reason) =>
        Assert.Contains(reason, XtbLevels.Offer(Samples.Level(level)).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("GFN2-xTB", GeometryNeed.ForceField)]
    [InlineData("GFN2-xTB//MMFF94", GeometryNeed.ForceField)]
    [InlineData("GFN2-xTB//GFN-FF", GeometryNeed.LowerLevel)]
    public void Level_says_which_geometry_it_needs(string level, GeometryNeed need) =>
        Assert.Equal(need, XtbLevels.Offer(Samples.Level(level)).Geometry);

    private static Failed Altered(Func<ProgramResult, ProgramResult> change) =>
        Assert.IsType<Failed>(
            Judge(
                change(new Recording("xtb-6.5.1", "water-gfn2-opt").Result),
                "water-gfn2-opt",
                "GFN2-xTB",
                Samples.Water
            )
        );

    private static Outcome Judge(string name, string level, Sample? sample = null) =>
        Judge(new Recording("xtb-6.5.1", name).Result, name, level, sample ?? Samples.Water);

    private static Outcome Judge(ProgramResult result, string name, string level, Sample sample)
    {
        var wanted = level.StartsWith("GFN-FF", StringComparison.Ordinal) ? Property.TotalEnergy : Property.HomoLumoGap;
        Property[] all = wanted == Property.TotalEnergy ? [wanted] : [wanted, Property.LumoEnergy];
        var request = sample.Request(level, "", null, all);
        var optimised = Xyz.Read(new Recording("xtb-6.5.1", name).Text("xtbopt.xyz"));
        return Compute.Xtb.Xtb.Judge(request, result, optimised, new Provenance("xtb", "6.5.1", "", ""));
    }
}
