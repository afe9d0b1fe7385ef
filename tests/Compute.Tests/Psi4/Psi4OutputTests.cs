using Lichen.Compute.Engines;
using Lichen.Compute.Psi4;
using Lichen.Compute.Tests.Engines;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Psi4;

/// <summary>Recorded outputs of Psi4 1.3.2, read without the program.</summary>
public sealed class Psi4OutputTests
{
    [Fact]
    public void Single_point_is_read()
    {
        var computed = Samples.Believed(Judge("water-b3lyp", Samples.Water));

        Assert.Equal(-76.358152076200, computed.Values["total_energy"]);
        Assert.Equal(-0.291892532494 * Constants.HartreeInElectronvolt, computed.Values["homo_energy"], 1e-9);
        Assert.Equal(
            (0.047041395925 + 0.291892532494) * Constants.HartreeInElectronvolt,
            computed.Values["homo_lumo_gap"],
            1e-9
        );
        Assert.Equal(1.981986491, computed.Values["dipole_moment"]);
    }

    [Fact]
    public void Open_shell_takes_the_smallest_gap_of_one_spin()
    {
        var computed = Samples.Believed(Judge("oxygen-uhf", Samples.Oxygen));

        Assert.Equal(
            (0.274760878411 + 0.449886733833) * Constants.HartreeInElectronvolt,
            computed.Values["homo_lumo_gap"],
            1e-9
        );
        Assert.Equal(-0.411376190883 * Constants.HartreeInElectronvolt, computed.Values["homo_energy"], 1e-9);
    }

    [Theory]
    [InlineData("scf-not-converged", FailureKind.Convergence, FailureCodes.Scf, "could not converge")]
    [InlineData("functional-unknown", FailureKind.Input, FailureCodes.InputRefused, "\"b33lyp\" is not available")]
    [InlineData("basis-unknown", FailureKind.Input, FailureCodes.InputRefused, "Unable to find a basis set")]
    public void Failure_has_its_kind_and_the_programs_words(string name, FailureKind kind, string code, string words)
    {
        var failed = Assert.IsType<Failed>(Judge(name, Samples.Water));

        Assert.Equal((kind, code), (failed.Kind, failed.Code));
        Assert.Contains(words, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Optimum_without_a_last_geometry_or_without_its_end_is_not_believed()
    {
        var text = new Recording("psi4-1.3.2", "water-b3lyp").Text("output.dat");
        const string Converged = "\n    **** Optimization is complete! (in 5 steps) ****\n";
        const string Atoms =
            "lichen atom 0.0 0.0 0.12 bohr\nlichen atom 0.0 1.47 -0.96 bohr\nlichen atom 0.0 -1.47 -0.96 bohr\n";

        Assert.Equal(FailureCodes.GeometryNotConverged, Code(text + Atoms));
        Assert.Equal(FailureCodes.OutputIncomplete, Code(text + Converged));
        Assert.Equal(FailureCodes.Connectivity, Code(text + Converged + Atoms.Replace("1.47", "9.47")));
        var computed = Assert.IsType<Computed>(Optimised(text + Converged + Atoms));
        Assert.Equal(0.12, computed.Geometry!.Bohr[2]);

        string Code(string output) => Assert.IsType<Failed>(Optimised(output)).Code;
        Outcome Optimised(string output) =>
            Compute.Psi4.Psi4.Judge(
                Samples.Water.Request("B3LYP/def2-SVP", "", null, Property.TotalEnergy),
                new Recording("psi4-1.3.2", "water-b3lyp").Result,
                output,
                new Provenance("psi4", "1.3.2", "", "")
            );
    }

    [Fact]
    public void Input_of_a_plain_single_point_is_the_one_that_archives_know()
    {
        var copied = new Recording("psi4-1.3.2", "water-b3lyp").Text("output.dat");
        var input = Psi4Input.For(
            Samples.Water.Candidate,
            Samples.Level("B3LYP/def2-SVP//MMFF94"),
            Samples.Water.Geometry,
            response: false,
            cure: null
        );

        // From the call on: geometry and options were spelt otherwise when it was recorded.
        Assert.Contains(
            input.Text[input.Text.IndexOf("hartree, wavefunction", StringComparison.Ordinal)..].TrimEnd(),
            copied,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("num_frozen", input.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_cut_anywhere_is_never_believed()
    {
        var recording = new Recording("psi4-1.3.2", "water-b3lyp");
        var whole = recording.Text("output.dat");
        var end = whole.IndexOf("Psi4 exiting successfully", StringComparison.Ordinal);
        for (var length = 0; length < end; length += 499)
        {
            Assert.IsType<Failed>(Judge(recording, whole[..length], Samples.Water));
        }
    }

    [Fact]
    public void Names_of_basis_sets_become_file_names_as_in_Psi4()
    {
        Assert.Equal("6-31gs.gbs", Psi4Basis.FileName("6-31G*"));
        Assert.Equal("6-311ppg_2d_p_.gbs", Psi4Basis.FileName("6-311++G(2d,p)"));
    }

    [Fact]
    public void Elements_of_a_basis_are_read_from_its_headings() =>
        Assert.Equal(
            ["Br", "H"],
            BasisFolder
                .Read(
                    "spherical\n****\nH     0\nS   3   1.00\n 13.0 0.1\n****\nBR     0\nS 1 1.00\n****\n",
                    Psi4Basis.Heading()
                )
                .Order()
        );

    private static Outcome Judge(string name, Sample sample)
    {
        var recording = new Recording("psi4-1.3.2", name);
        return Judge(recording, recording.Text("output.dat"), sample);
    }

    private static Outcome Judge(Recording recording, string output, Sample sample)
    {
        var request = sample.Request("B3LYP/def2-SVP//MMFF94", "", null, Property.HomoLumoGap, Property.DipoleMoment);
        return Compute.Psi4.Psi4.Judge(request, recording.Result, output, new Provenance("psi4", "1.3.2", "", ""));
    }
}
