using CsCheck;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Engines;

public sealed class WorkFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Full_disk_is_a_failure_that_may_pass_and_starts_nothing()
    {
        // The kernel's own full disk.
        File.CreateSymbolicLink(_folder.File("molecule.xyz"), "/dev/full");
        var engine = new Compute.Xtb.Xtb(Installed.Guard, new FoundProgram("xtb", "/nowhere/xtb", "6.5.1", []));

        var outcome = await engine.RunAsync(
            Samples.Water.Request("GFN2-xTB", _folder.Path, null, Property.TotalEnergy),
            TestContext.Current.CancellationToken
        );

        var failed = Assert.IsType<Failed>(outcome);
        Assert.Equal((FailureKind.Transient, FailureCodes.DiskFull), (failed.Kind, failed.Code));
    }

    [Fact]
    public async Task Missing_folder_is_the_callers_mistake()
    {
        var missing = _folder.File("nowhere");

        await Assert.ThrowsAnyAsync<IOException>(() =>
            WorkFiles.WriteAsync("xtb", missing, [new("a", "b")], TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Geometry_cut_anywhere_is_not_read()
    {
        var whole = Xyz.Write(Samples.Biphenyl.Geometry, "biphenyl");

        Assert.NotNull(Xyz.Read(whole));
        Gen.Int[0, whole.Length - 1].Sample(length => Xyz.Read(whole[..length]) is null);
    }

    public void Dispose() => _folder.Dispose();
}
