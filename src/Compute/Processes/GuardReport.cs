using System.Globalization;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Processes;

/// <summary>The line that the guard writes when its program has ended, and the options it is started with.</summary>
internal sealed record GuardReport(
    int Exit,
    int Signal,
    StopReason Stop,
    int Errno,
    long UserMicroseconds,
    long SystemMicroseconds,
    long WallMicroseconds,
    long ResidentKilobytes,
    int Left
)
{
    /// <summary>Reads the line; null when it is not there or not whole, as after a kill of the guard.</summary>
    public static GuardReport? Parse(ReadOnlySpan<char> text)
    {
        if (!text.EndsWith("\n"))
        {
            return null;
        }

        var fields = new Dictionary<string, string>();
        foreach (var range in text.TrimEnd().Split(' '))
        {
            var field = text[range].TrimEnd();
            var equals = field.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }

            fields[field[..equals].ToString()] = field[(equals + 1)..].ToString();
        }

        return new GuardReport(
            (int)Number("exit"),
            (int)Number("signal"),
            fields["stop"] switch
            {
                "none" => StopReason.None,
                "cpu" => StopReason.CpuTime,
                "wall" => StopReason.WallTime,
                "memory" => StopReason.Memory,
                _ => StopReason.Asked,
            },
            (int)Number("errno"),
            Number("user_us"),
            Number("sys_us"),
            Number("wall_us"),
            Number("rss_kb"),
            (int)Number("left")
        );

        long Number(string name) => long.Parse(fields[name], CultureInfo.InvariantCulture);
    }

    /// <summary>The guard's own arguments for a call, its name first.</summary>
    public static List<string> Arguments(string guard, ProgramCall call)
    {
        var arguments = new List<string>(16 + call.Arguments.Count)
        {
            guard,
            "--folder",
            call.Folder,
            "--grace",
            Seconds(call.Grace),
        };
        if (call.Limits is { } limits)
        {
            Add("--cpu", Seconds(limits.CpuTime), limits.CpuTime > TimeSpan.Zero);
            Add("--wall", Seconds(limits.WallTime), limits.WallTime > TimeSpan.Zero);
            Add("--memory", limits.MemoryBytes.ToString(CultureInfo.InvariantCulture), limits.MemoryBytes > 0);
        }

        Add("--stack", call.StackBytes.ToString(CultureInfo.InvariantCulture), call.StackBytes > 0);
        arguments.Add("--");
        arguments.Add(call.Program);
        arguments.AddRange(call.Arguments);
        return arguments;

        static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);
        void Add(string option, string value, bool given)
        {
            if (given)
            {
                arguments.AddRange([option, value]);
            }
        }
    }
}
