using Lichen.Compute.Engines;
using Lichen.Compute.Tests.Engines;
using Lichen.Compute.Xtb;

namespace Lichen.Compute.Tests.Xtb;

public sealed class XtbInputTests
{
    [Theory]
    [InlineData("GFN2-xTB", "molecule.xyz --norestart --gfn 2 --chrg 0 --uhf 0 --opt")]
    [InlineData("GFN1-xTB//GFN2-xTB", "molecule.xyz --norestart --gfn 1 --dipole --chrg 0 --uhf 0")]
    [InlineData("GFN-FF, ALPB(water)", "molecule.xyz --norestart --gfnff --chrg 0 --uhf 0 --opt --alpb water")]
    public void Level_becomes_arguments(string level, string arguments) =>
        Assert.Equal(arguments, string.Join(' ', Input(Samples.Water, level).Arguments));

    [Fact]
    public void Charge_and_unpaired_electrons_are_passed()
    {
        Assert.Contains(
            "--chrg -2 --uhf 0",
            string.Join(' ', Input(Samples.FluorineDianion, "GFN2-xTB").Arguments),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--chrg 0 --uhf 2",
            string.Join(' ', Input(Samples.Oxygen, "GFN2-xTB").Arguments),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Geometry_survives_its_file()
    {
        var read = Xyz.Read(Input(Samples.Biphenyl, "GFN2-xTB").Files["molecule.xyz"])!;

        Assert.True(read.AtomicNumbers.SequenceEqual(Samples.Biphenyl.Geometry.AtomicNumbers));
        for (var i = 0; i < read.Bohr.Length; i++)
        {
            Assert.Equal(Samples.Biphenyl.Geometry.Bohr[i], read.Bohr[i], 1e-9);
        }
    }

    [Fact]
    public void Hash_is_of_everything_that_is_given()
    {
        var plain = Input(Samples.Water, "GFN2-xTB");

        Assert.Equal(plain.Hash, Input(Samples.Water, "GFN2-xTB").Hash);
        Assert.NotEqual(plain.Hash, Input(Samples.Water, "GFN1-xTB").Hash);
        Assert.NotEqual(plain.Hash, Input(Samples.Oxygen, "GFN2-xTB").Hash);
        Assert.NotEqual(plain.Hash, Input(Samples.Water, "GFN2-xTB", FailureCodes.Scf).Hash);
    }

    [Fact]
    public void Cure_is_stated()
    {
        var cured = Input(Samples.Water, "GFN2-xTB", FailureCodes.Scf);

        Assert.Contains("damping 0.1", cured.Settings, StringComparison.Ordinal);
        Assert.Contains("broydamp=0.1", cured.Files["xcontrol"], StringComparison.Ordinal);
    }

    private static XtbInput Input(Sample sample, string level, string? cure = null) =>
        XtbInput.For(sample.Candidate, Samples.Level(level), sample.Geometry, XtbFailures.CureFor(cure));
}
