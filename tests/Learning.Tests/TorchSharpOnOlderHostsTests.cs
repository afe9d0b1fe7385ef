using Lichen.Build;
using TorchSharp;

namespace Lichen.Learning.Tests;

public sealed class TorchSharpOnOlderHostsTests
{
    private static string Library => Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");

    [Fact]
    public void Libtorch_loads_and_factorises_on_this_host()
    {
        using torch.Tensor matrix = torch.tensor(
            new double[,]
            {
                { 4, 2 },
                { 2, 5 },
            }
        );
        using torch.Tensor lower = torch.linalg.cholesky(matrix);
        Assert.Equal([2.0, 0, 1, 2], lower.data<double>().ToArray());
    }

    [Fact]
    public void The_library_beside_us_needs_no_version_that_this_host_lacks()
    {
        byte[] host = File.ReadAllBytes(VersionNeeds.HostLibrary("libstdc++.so.6"));
        VersionNeeds.Need[] needs =
        [
            .. VersionNeeds.Read(File.ReadAllBytes(Library)).Where(n => n.File == "libstdc++.so.6"),
        ];
        Assert.Contains(needs, n => n.Version == "GLIBCXX_3.4.32");
        Assert.All(needs, n => Assert.True(n.IsWeak != VersionNeeds.Contains(host, n.Version), n.Version));
    }

    [Fact]
    public void Weakening_one_need_changes_one_bit_of_one_flag()
    {
        byte[] before = File.ReadAllBytes(Library);
        byte[] after = [.. before];
        VersionNeeds.Need need = VersionNeeds.Read(before).First(n => !n.IsWeak);
        VersionNeeds.Weaken(after, need);
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
        Assert.Equal([need.FlagsOffset], changed);
        Assert.Equal(before[need.FlagsOffset] | 2, after[need.FlagsOffset]);

        foreach (
            (VersionNeeds.Need was, VersionNeeds.Need now) in VersionNeeds.Read(before).Zip(VersionNeeds.Read(after))
        )
        {
            Assert.Equal((was.File, was.Version, was.FlagsOffset), (now.File, now.Version, now.FlagsOffset));
            Assert.Equal(was.IsWeak || was.FlagsOffset == need.FlagsOffset, now.IsWeak);
        }
    }

    [Fact]
    public void A_version_is_not_found_in_a_longer_one()
    {
        byte[] names = [.. "GLIBCXX_3.4.32\0"u8];
        Assert.True(VersionNeeds.Contains(names, "GLIBCXX_3.4.32"));
        Assert.False(VersionNeeds.Contains(names, "GLIBCXX_3.4.3"));
    }

    [Fact]
    public void What_is_no_library_is_refused() =>
        Assert.Throws<InvalidDataException>(() => VersionNeeds.Read([1, 2, 3]));
}
