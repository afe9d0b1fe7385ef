using System.Diagnostics;
using Lichen.Benchmarks;

if (args is [Start.Nothing])
{
    return 0;
}

// dotnet run --project bench/Benchmarks -c Release [-- [--dry] [PART OF A NAME...]]
var dry = args.Contains("--dry");
var wanted = args.Where(argument => argument != "--dry").ToArray();
var unknown = wanted.FirstOrDefault(word => word.StartsWith('-'));
if (unknown is not null)
{
    Console.Error.WriteLine($"unknown option '{unknown}'; usage: [--dry] [PART OF A NAME...]");
    return 2;
}

var scale = dry ? Scale.Dry : Scale.Whole;
var dyes = new Lazy<DyesPool>(() => DyesPool.Read(scale));
var structures = new Lazy<StructuresPool?>(StructuresPool.Find);
(string Name, Func<IEnumerable<Finding>> Run)[] paths =
[
    ("chemistry", () => BulkChemistry.Run(scale)),
    ("fingerprints", () => BulkFingerprints.Run(scale)),
    ("accessibility", () => Accessibility.Run(scale)),
    ("kernel", () => MinMaxKernel.Run(scale, dyes.Value)),
    ("fit", () => CoKrigingFitting.Run(scale, dyes.Value)),
    ("posterior", () => PosteriorUpdate.Run(scale, dyes.Value)),
    ("decisions", () => Decisions.Run(scale, dyes.Value)),
    ("fronts", () => Fronts.Run(scale)),
    ("large", () => LargePool.Run(scale, dyes.Value)),
    ("sparse", () => SparsePrediction.Run(scale, dyes.Value)),
    ("start", () => Start.Run(scale)),
    ("structures-representation", () => structures.Value is { } pool ? StructuresRepresentation.Run(scale, pool) : []),
    ("structures-local", () => structures.Value is { } pool ? StructuresKernel.Run(scale, pool) : []),
    ("potentials", () => structures.Value is { } pool ? Potentials.Run(scale, pool) : []),
    ("program", () => ProgramOverhead.Run(scale)),
    ("calculation", () => CalculationOverhead.Run(scale)),
    ("workers", () => WorkerShare.Run(scale, dyes.Value)),
    ("threads", () => Threads.Run(scale)),
];
var started = Stopwatch.GetTimestamp();
var loadBefore = MachineFacts.Load();
Console.WriteLine(dry ? "A dry run: every path once and small. The figures mean nothing.\n" : "");
Console.Write(Finding.TableHead);
foreach (var (name, run) in paths.Where(path => wanted.Length == 0 || wanted.Any(path.Name.Contains)))
{
    var begun = Stopwatch.GetTimestamp();
    foreach (var finding in run())
    {
        // At once: what was measured is not lost when a later path breaks.
        Console.WriteLine(finding.TableRow);
    }

    Console.Error.WriteLine($"{name}: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
}

Console.WriteLine("\n" + MachineFacts.Describe(loadBefore, Stopwatch.GetElapsedTime(started)));
return 0;
