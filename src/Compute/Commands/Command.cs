using System.Security.Cryptography;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Commands;

/// <summary>Any program that takes a request in JSON on standard input and answers in JSON on standard output.</summary>
public sealed class Command(Guard guard, CommandDefinition definition) : IEngine
{
    public EngineIdentity Identity { get; } =
        new(definition.Name, VersionOf(definition), definition.Licence, definition.Program, definition.Citations);

    public EngineOffer Offer(LevelOfTheory level) =>
        Find(level) is { } offered
            ? new EngineOffer([.. offered.Properties.Select(property => property.Name)], offered.Geometry, null, [])
            : EngineOffer.None(
                $"{definition.Name} has no level '{level}'; it declares {string.Join(" | ", definition.Levels.Select(l => l.Level))}"
            );

    /// <summary>None: only the user's program knows its domain, and says so by a failure of kind input.</summary>
    public string? Refusal(Candidate candidate, LevelOfTheory level) => null;

    public string? CureFor(string code) => null;

    public async Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var input = CommandInput.Write(request);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(input)));
        var settings = $"{request.Level}; {string.Join(' ', [definition.Program, .. definition.Arguments])}";
        var call = new ProgramCall(definition.Program, definition.Arguments, request.WorkFolder)
        {
            Input = input,
            Limits = request.Limits,
        };
        var result = await guard.RunAsync(call, cancellationToken);
        var properties = Find(request.Level)?.Properties ?? [];
        return Judge(request, result, properties, new Provenance(definition.Name, definition.Version, settings, hash));
    }

    /// <summary>Turns a reply into an outcome: first the process, then the reply's form, then its numbers.</summary>
    internal static Outcome Judge(
        CalculationRequest request,
        ProgramResult result,
        IReadOnlyList<Property> properties,
        Provenance provenance
    )
    {
        var program = provenance.Program;
        var failure =
            Failure.OfProcess(program, result)
            ?? Failure.OfDisk(program, result, result.Errors)
            ?? Failure.OfExit(program, result);
        if (failure is not null)
        {
            return failure.At(result.Usage, provenance);
        }

        var read = CommandOutput.Read(result.Output, properties, request.Start);
        var usage = read.Cost is { } cost ? result.Usage.Then(cost) : result.Usage;
        failure = read.Failure ?? Acceptance.Problem(program, request, read.Values, read.Geometry);
        return failure is null
            ? new Computed(read.Values, read.Geometry, usage, provenance)
            : (failure with { Reason = $"{program}: {failure.Reason}" }).At(usage, provenance);
    }

    // Two programs of one version are two engines, so the command is part of it; folders are not, so that it can move.
    private static string VersionOf(CommandDefinition definition) =>
        $"{definition.Version} ({string.Join(' ', definition.Arguments.Prepend(definition.Program).Select(Path.GetFileName))})";

    private CommandLevel? Find(LevelOfTheory level) =>
        definition.Levels.FirstOrDefault(offered => offered.Level == level);
}
