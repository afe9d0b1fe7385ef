using System.Diagnostics;
using System.Globalization;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Tests.Processes;

public sealed class GuardTests : IDisposable
{
    private static readonly TimeSpan Unlimited = TimeSpan.Zero;
    private readonly TemporaryFolder _folder = new();
    private readonly Lifeline _lifeline;

    public GuardTests() => _lifeline = new Lifeline(_folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exit_code_and_both_streams_come_back()
    {
        var result = await Shell("echo out; echo err >&2; exit 3");

        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode!.Value, result.Output, result.Errors));
        Assert.Equal((StopReason.None, null), (result.Stop, result.Signal));
        Assert.Equal(CostBasis.Measured, result.Usage.Basis);
        Assert.InRange(result.Usage.PeakMemoryBytes, 100_000, 100_000_000);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        string[] arguments = ["a b", "'\"$HOME`\\", "", "ü\n"];

        var result = await Run(Call("printf", ["%s|", .. arguments]));

        Assert.Equal(string.Join('|', arguments) + "|", result.Output);
    }

    [Fact]
    public async Task Input_longer_than_a_pipe_reaches_the_program_whole()
    {
        var result = await Run(Call("wc", ["-c"]) with { Input = new string('x', 1_000_000) });

        Assert.Equal("1000000", result.Output.Trim());
    }

    [Fact]
    public async Task Variables_are_set_and_taken_away()
    {
        var call = Call("/bin/sh", ["-c", "echo $ADDED ${HOME-gone} ${PATH:+kept}"]);
        var result = await Run(call with { Environment = call.Environment.Add("ADDED", "yes").Add("HOME", null) });

        Assert.Equal("yes gone kept\n", result.Output);
    }

    [Theory]
    [InlineData("lichen-no-such-program", null)]
    [InlineData("/bin/true", "/no/such/folder")]
    public async Task Program_or_folder_that_is_not_there_is_said(string program, string? folder)
    {
        var result = await Run(new ProgramCall(program, [], folder ?? _folder.Path));

        Assert.Null(result.ExitCode);
        Assert.Contains("No such file", result.StartProblem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SEGV", 11)]
    [InlineData("PIPE", 13)]
    public async Task Crash_by_signal_is_seen(string name, int number)
    {
        var result = await Shell($"kill -{name} $$");

        Assert.Equal((null, number), (result.ExitCode, result.Signal!.Value));
    }

    [Fact]
    public async Task Program_that_sleeps_for_ever_is_stopped_at_the_wall_time()
    {
        var result = await Shell(_lifeline.Hold + "sleep 1000", new(Unlimited, TimeSpan.FromSeconds(0.2), 0));

        Assert.Equal(StopReason.WallTime, result.Stop);
        await _lifeline.Released();
    }

    [Fact]
    public async Task Program_that_ignores_termination_is_killed_after_the_grace()
    {
        var script = _lifeline.Hold + "trap '' TERM; while :; do sleep 1000; done";

        var result = await Shell(script, new(Unlimited, TimeSpan.FromSeconds(0.1), 0));

        Assert.Equal((StopReason.WallTime, 9), (result.Stop, result.Signal!.Value));
        await _lifeline.Released();
    }

    [Fact]
    public async Task Program_that_heeds_termination_may_clean_up()
    {
        var script = "trap 'echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.01; done";

        var result = await Shell(script, new(Unlimited, TimeSpan.FromSeconds(0.2), 0));

        Assert.Equal((StopReason.WallTime, "ready\ncleaned\n"), (result.Stop, result.Output));
        Assert.False(result.EndedWell);
    }

    [Fact]
    public async Task Busy_descendants_are_stopped_at_the_cpu_time_of_the_tree()
    {
        var limit = TimeSpan.FromSeconds(0.3);

        var result = await Shell("(while :; do :; done) & (while :; do :; done) & wait", new(limit, Unlimited, 0));

        Assert.Equal(StopReason.CpuTime, result.Stop);
        Assert.True(result.Usage.CpuSeconds >= limit.TotalSeconds, $"{result.Usage}");
    }

    [Fact]
    public async Task Memory_hog_is_killed_at_the_limit()
    {
        const long Limit = 64 << 20;

        // tail looks for the last line, and this one never ends.
        var result = await Shell("tail /dev/zero", new(Unlimited, Unlimited, Limit));

        Assert.Equal(StopReason.Memory, result.Stop);
        Assert.True(result.Usage.PeakMemoryBytes >= Limit, $"{result.Usage}");
    }

    [Fact]
    public async Task Flood_of_output_is_bounded_and_its_end_is_kept()
    {
        const int Kept = 100_000;
        const long Flood = 2_000_000_000;
        var call = Call("/bin/sh", ["-c", $"head -c {Flood} /dev/zero; echo the end"]);

        var result = await Run(call with { MostOutputBytes = Kept });

        Assert.Equal(Kept, result.Output.Length);
        Assert.EndsWith("the end\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(Flood + "the end\n".Length - Kept, result.DroppedBytes);
    }

    [Fact]
    public async Task Daemonised_grandchild_does_not_outlive_the_program()
    {
        // The program ends only when the daemon holds the line: one that is stopped before has nothing to let go of.
        var ready = _folder.File("ready");
        var daemon = _folder.Script("daemon", "#!/bin/sh\n" + _lifeline.Hold + $"touch '{ready}'; sleep 1000");
        var result = await Shell($"setsid sh -c 'setsid {daemon} & :' & while [ ! -e {ready} ]; do sleep 0.01; done");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Outlived >= 1, $"{result}");
        await _lifeline.Released();
    }

    [Fact]
    public async Task Cpu_time_of_a_daemonised_grandchild_is_counted()
    {
        var spin = _folder.Script(
            "spin",
            "#!/bin/sh\ni=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; times > times.part; mv times.part times"
        );
        var result = await Shell($"(setsid {spin} &) ; while [ ! -e times ]; do sleep 0.01; done");

        // dash and bash print user and system time of the shell itself first: 0m0.130000s 0m0.010000s
        var own = File.ReadLines(_folder.File("times")).First().Split(' ').Sum(Seconds);
        Assert.True(own > 0);
        Assert.True(result.Usage.CpuSeconds >= own, $"{result.Usage} against {own} s of the grandchild");

        static double Seconds(string text)
        {
            var parts = text.TrimEnd('s').Split('m');
            return (60 * int.Parse(parts[0], CultureInfo.InvariantCulture))
                + double.Parse(parts[1], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Cancelled_program_leaves_no_process()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var script = _lifeline.Hold + "trap '' TERM; (setsid sleep 1000 &); while :; do sleep 1000; done";
        var running = Guard
            .Beside()
            .RunAsync(
                Call("/bin/sh", ["-c", script]) with
                {
                    Grace = TimeSpan.FromMilliseconds(50),
                },
                cancellation.Token
            );
        await _lifeline.Held();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await _lifeline.Released();
    }

    [Fact]
    public async Task Caller_that_is_killed_leaves_no_process()
    {
        using var caller = Process.Start(
            new ProcessStartInfo(
                Environment.ProcessPath!,
                ["hold", _lifeline.Hold + "trap '' TERM; (setsid sleep 1000 &); sleep 1000"]
            )
        )!;
        await _lifeline.Held();

        caller.Kill(entireProcessTree: false);

        await _lifeline.Released();
        await caller.WaitForExitAsync(Token);
    }

    [Fact]
    public async Task Guard_that_is_killed_takes_its_program_along_and_is_missed()
    {
        var result = await Shell(_lifeline.Hold + "kill -9 $PPID; while :; do :; done");

        Assert.Equal(StopReason.GuardLost, result.Stop);
        Assert.Equal(CostBasis.Assumed, result.Usage.Basis);
        await _lifeline.Released();
    }

    [Fact]
    public async Task Programs_that_run_at_once_do_not_mix()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Shell($"echo {i}; sleep 0.05; echo {i}")));

        Assert.All(results, (result, i) => Assert.Equal($"{i}\n{i}\n", result.Output));
    }

    public void Dispose()
    {
        _lifeline.Dispose();
        _folder.Dispose();
    }

    // The daemon's script is found by its name in the list of processes only once it has been started.
    private static string WaitFor(string script) =>
        $"until grep -qs {Path.GetFileName(script)} /proc/[0-9]*/cmdline; do sleep 0.01; done";

    private ProgramCall Call(string program, IReadOnlyList<string> arguments) => new(program, arguments, _folder.Path);

    private Task<ProgramResult> Shell(string script, ResourceLimits? limits = null) =>
        Run(Call("/bin/sh", ["-c", script]) with { Limits = limits });

    private static Task<ProgramResult> Run(ProgramCall call) => Guard.Beside().RunAsync(call, Token);
}
