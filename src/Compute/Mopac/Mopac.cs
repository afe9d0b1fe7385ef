using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Mopac;

/// <summary>The program MOPAC: PM7 and PM6-D3H4X, optimised or on a given geometry, in the gas phase.</summary>
/// <remarks>See docs/methods/mopac.md for what is read, checked and refused.</remarks>
public sealed class Mopac : IEngine
{
    /// <summary>Counts the changes in how MOPAC is called or read that may change a number.</summary>
    private const int Recipe = 1;

    // The program's own criterion of a converged geometry, in kcal/mol/angstrom; ten times what is asked for.
    private const double LargestGradientNorm = 1.0;

    // The keyword THREADS=1 does not reach OpenBLAS, whose threads wait for each other on a busy machine.
    private readonly Guard _guard;
    private readonly string _version;

    /// <param name="guard">Runs the program.</param>
    /// <param name="program">MOPAC as it was found.</param>
    public Mopac(Guard guard, FoundProgram program)
    {
        _guard = guard;
        _version = program.Version;
        Identity = new(
            "mopac",
            $"{program.Version}+r{Recipe}",
            "LGPL-3.0-or-later",
            program.Location,
            MopacLevels.ProgramCitations
        );
    }

    public EngineIdentity Identity { get; }

    public EngineOffer Offer(LevelOfTheory level) => MopacLevels.Offer(level);

    public string? Refusal(Candidate candidate, LevelOfTheory level) =>
        candidate.Elements.FirstOrDefault(symbol => !MopacLevels.HasElement(Elements.AtomicNumber(symbol)))
            is { } element
            ? $"mopac: {level.Method} has parameters for H to La and Lu to Bi, not for {element}"
            : Spin.Problem("mopac", candidate);

    public string? CureFor(string code) => MopacFailures.CureFor(code)?.Words;

    public async Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var (candidate, level) = (request.Candidate, request.Level);
        var offer = Offer(level);
        var refusal =
            offer.Problem
            ?? Refusal(candidate, level)
            ?? Acceptance.NotGiven("mopac", request, offer)
            ?? (request.Start is null ? "mopac needs a start geometry" : null);
        if (refusal is not null)
        {
            return Failure.Refused("mopac", _version, level, refusal);
        }

        var input = MopacInput.For(
            candidate,
            level,
            request.Start!,
            request.Wanted.Any(property => property.Name == "isotropic_polarizability"),
            MopacFailures.CureFor(request.Cure)
        );
        var provenance = new Provenance("mopac", _version, input.Settings, input.Hash);
        if (await WorkFiles.WriteAsync("mopac", request.WorkFolder, input.Files, cancellationToken) is { } full)
        {
            return full.At(ResourceUsage.Nothing, provenance);
        }

        var call = new ProgramCall(Identity.Location, input.Arguments, request.WorkFolder)
        {
            Environment = OneThread.In(request.WorkFolder),
            Limits = request.Limits,
        };
        var result = await _guard.RunAsync(call, cancellationToken);
        var path = Path.Combine(request.WorkFolder, MopacInput.OutputFile);
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        return WorkFiles.Explain("mopac", request.WorkFolder, Judge(request, result, text, provenance));
    }

    /// <summary>Turns what the program left into an outcome: first the process, then its words, then markers, then numbers.</summary>
    /// <param name="output">The output file; empty where there is none.</param>
    internal static Outcome Judge(
        CalculationRequest request,
        ProgramResult result,
        string output,
        Provenance provenance
    )
    {
        var read = MopacOutput.Read(output);
        var geometry = request.Level.Optimises ? read.Final : request.Start;
        var values = Acceptance.OfMolecule(request.Candidate, read.Values);
        values = SpinContamination.Add(values, request.Candidate, read.SpinSquared);
        var failure =
            Failure.OfProcess("mopac", result)
            ?? Failure.OfDisk("mopac", result, output + result.Errors)
            ?? Acceptance.Apart("mopac", request, MopacFailures.Find(output), read.Final)
            ?? Failure.OfExit("mopac", result)
            ?? Markers(request, read, geometry, provenance.Version)
            ?? Acceptance.Problem("mopac", request, values, geometry)
            ?? Acceptance.GapCollapse("mopac", request, values)
            ?? SpinContamination.Problem("mopac", request.Candidate, read.SpinSquared);
        return failure is null
            ? new Computed(values, geometry, result.Usage, provenance)
            : failure.At(result.Usage, provenance);
    }

    private static Failure? Markers(CalculationRequest request, MopacOutput read, Geometry? geometry, string version)
    {
        if (!read.EndedNormally)
        {
            return new(FailureKind.Transient, FailureCodes.OutputIncomplete, "mopac did not say that its job ended");
        }

        if (Failure.OfVersion("mopac", read.Version, version) is { } other)
        {
            return other;
        }

        // With too few iterations the program prints numbers of no field at all, and says that one was achieved.
        if (!read.ScfConverged || read.ScfCalculations < 1)
        {
            return new(FailureKind.Convergence, FailureCodes.Scf, "mopac ended without a self-consistent field");
        }

        if (request.Level.Optimises && request.Start!.AtomCount > 1 && !(read.GradientNorm <= LargestGradientNorm))
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.GeometryNotConverged,
                $"mopac ended at a gradient norm of {read.GradientNorm} kcal/mol/angstrom"
            );
        }

        return geometry is null
            ? new(FailureKind.Transient, FailureCodes.OutputIncomplete, "mopac left no whole geometry")
            : null;
    }
}
