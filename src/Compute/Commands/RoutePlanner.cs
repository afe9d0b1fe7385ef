using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Commands;

/// <summary>
/// A user's own route planner: JSON with a SMILES on standard input, JSON back; docs/guide/command-engine.md describes the
/// exchange.
/// </summary>
/// <param name="program">A path, or a name on PATH.</param>
/// <param name="arguments">Passed as they are; no shell reads them.</param>
/// <param name="version">Version that the user gives it.</param>
public sealed class RoutePlanner(Guard guard, string program, IReadOnlyList<string> arguments, string version)
{
    /// <summary>Name of the exchange, as the request says it.</summary>
    public const string Schema = "lichen-route-1";

    // Molecules are read by people in this text: = and + stay what they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Version and command without folders, so that it can move: two programs of one version are two planners.</summary>
    public string Identity { get; } =
        $"planner {version} ({string.Join(' ', arguments.Prepend(program).Select(Path.GetFileName))})";

    /// <param name="smiles">Canonical SMILES of the target.</param>
    /// <param name="steps">Most reactions in a route.</param>
    /// <param name="stock">Absolute path of what can be bought, or null where the planner knows it.</param>
    /// <param name="folder">An empty folder of this search's own; the caller removes it.</param>
    public async Task<RouteReply> FindAsync(
        string smiles,
        int steps,
        string? stock,
        ResourceLimits limits,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var call = new ProgramCall(program, arguments, folder)
        {
            Input = Request(smiles, steps, stock, limits),
            Limits = limits,
        };
        var result = await guard.RunAsync(call, cancellationToken).ConfigureAwait(false);
        var failure =
            Failure.OfProcess("the planner", result)
            ?? Failure.OfDisk("the planner", result, result.Errors)
            ?? Failure.OfExit("the planner", result);
        return failure is null
            ? RouteReply.Read(result.Output, smiles, steps) with
            {
                Usage = result.Usage,
            }
            : RouteReply.Unknown(failure.Reason) with
            {
                Usage = result.Usage,
            };
    }

    private static string Request(string smiles, int steps, string? stock, ResourceLimits limits)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("smiles", smiles);
            json.WriteNumber("steps", steps);
            json.WriteString("stock", stock);
            CommandInput.WriteLimits(json, limits);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
