using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Lichen.Compute.Engines;
using Lichen.Compute.LinearAlgebra;
using Lichen.Compute.Processes;

namespace Lichen.Cli.Doctor;

/// <summary>The linear algebra that each engine links, measured on one core in a process of its own.</summary>
internal static class LinearAlgebra
{
    private const string Verb = "measure-library";
    private const string CoreType = "OPENBLAS_CORETYPE";

    /// <summary>A hidden verb: measures one library in this process and prints the rates as JSON.</summary>
    public static Command Create(Terminal terminal)
    {
        var library = new Argument<string>("library");
        var command = new Command(Verb, "Measure a library of linear algebra.") { library };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(Dgemm.Measure(parsed.GetValue(library)!)));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>One fact for each library that engines link, with the setting that cures a kernel for an older processor.</summary>
    public static async Task<IReadOnlyList<Fact>> FactsAsync(string cacheFolder, CancellationToken cancellationToken)
    {
        Guard guard;
        try
        {
            guard = Guard.Beside();
        }
        catch (FileNotFoundException)
        {
            // Said among the parts already.
            return [];
        }

        var libraries = new Dictionary<string, List<string>>();
        foreach (var report in await new EngineProbe(guard, cacheFolder).AllAsync(cancellationToken))
        {
            if (report.Program is { } program && await BlasLink.OfAsync(guard, program, cancellationToken) is { } path)
            {
                libraries.TryAdd(path, []);
                libraries[path].Add(report.Engine);
            }
        }

        var facts = new List<Fact>();
        foreach (var (path, engines) in libraries)
        {
            facts.Add(await FactAsync(guard, path, string.Join(", ", engines), cancellationToken));
        }

        return facts;
    }

    private static async Task<Fact> FactAsync(
        Guard guard,
        string path,
        string engines,
        CancellationToken cancellationToken
    )
    {
        var name = $"linear algebra of {engines}";
        if (await MeasureAsync(guard, path, null, cancellationToken) is not { } rate)
        {
            return new Fact(name, $"{path}: not measured, it has no dgemm_");
        }

        var text = $"{path}: {Words(rate)}";
        if (CpuKernel.Cure(rate.Kernel, CpuKernel.ClassOfProcessor()) is not { } cure)
        {
            return new Fact(name, text);
        }

        var better = await MeasureAsync(guard, path, cure, cancellationToken);
        return new Fact(
            name,
            text
                + $"; '{rate.Kernel}' is a kernel for an older processor. Set limits.openblas_coretype: {cure} in the "
                + $"campaign file, or {CoreType}={cure}"
                + (better is null ? "" : $", which gives {Words(better)}")
        );
    }

    private static string Words(DgemmRate rate) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{rate.GigaflopsPerSecond:0} GFLOP/s on one core, of {rate.PeakGigaflopsPerSecond:0} that its instructions "
        ) + $"give{(rate.Kernel.Length == 0 ? "" : $", kernel {rate.Kernel}")}";

    private static async Task<DgemmRate?> MeasureAsync(
        Guard guard,
        string path,
        string? coreType,
        CancellationToken cancellationToken
    )
    {
        var environment = ImmutableDictionary<string, string?>
            .Empty.Add("OPENBLAS_NUM_THREADS", "1")
            .Add("OMP_NUM_THREADS", "1")
            .Add("MKL_NUM_THREADS", "1");
        var program = Path.Combine(AppContext.BaseDirectory, "lichen");
        var call = new ProgramCall(program, [Verb, path], Path.GetTempPath())
        {
            Environment = coreType is null ? environment : environment.Add(CoreType, coreType),
        };
        var result = await guard.RunAsync(call, cancellationToken);
        return result.ExitCode == 0 ? JsonSerializer.Deserialize<DgemmRate>(result.Output) : null;
    }
}
