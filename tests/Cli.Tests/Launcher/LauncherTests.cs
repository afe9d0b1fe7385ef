namespace Lichen.Cli.Tests.Launcher;

/// <summary>When the launcher builds, and what it hands on.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string App = "src/Cli/bin/Release/net10.0/linux-x64";

    private readonly Sandbox _sandbox = new();
    private readonly string _root;

    public LauncherTests()
    {
        _root = _sandbox.CopyOfLauncher();
        _sandbox.Fake("dpkg-query", "echo 'ii '");
        // The build counts itself and makes an app that tells its arguments.
        _sandbox.Fake(
            "dotnet",
            $$"""
            if [[ $1 == --list-sdks ]]; then echo '10.0.100 [/sdk]'; exit; fi
            echo build >> '{{_sandbox.Folder}}/builds'
            mkdir -p '{{_root}}/{{App}}'
            printf '#!/usr/bin/env bash\nprintf "<%%s>" "$PWD" "$@"; exit 7\n' > '{{_root}}/{{App}}/lichen'
            chmod +x '{{_root}}/{{App}}/lichen'
            """
        );
    }

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("lichen")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData("eng/setup.sh")]
    [InlineData("eng/check.sh")]
    public async Task Script_is_valid_bash(string script)
    {
        var (code, _, error) = await _sandbox.RunAsync(
            Path.Combine(_sandbox.Tools, "bash"),
            "-n",
            Path.Combine(Sandbox.Repository, script)
        );
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task First_start_builds_and_hands_on_folder_arguments_and_exit_code()
    {
        var (code, output, error) = await StartAsync("run", "a b.yaml", "");
        Assert.Equal(7, code);
        Assert.Equal($"<{_sandbox.Folder}><run><a b.yaml><>", output);
        Assert.Contains("First use of Lichen", error);
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task Later_starts_build_nothing_and_say_nothing()
    {
        await StartAsync();
        var (_, _, error) = await StartAsync();
        Assert.Empty(error);
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task Changed_source_is_built_again()
    {
        await StartAsync();
        var source = Path.Combine(_root, "src", "Cli", "Cli.csproj");
        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(source).AddDays(1));
        await StartAsync();
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task Removed_source_is_built_again()
    {
        await StartAsync();
        File.Delete(Path.Combine(_root, "src", "Cli", "Cli.csproj"));
        // The clock of file systems is coarse: say plainly that the folder changed later.
        var folder = Path.Combine(_root, "src", "Cli");
        Directory.SetLastWriteTimeUtc(folder, Directory.GetLastWriteTimeUtc(folder).AddDays(1));
        await StartAsync();
        Assert.Equal(2, Builds());
    }

    [Fact]
    public async Task Starts_through_a_symbolic_link()
    {
        var link = Path.Combine(_sandbox.Folder, "elsewhere");
        File.CreateSymbolicLink(link, "root/lichen");
        var (code, output, _) = await _sandbox.RunAsync(link, "--version");
        Assert.Equal((7, $"<{_sandbox.Folder}><--version>"), (code, output));
    }

    [Fact]
    public async Task Many_starts_at_once_build_once()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));
        Assert.All(starts, start => Assert.Equal(7, start.Code));
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task Failed_build_shows_its_errors_and_is_tried_again_next_time()
    {
        _sandbox.Fake(
            "dotnet",
            """
            if [[ $1 == --list-sdks ]]; then echo '10.0.100 [/sdk]'; exit; fi
            echo "a.cs(1,2): error CS1002: ; expected"; exit 1
            """
        );
        var (code, output, error) = await StartAsync();
        Assert.Equal((69, ""), (code, output));
        Assert.Contains("error CS1002", error);
        var (again, _, _) = await StartAsync();
        Assert.Equal(69, again);
    }

    [Theory]
    [InlineData("", "no 'dotnet' was found")]
    [InlineData("8.0.404 [/sdk]", "the newest SDK found is version 8")]
    public async Task Missing_or_old_sdk_is_said_with_where_to_get_it(string sdks, string expected)
    {
        File.Delete(Path.Combine(_sandbox.Tools, "dotnet"));
        if (sdks.Length > 0)
        {
            _sandbox.Fake("dotnet", $"echo '{sdks}'");
        }

        var (code, _, error) = await StartAsync();
        Assert.Equal(69, code);
        Assert.Contains(expected, error);
        Assert.Contains("https://dot.net", error);
    }

    private Task<(int Code, string Output, string Error)> StartAsync(params string[] arguments) =>
        _sandbox.RunAsync(Path.Combine(_root, "lichen"), arguments);

    private int Builds() => File.ReadAllLines(Path.Combine(_sandbox.Folder, "builds")).Length;
}
