namespace Lichen.Cli.Tests.Launcher;

/// <summary>What the set-up does about packages on machines that lack them.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Nothing_is_said_or_done_when_all_packages_are_there()
    {
        _sandbox.Fake("dpkg-query", "echo 'ii '");
        _sandbox.Fake("apt-get", "echo called >> calls; exit 1");
        var (code, output, error) = await EnsureAsync();
        Assert.Equal((0, "", ""), (code, output, error));
        Assert.False(File.Exists(Path.Combine(_sandbox.Folder, "calls")));
    }

    [Fact]
    public async Task Without_apt_the_list_of_what_to_install_ends_the_start()
    {
        var (code, _, error) = await EnsureAsync();
        Assert.Equal(69, code);
        Assert.Contains("no apt-get", error);
        foreach (var package in (string[])["cmake", "g++", "xtb", "psi4", "nwchem", "mopac"])
        {
            Assert.Contains(package, error);
        }
    }

    [Fact]
    public async Task Without_apt_the_start_goes_on_when_only_optional_packages_are_missing()
    {
        foreach (var program in (string[])["cmake", "g++", "xtb"])
        {
            _sandbox.Fake(program, "true");
        }

        // Where there is no dpkg, libraries are looked for by their files.
        var prefix = Path.Combine(_sandbox.Folder, "prefix");
        foreach (
            var file in (string[])
                ["include/rdkit/GraphMol/GraphMol.h", "include/boost/version.hpp", "share/RDKit/Data/any"]
        )
        {
            var path = Path.Combine(prefix, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }

        var (code, _, error) = await EnsureAsync($"export CONDA_PREFIX='{prefix}';");
        Assert.Equal(0, code);
        Assert.Contains("going on without: psi4 nwchem mopac", error);
    }

    [Fact]
    public async Task What_is_missing_is_named_with_its_reason_and_installed_without_recommendations()
    {
        FakeApt();
        var (code, _, error) = await EnsureAsync();
        Assert.Equal(0, code);
        Assert.Contains("GFN2-xTB", error);
        var calls = Calls();
        Assert.Contains(
            calls,
            call =>
                call.StartsWith("install", StringComparison.Ordinal)
                && call.EndsWith("rdkit-data xtb", StringComparison.Ordinal)
        );
        Assert.Contains(calls, call => call.EndsWith(" psi4", StringComparison.Ordinal));
        Assert.All(
            calls.Where(call => call.StartsWith("install", StringComparison.Ordinal)),
            call => Assert.Contains("--no-install-recommends", call)
        );
        Assert.DoesNotContain(calls, call => call.StartsWith("update", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Old_package_lists_are_refreshed_and_the_installation_tried_once_more()
    {
        FakeApt("[[ ! -e updated && $1 == install ]] && exit 100");
        var (code, _, error) = await EnsureAsync();
        Assert.Equal(0, code);
        Assert.Contains("once more: done", error);
    }

    [Fact]
    public async Task Needed_package_that_cannot_be_had_ends_the_start_with_the_reason()
    {
        FakeApt("[[ $1 == install ]] && { echo 'E: Unable to locate package'; exit 100; }");
        var (code, _, error) = await EnsureAsync();
        Assert.Equal(69, code);
        Assert.Contains("could not be installed", error);
        Assert.Contains("E: Unable to locate package", error);
    }

    [Fact]
    public async Task Optional_package_that_cannot_be_had_is_said_and_done_without()
    {
        FakeApt("[[ $* == *psi4* ]] && exit 100");
        var (code, _, error) = await EnsureAsync();
        Assert.Equal(0, code);
        Assert.Contains("Going on without psi4", error);
    }

    private Task<(int Code, string Output, string Error)> EnsureAsync(string before = "") =>
        _sandbox.RunAsync(
            Path.Combine(_sandbox.Tools, "bash"),
            "-c",
            // As root: what sudo does is not this machine's business.
            $"set -euo pipefail; {before} source '{Sandbox.Repository}/eng/setup.sh'; as_root() {{ \"$@\"; }}; "
                + "sudo() { :; }; ensure_packages \"$PWD/log\""
        );

    // A package is installed once apt-get has been asked for it.
    private void FakeApt(string refuses = "")
    {
        _sandbox.Fake("dpkg-query", "[[ -e installed-${*: -1} ]] && echo 'ii ' || exit 1");
        _sandbox.Fake("apt-cache", "echo known");
        _sandbox.Fake(
            "apt-get",
            $$"""
            echo "$*" >> calls
            {{refuses}}
            [[ $1 == update ]] && touch updated
            for word; do touch "installed-$word" 2>/dev/null || true; done
            """
        );
    }

    private string[] Calls() => File.ReadAllLines(Path.Combine(_sandbox.Folder, "calls"));
}
