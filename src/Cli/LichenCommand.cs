using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Lichen.Cli.Campaigns;
using Lichen.Cli.Doctor;
using Lichen.Cli.Footprints;
using Lichen.Cli.Models;
using Lichen.Cli.Potentials;
using Lichen.Cli.Routes;
using Lichen.Cli.Spaces;

namespace Lichen.Cli;

/// <summary>The command line: all verbs under one root, and what happens to errors.</summary>
internal static class LichenCommand
{
    public static string Version { get; } =
        typeof(LichenCommand)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    /// <summary>Runs one command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        // Scripts and editors ask for the version often: the answer needs no parser.
        if (arguments is ["--version"])
        {
            terminal.Output.WriteLine(Version);
            return ExitCode.Ok;
        }

        var options = new GlobalOptions();
        var root = Create(terminal, options);
        var parsed = root.Parse(arguments is [] ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            return UsageErrors.Write(parsed, terminal);
        }

        try
        {
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Output,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    // Verbs that run for long listen to signals themselves.
                    ProcessTerminationTimeout = null,
                }
            );
            return arguments is [] ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("lichen: interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            return Problems.Write(exception, parsed.GetValue(options.Verbose), terminal);
        }
    }

    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        // Not a RootCommand: its name would be that of whatever program hosts it.
        var root = new Command("lichen", "Explores chemical space with the fewest joules.")
        {
            RunVerb.Create(terminal, options),
            PlanVerb.Create(terminal, options),
            StatusVerb.Create(terminal, options),
            SteerVerb.Create(terminal, options),
            RunFolderVerbs.Report(terminal, options),
            RunFolderVerbs.Explain(terminal, options),
            FootprintVerb.Create(terminal, options),
            ArchiveVerb.Create(terminal, options),
            ModelVerb.Create(terminal, options),
            DistilVerb.Create(terminal, options),
            ModelsVerb.Create(terminal, options, DataFolder.Potentials),
            SpaceVerb.Create(terminal, options),
            RouteVerb.Create(terminal, options),
            SchemaVerb.Create(terminal),
            PropertiesVerb.Create(terminal, options),
            DoctorVerb.Create(terminal, options),
            LinearAlgebra.Create(terminal),
        };
        root.Add(new HelpOption { Description = "Show this help." });
        root.Add(new VersionOption { Description = "Show the version." });
        root.Add(options.Json);
        root.Add(options.Quiet);
        root.Add(options.Verbose);
        return root;
    }
}
