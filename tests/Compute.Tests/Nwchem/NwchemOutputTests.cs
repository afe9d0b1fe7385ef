using Lichen.Compute.Engines;
using Lichen.Compute.Nwchem;
using Lichen.Compute.Tests.Engines;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Nwchem;

/// <summary>Recorded outputs of NWChem 7.0.2, read without the program.</summary>
public sealed class NwchemOutputTests
{
    private const string B3lyp = "B3LYP/def2-SVP//MMFF94";

    [Fact]
    public void Single_point_with_response_and_excitations_is_read()
    {
        var computed = Samples.Believed(
            Judge(
                "water-bright",
                B3lyp,
                Samples.Water,
                3,
                Property.IsotropicPolarizability,
                Property.LowestBrightExcitationWavelength
            )
        );

        Assert.Equal(-76.358141739076, computed.Values["total_energy"]);
        Assert.Equal(5.2023285, computed.Values["isotropic_polarizability"]);
        Assert.Equal(7.5982, computed.Values["lowest_bright_excitation_energy"], 1e-4);
        Assert.Equal(163.1755, computed.Values["lowest_bright_excitation_wavelength"], 1e-3);
        Assert.Equal(0.0181968291, computed.Values["lowest_bright_oscillator_strength"]);
    }

    [Fact]
    public void Excitations_come_in_ascending_order_with_their_strengths()
    {
        var read = NwchemOutput.Read(new Recording("nwchem-7.0.2", "water-bright").Text("stdout.txt"));

        Assert.Equal(10, read.Excitations.Length);
        Assert.Equal(read.Excitations.Select(e => e.Energy).Order(), read.Excitations.Select(e => e.Energy));
        Assert.InRange(read.Excitations[1].Strength, 0, 1e-6);
    }

    [Fact]
    public void Open_shell_takes_the_smallest_gap_of_one_spin_and_tells_its_contamination()
    {
        var computed = Samples.Believed(Judge("oxygen-b3lyp", B3lyp, Samples.Oxygen, 2, Property.HomoLumoGap));

        Assert.Equal(0.0064, computed.Values["spin_contamination"], 1e-6);
        Assert.True(
            computed.Values["homo_lumo_gap"] > computed.Values["lumo_energy"] - computed.Values["homo_energy"] + 1
        );
    }

    [Fact]
    public void Correlated_energy_is_the_last_and_comes_without_orbitals_of_its_reference()
    {
        var computed = Samples.Believed(
            Judge("donor-ccsdt", "CCSD(T)/cc-pVDZ//MMFF94", Samples.Water, 1, Property.TotalEnergy)
        );

        Assert.Equal(["total_energy"], computed.Values.Keys);
        Assert.Equal(-76.241094903896238, computed.Values["total_energy"], 1e-9);
    }

    [Fact]
    public void Dipole_moment_of_water_is_the_measured_one()
    {
        // NIST CCCBDB, experimental dipoles: 1.855 D, of S. A. Clough et al., J. Chem. Phys. 1973, 59, 2254,
        // https://doi.org/10.1063/1.1680328. The geometry is the experimental one; vibration and functional take 0.02 D.
        const double Measured = 1.8546,
            Method = 0.02;

        var computed = Samples.Believed(
            Judge("water-aug", "PBE0/aug-cc-pVTZ//MMFF94", Samples.Water, 2, Property.DipoleMoment)
        );

        Assert.Equal(Measured, computed.Values["dipole_moment"], Method);
    }

