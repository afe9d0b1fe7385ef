using Lichen.Compute.Engines;
using Lichen.Compute.Mopac;
using Lichen.Compute.Processes;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Mopac;

/// <summary>Recorded outputs of MOPAC 22.0.6, read without the program.</summary>
public sealed class MopacOutputTests
{
    private static readonly Sample Ethanol = Samples.Water with
    {
        Geometry = Geometry.FromAngstrom(
            [6, 6, 8, 1, 1, 1, 1, 1, 1],
            [
                -0.8883,
                0.1670,
                -0.0273,
                0.4658,
                -0.5116,
                -0.0368,
                1.4311,
                0.3229,
                0.5867,
                -0.8487,
                1.1175,
                -0.5695,
                -1.6471,
                -0.4704,
                -0.4896,
                -1.1964,
                0.3978,
                0.9977,
                0.7920,
                -0.7224,
                -1.0597,
                0.4246,
                -1.4559,
                0.5138,
                1.4671,
                1.1550,
                0.0848,
            ]
        ),
        Bonds = [(0, 1), (1, 2)],
    };

    [Fact]
    public void Optimisation_is_read_at_its_final_geometry()
    {
        var computed = Samples.Believed(
            Judge("water-opt", "PM7", Samples.Water, Property.HeatOfFormation, Property.IsotropicPolarizability)
        );

        Assert.Equal(-57.79986, computed.Values["heat_of_formation"]);
        Assert.Equal(
            computed.Values["homo_lumo_gap"],
            computed.Values["lumo_energy"] - computed.Values["homo_energy"],
            1e-9
        );
        // The start has 0.957 angstrom.
        Assert.Equal(3, computed.Geometry!.AtomCount);
        Assert.NotEqual(Samples.Water.Geometry.DistanceAngstrom(0, 1), computed.Geometry.DistanceAngstrom(0, 1), 1e-4);
    }

    [Fact]
    public void Polarizability_is_that_of_the_dipole_moment()
    {
        var text = new Recording("mopac-22.0.6", "water-opt").Text("molecule.out");
        var line = text.Split('\n')
            .Single(line =>
                line.Contains("A.U.", StringComparison.Ordinal)
                && line.Contains('.', StringComparison.Ordinal)
                && !line.Contains('(', StringComparison.Ordinal)
            );

        Assert.Equal(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            $"{MopacOutput.Read(text).Values["isotropic_polarizability"]:F6}"
        );
    }

    [Fact]
    public void Dispersion_corrected_level_is_another_number()
    {
        var computed = Samples.Believed(Judge("water-pm6-d3h4x", "PM6-D3H4X//MMFF94"));

        Assert.Equal(-49.14112, computed.Values["heat_of_formation"]);
        Assert.Same(Samples.Water.Geometry, computed.Geometry);
    }

    [Fact]
    public void Triplet_takes_frontier_orbitals_over_both_spins_and_the_gap_within_one()
    {
        var computed = Samples.Believed(Judge("oxygen-triplet", "PM7//MMFF94", Samples.Oxygen));

        Assert.True(
            computed.Values["homo_lumo_gap"] > computed.Values["lumo_energy"] - computed.Values["homo_energy"] + 1
        );
        Assert.InRange(computed.Values["spin_contamination"], 0, 0.01);
    }

    [Fact]
    public void Ion_has_no_dipole_moment()
    {
        var hydroxide = Samples.Water with
        {
            Candidate = Samples.Water.Candidate with { Charge = -1, Atoms = 2 },
            Geometry = Geometry.FromAngstrom([8, 1], [0, 0, 0, 0, 0, 0.96]),
            Bonds = [(0, 1)],
        };
        var computed = Samples.Believed(Judge("hydroxide", "PM7//MMFF94", hydroxide));

        Assert.DoesNotContain("dipole_moment", computed.Values.Keys);
        Assert.Contains("isotropic_polarizability", computed.Values.Keys);
    }

    [Fact]
    public void Atom_without_an_empty_orbital_has_no_gap_to_believe()
    {
        var hydrogen = Samples.Water with
        {
            Candidate = new(1, "H", "[H]", 0, 2, 0, 1, 1, ["H"]),
            Geometry = Geometry.FromAngstrom([1], [0, 0, 0]),
            Bonds = [],
        };

        var failed = Assert.IsType<Failed>(Judge("hydrogen-atom", "PM7//MMFF94", hydrogen, Property.HomoLumoGap));

        Assert.Equal(FailureCodes.OutputIncomplete, failed.Code);
    }

