using System.Collections.Immutable;
using Lichen.Compute.LinearAlgebra;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Tests.Engines;

public sealed class LinearAlgebraTests
{
    [Fact]
    public void OpenBLAS_is_taken_before_the_interface_to_it()
    {
        const string Loaded = """
            	linux-vdso.so.1 (0x00007eff42477000)
            	libblas.so.3 => /lib/libblas.so.3 (0x00007eff42400000)
            	liblapack.so.3 => /lib/liblapack.so.3 (0x00007eff31600000)
            	libopenblas.so.0 => /lib/libopenblas.so.0 (0x00007eff2e330000)
            """;

        Assert.Equal("/lib/libopenblas.so.0", BlasLink.Choose(Loaded));
        Assert.Null(BlasLink.Choose("\tnot a dynamic executable\n"));
    }

    [Theory]
    [InlineData("Prescott", 2, "Haswell")]
    [InlineData("Nehalem", 3, "SkylakeX")]
    [InlineData("Haswell", 3, "SkylakeX")]
    [InlineData("Zen", 2, null)]
    [InlineData("SkylakeX", 2, null)]
    [InlineData("SomethingNew", 3, null)]
    public void Kernel_for_an_older_processor_has_a_cure(string kernel, int processor, string? cure) =>
        Assert.Equal(cure, CpuKernel.Cure(kernel, processor));

    [Fact]
    public void Rate_of_the_instructions_alone_is_positive_where_there_are_fused_ones() =>
        Assert.Equal(System.Runtime.Intrinsics.X86.Fma.IsSupported, Dgemm.Peak() > 0);

    [Fact]
    public async Task Kernel_that_leaves_energies_alone_is_accepted()
    {
        var program = await Installed.Program("xtb");
        var tuned = new Compute.Xtb.Xtb(Installed.Guard.With(CoreTypeCheck.Variable, "Nehalem"), program);

        Assert.Null(
            await CoreTypeCheck.ProblemAsync(
                new Compute.Xtb.Xtb(Installed.Guard, program),
                tuned,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Theory]
    [InlineData(0.5e-8, true)]
    [InlineData(2e-8, false)]
    public void Kernel_that_changes_an_energy_beyond_rounding_is_refused(double change, bool agrees) =>
        Assert.Equal(agrees, CoreTypeCheck.Problem(Energy(-76.0), Energy(-76.0 + change)) is null);

    private static Computed Energy(double hartree) =>
        new(
            ImmutableSortedDictionary<string, double>.Empty.Add("total_energy", hartree),
            null,
            ResourceUsage.Nothing,
            new Provenance("", "", "", "")
        );
}