    [Theory]
    [InlineData("scf-not-converged", FailureKind.Convergence, FailureCodes.Scf, "dft energy failed")]
    [InlineData("functional-unknown", FailureKind.Input, FailureCodes.InputRefused, "xc_input: invalid format")]
    [InlineData("basis-unknown", FailureKind.Input, FailureCodes.InputRefused, "failed opening basis file")]
    [InlineData(
        "excitations-not-converged",
        FailureKind.Convergence,
        FailureCodes.ExcitationsNotConverged,
        "tddft_davidson: exceeded maxiter"
    )]
    [InlineData(
        "ccsd-not-converged",
        FailureKind.Convergence,
        FailureCodes.CorrelationNotConverged,
        "ccsd(t) energy failed"
    )]
    [InlineData("memory-too-small", FailureKind.Resources, FailureCodes.ProgramMemory, "out of memory")]
    public void Failure_has_its_kind_and_the_programs_words(string name, FailureKind kind, string code, string words)
    {
        var failed = Assert.IsType<Failed>(Judge(name, B3lyp, Samples.Water, 2, Property.HomoLumoGap));

        Assert.Equal((kind, code), (failed.Kind, failed.Code));
        Assert.Contains(words, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Spectrum_without_a_bright_state_is_a_failure_that_more_roots_may_cure()
    {
        var recording = new Recording("nwchem-7.0.2", "water-bright");
        var dark = recording
            .Text("stdout.txt")
            .Replace(
                "Dipole Oscillator Strength                    0.",
                "Dipole Oscillator Strength                    0.00",
                StringComparison.Ordinal
            );

        var failed = Assert.IsType<Failed>(
            Judge(recording, dark, B3lyp, Samples.Water, 3, Property.LowestBrightExcitationEnergy)
        );

        Assert.Equal((FailureKind.Convergence, FailureCodes.NoBrightState), (failed.Kind, failed.Code));
        Assert.NotNull(NwchemSettings.For(failed.Code));
    }

    [Fact]
    public void Contaminated_state_is_not_believed()
    {
        var recording = new Recording("nwchem-7.0.2", "oxygen-b3lyp");
        var mixed = recording
            .Text("stdout.txt")
            .Replace("<S2> =      2.0064", "<S2> =      2.4064", StringComparison.Ordinal);

        var failed = Assert.IsType<Failed>(Judge(recording, mixed, B3lyp, Samples.Oxygen, 2, Property.HomoLumoGap));

        Assert.Equal((FailureKind.Input, FailureCodes.SpinContamination), (failed.Kind, failed.Code));
    }

    [Fact]
    public void Output_cut_anywhere_is_never_believed()
    {
        var recording = new Recording("nwchem-7.0.2", "water-bright");
        var whole = recording.Text("stdout.txt");
        var end = whole.IndexOf(" Total times  cpu:", StringComparison.Ordinal);
        for (var length = 0; length < end; length += 1499)
        {
            Assert.IsType<Failed>(Judge(recording, whole[..length], B3lyp, Samples.Water, 3, Property.HomoLumoGap));
        }
    }

    [Theory]
    [InlineData("6-31G*", "6-31gs", true)]
    [InlineData("6-31G(d,p)", "6-31gss", true)]
    [InlineData("6-311++G(2d,2p)", "6-311++g2d_2p", false)]
    [InlineData("def2-TZVP", "def2-tzvp", false)]
    public void Names_of_basis_sets_become_files_and_shapes(string name, string file, bool isCartesian)
    {
        Assert.Equal(file, NwchemBasis.FileName(name));
        Assert.Equal(isCartesian, NwchemBasis.IsCartesian(name));
    }

    [Fact]
    public void Memory_is_not_part_of_what_identifies_an_input()
    {
        var input = NwchemInput.For(
            Samples.Water.Candidate,
            Samples.Level(B3lyp),
            NwchemMethod.Of("B3LYP").Method!,
            Samples.Water.Geometry,
            NwchemExtras.None,
            NwchemSettings.First
        );

        Assert.Contains("memory total 2000 mb", input.WithMemory(2_000_000_000), StringComparison.Ordinal);
        Assert.DoesNotContain("memory", input.Text, StringComparison.Ordinal);
    }

    internal static Outcome Judge(string name, string level, Sample sample, int tasks, params Property[] wanted)
    {
        var recording = new Recording("nwchem-7.0.2", name);
        return Judge(recording, recording.Text("stdout.txt"), level, sample, tasks, wanted);
    }

    private static Outcome Judge(
        Recording recording,
        string output,
        string level,
        Sample sample,
        int tasks,
        params Property[] wanted
    ) =>
        Compute.Nwchem.Nwchem.Judge(
            sample.Request(level, "", null, wanted),
            recording.Result with
            {
                Output = output,
            },
            tasks,
            new Provenance("nwchem", "7.0.2", "", "")
        );
}