    // MOPAC ends each of these with exit code 0 and "JOB ENDED NORMALLY".
    [Theory]
    [InlineData("water-scf-fails", "PM7//MMFF94", FailureKind.Convergence, FailureCodes.Scf, "self-consistence")]
    [InlineData("ethanol-scf-goes-on", "PM7//MMFF94", FailureKind.Convergence, FailureCodes.Scf, "self-consistence")]
    [InlineData("water-scf-none", "PM7//MMFF94", FailureKind.Convergence, FailureCodes.Scf, "without a self-")]
    [InlineData("water-cycles", "PM7", FailureKind.Convergence, FailureCodes.GeometryNotConverged, "excess number")]
    [InlineData("water-cycles-bfgs", "PM7", FailureKind.Convergence, FailureCodes.GeometryNotConverged, "time up")]
    [InlineData("water-time", "PM7", FailureKind.Resources, FailureCodes.TimeLimit, "not enough time")]
    [InlineData("keyword-unknown", "PM7", FailureKind.Input, FailureCodes.InputRefused, "FOOBAR=2")]
    [InlineData("atoms-on-top-of-each-other", "PM7", FailureKind.Input, FailureCodes.InputRefused, "0.0001 ANGSTROMS")]
    [InlineData("uranium", "PM7//MMFF94", FailureKind.Input, FailureCodes.InputRefused, "RADIUS FOR  U")]
    [InlineData("difluorine-dianion", "PM7", FailureKind.Convergence, FailureCodes.GeometryNotConverged, "zero divide")]
    public void Failure_has_its_kind_and_the_programs_words(
        string name,
        string level,
        FailureKind kind,
        string code,
        string words
    )
    {
        var failed = Assert.IsType<Failed>(
            Judge(name, level, name.StartsWith("ethanol", StringComparison.Ordinal) ? Ethanol : Samples.Water)
        );

        Assert.Equal((kind, code), (failed.Kind, failed.Code));
        Assert.Contains(words, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Unfinished_optimisation_of_a_molecule_that_broke_is_told_as_such()
    {
        var sample = Samples.Water with { Bonds = [(0, 1), (0, 2), (1, 2)] };

        var failed = Assert.IsType<Failed>(Judge("water-cycles", "PM7", sample));

        Assert.Equal((FailureKind.Input, FailureCodes.Connectivity), (failed.Kind, failed.Code));
    }

    [Fact]
    public void Large_gradient_is_not_a_converged_geometry()
    {
        var failed = Altered(text =>
            System.Text.RegularExpressions.Regex.Replace(text, @"(GRADIENT NORM +=) +\S+", "$1 1.5")
        );

        Assert.Equal(FailureCodes.GeometryNotConverged, failed.Code);
    }

    [Fact]
    public void Another_version_than_was_found_is_not_believed() =>
        Assert.Equal(
            FailureCodes.EngineVersion,
            Altered(text => text.Replace("v22.0.6", "v23.1.2", StringComparison.Ordinal)).Code
        );

    [Fact]
    public void Closed_shell_without_a_gap_is_not_believed() =>
        Assert.Equal(
            FailureCodes.GapCollapse,
            Altered(text => text.Replace("-12.11545   4.04863", "-12.11545 -12.06000", StringComparison.Ordinal)).Code
        );

    [Fact]
    public void Contaminated_spin_is_not_believed()
    {
        var whole = new Recording("mopac-22.0.6", "oxygen-triplet").Text("molecule.out");
        var altered = System.Text.RegularExpressions.Regex.Replace(whole, @"\(S\*\*2\) +=.*", "(S**2)  =    2.400000");

        var failed = Assert.IsType<Failed>(
            Judge("oxygen-triplet", altered, "PM7//MMFF94", Samples.Oxygen, Property.HeatOfFormation)
        );

        Assert.Equal(FailureCodes.SpinContamination, failed.Code);
    }

    [Fact]
    public void Output_cut_anywhere_is_never_believed()
    {
        var whole = new Recording("mopac-22.0.6", "water-opt").Text("molecule.out").TrimEnd();
        for (var length = 0; length < whole.Length - 1; length += 97)
        {
            Assert.IsType<Failed>(Judge("water-opt", whole[..length], "PM7", Samples.Water, Property.HeatOfFormation));
        }
    }

    private static Failed Altered(Func<string, string> change) =>
        Assert.IsType<Failed>(
            Judge(
                "water-opt",
                change(new Recording("mopac-22.0.6", "water-opt").Text("molecule.out")),
                "PM7",
                Samples.Water,
                Property.HeatOfFormation
            )
        );

    private static Outcome Judge(string name, string level, Sample? sample = null, params Property[] wanted) =>
        Judge(
            name,
            new Recording("mopac-22.0.6", name).Text("molecule.out"),
            level,
            sample ?? Samples.Water,
            wanted.Length == 0 ? [Property.HeatOfFormation] : wanted
        );

    private static Outcome Judge(string name, string output, string level, Sample sample, params Property[] wanted) =>
        Compute.Mopac.Mopac.Judge(
            sample.Request(level, "", null, wanted),
            new Recording("mopac-22.0.6", name).Result,
            output,
            new Provenance("mopac", "22.0.6", "", "")
        );
}
