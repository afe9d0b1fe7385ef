using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Processes;

/// <summary>
/// Runs programs through <c>lichen-guard</c>: bounded, measured with all their descendants, and gone when we are gone,
/// even by SIGKILL. The reasons are in docs/decisions/guard.md.
/// </summary>
public sealed unsafe class Guard
{
    private const int ControlDescriptor = 3;
    private const int NoSignal = 0x4000;

    // Any pipe's content fits: what dead processes wrote is drained, and a living writer cannot keep us for ever.
    private const int MostDrained = 16 << 20;

    private readonly string _path;
    private readonly List<KeyValuePair<string, string>> _environment = [];

    /// <param name="path">The guard's executable file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Guard(string path)
    {
        _path = File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"The guard is not at {path}: build the native target lichen-guard.",
                path
            );
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            _environment.Add(new((string)entry.Key, (string?)entry.Value ?? ""));
        }
    }

    /// <summary>A guard whose programs all see one more variable.</summary>
    public Guard With(string name, string value)
    {
        var guard = new Guard(_path);
        guard._environment.RemoveAll(variable => variable.Key == name);
        guard._environment.Add(new(name, value));
        return guard;
    }

    /// <summary>The guard that the build puts beside this assembly.</summary>
    /// <inheritdoc cref="Guard(string)" path="/exception"/>
    public static Guard Beside() => new(Path.Combine(AppContext.BaseDirectory, "lichen-guard"));

    /// <summary>Runs a program to its end, or to a limit.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the whole process tree has ended.</exception>
    /// <exception cref="Win32Exception">The operating system refused a process or a descriptor.</exception>
    public Task<ProgramResult> RunAsync(ProgramCall call, CancellationToken cancellationToken) =>
        // A thread of its own waits in poll: dearer by 0.1 ms than the pool's, and free of its start-up delays.
        Task.Factory.StartNew(
            () => Run(call, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    /// <summary>The same, on the calling thread.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public ProgramResult Run(ProgramCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        using var input = Posix.MemoryFile(call.Input is null ? [] : Encoding.UTF8.GetBytes(call.Input));
        var (output, outputEnd) = Posix.Pipe();
        var (errors, errorsEnd) = Posix.Pipe();
        var (control, controlEnd) = Posix.SocketPair();
        using (output)
        using (errors)
        using (control)
        {
            int process;
            using (outputEnd)
            using (errorsEnd)
            using (controlEnd)
            {
                process = Spawn(call, [input.Number, outputEnd.Number, errorsEnd.Number, controlEnd.Number]);
            }

            Tail kept = new(call.MostOutputBytes),
                keptErrors = new(call.MostOutputBytes),
                report = new(1024);
            using (cancellationToken.UnsafeRegister(static state => AskToStop((Descriptor)state!), control))
            {
                Drain([output.Number, errors.Number, control.Number], [kept, keptErrors, report]);
            }

            while (Posix.Wait(process, out _, 0) < 0 && Marshal.GetLastPInvokeError() == Posix.InterruptedCall) { }

            cancellationToken.ThrowIfCancellationRequested();
            return Result(GuardReport.Parse(report.ToString()), kept, keptErrors, Stopwatch.GetElapsedTime(start));
        }
    }

    private static ProgramResult Result(GuardReport? report, Tail output, Tail errors, TimeSpan elapsed)
    {
        var dropped = output.Dropped + errors.Dropped;
        if (report is null)
        {
            var unknown = new ResourceUsage(elapsed.TotalSeconds, elapsed.TotalSeconds, 0, CostBasis.Assumed);
            return new(
                null,
                null,
                StopReason.GuardLost,
                null,
                output.ToString(),
                errors.ToString(),
                dropped,
                0,
                unknown
            );
        }

        return new ProgramResult(
            report.Exit >= 0 ? report.Exit : null,
            report.Signal > 0 ? report.Signal : null,
            report.Stop,
            report.Errno == 0 ? null : Marshal.GetPInvokeErrorMessage(report.Errno),
            output.ToString(),
            errors.ToString(),
            dropped,
            report.Left,
            new ResourceUsage(
                (report.UserMicroseconds + report.SystemMicroseconds) * 1e-6,
                report.WallMicroseconds * 1e-6,
                report.ResidentKilobytes * 1024,
                CostBasis.Measured
            )
        );
    }

    private static void AskToStop(Descriptor control)
    {
        byte stop = (byte)'T';
        _ = Posix.Send(control.Number, &stop, 1, NoSignal);
    }

    // Reads the streams until the last, the guard's, has ended; then what the others still hold.
    private static void Drain(ReadOnlySpan<int> descriptors, ReadOnlySpan<Tail> tails)
    {
        const int Size = 1 << 16;
        byte* buffer = stackalloc byte[Size];
        var polled = stackalloc Posix.PollDescriptor[descriptors.Length];
        for (var i = 0; i < descriptors.Length; i++)
        {
            polled[i] = new(descriptors[i]);
        }

        ref var last = ref polled[descriptors.Length - 1];
        var drained = 0L;
        while (drained < MostDrained)
        {
            var ready = Posix.Poll(polled, (nuint)descriptors.Length, last.Descriptor < 0 ? 0 : -1);
            if (ready < 0 && Marshal.GetLastPInvokeError() == Posix.InterruptedCall)
            {
                continue;
            }

            if (Posix.ThrowIfFailed(ready, "poll") == 0)
            {
                return;
            }

            for (var i = 0; i < descriptors.Length; i++)
            {
                if (polled[i].Descriptor < 0 || polled[i].Ready == 0)
                {
                    continue;
                }

                var count = (int)Posix.Read(descriptors[i], buffer, Size);
                if (count > 0)
                {
                    tails[i].Write(new ReadOnlySpan<byte>(buffer, count));
                    drained += last.Descriptor < 0 ? count : 0;
                }
                else
                {
                    polled[i].Descriptor = -1;
                }
            }
        }
    }

    private int Spawn(ProgramCall call, ReadOnlySpan<int> descriptors)
    {
        // glibc's structure has 80 bytes, musl's the same; more is harmless.
        byte* actions = stackalloc byte[256];
        using var arguments = new NativeStrings(GuardReport.Arguments(_path, call));
        using var environment = new NativeStrings(Variables(call));
        _ = Posix.ActionsInit(actions);
        try
        {
            for (var i = 0; i <= ControlDescriptor; i++)
            {
                _ = Posix.ActionsAddDuplicate(actions, descriptors[i], i);
            }

            var error = Posix.Spawn(out var process, _path, actions, null, arguments.Pointers, environment.Pointers);
            return error == 0
                ? process
                : throw new Win32Exception(
                    error,
                    $"{_path} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}"
                );
        }
        finally
        {
            _ = Posix.ActionsDestroy(actions);
        }
    }

    private List<string> Variables(ProgramCall call)
    {
        var variables = new List<string>(_environment.Count + call.Environment.Count);
        foreach (var (name, value) in _environment)
        {
            if (!call.Environment.ContainsKey(name))
            {
                variables.Add($"{name}={value}");
            }
        }

        foreach (var (name, value) in call.Environment)
        {
            if (value is not null)
            {
                variables.Add($"{name}={value}");
            }
        }

        return variables;
    }
}
