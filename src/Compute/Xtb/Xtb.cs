using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Xtb;

/// <summary>The program xtb: GFN2-xTB, GFN1-xTB and GFN-FF, optimised or on a given geometry, in gas or ALPB solvent.</summary>
/// <remarks>See docs/methods/xtb.md for what is read, checked and refused.</remarks>
public sealed class Xtb : IEngine
{
    /// <summary>Counts the changes in how xtb is called or read that may change a number.</summary>
    private const int Recipe = 1;

    // xtb keeps work arrays on the stack, and eight megabytes end in a segmentation fault at some hundred atoms.
    private const long StackBytes = 1L << 30;

    private readonly Guard _guard;
    private readonly string _version;

    /// <param name="guard">Runs the program.</param>
    /// <param name="program">xtb as it was found.</param>
    public Xtb(Guard guard, FoundProgram program)
    {
        _guard = guard;
        _version = program.Version;
        Identity = new(
            "xtb",
            $"{program.Version}+r{Recipe}",
            "LGPL-3.0-or-later",
            program.Location,
            XtbLevels.ProgramCitations
        );
    }

    public EngineIdentity Identity { get; }

    public EngineOffer Offer(LevelOfTheory level) => XtbLevels.Offer(level);

    public string? Refusal(Candidate candidate, LevelOfTheory level)
    {
        if (
            candidate.Elements.FirstOrDefault(symbol =>
                !(Elements.AtomicNumber(symbol) <= XtbLevels.HeaviestElement)
            ) is
            { } element
        )
        {
            return $"xtb: {level.Method} has parameters for H to Rn, not for {element}";
        }

        return Spin.Problem("xtb", candidate);
    }

    public string? CureFor(string code) => XtbFailures.CureFor(code)?.Words;

    public async Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var (candidate, level) = (request.Candidate, request.Level);
        var offer = Offer(level);
        var refusal =
            offer.Problem
            ?? Acceptance.NotGiven("xtb", request, offer)
            ?? Refusal(candidate, level)
            ?? VerticalDifferences.IonProblem("xtb", request)
            ?? (request.Start is null ? "xtb needs a start geometry" : null);
        if (refusal is not null)
        {
            return Failure.Refused("xtb", _version, level, refusal);
        }

        var first = await RunOneAsync(XtbFurther.First(request), XtbTask.Level, cancellationToken);
        return await new XtbFurther((further, task) => RunOneAsync(further, task, cancellationToken)).AddAsync(
            request,
            first
        );
    }

    private async Task<Outcome> RunOneAsync(
        CalculationRequest request,
        XtbTask task,
        CancellationToken cancellationToken
    )
    {
        var (candidate, level) = (request.Candidate, request.Level);
        var input = XtbInput.For(candidate, level, request.Start!, XtbFailures.CureFor(request.Cure), task);
        var provenance = new Provenance("xtb", _version, input.Settings, input.Hash);
        if (await WorkFiles.WriteAsync("xtb", request.WorkFolder, input.Files, cancellationToken) is { } full)
        {
            return full.At(ResourceUsage.Nothing, provenance);
        }

        var call = new ProgramCall(Identity.Location, input.Arguments, request.WorkFolder)
        {
            // xtb looks for parameters in these places too.
            Environment = OneThread
                .In(request.WorkFolder)
                .Add("OMP_MAX_ACTIVE_LEVELS", "1")
                .Add("OMP_STACKSIZE", "256M")
                .Add("XTBHOME", null)
                .Add("XTBPATH", null),
            Limits = request.Limits,
            StackBytes = StackBytes,
        };
        var result = await _guard.RunAsync(call, cancellationToken);
        var optimised = Path.Combine(request.WorkFolder, "xtbopt.xyz");
        var final =
            level.Optimises && File.Exists(optimised)
                ? Xyz.Read(await File.ReadAllTextAsync(optimised, cancellationToken))
                : null;
        var charges = await ChargesAsync(request, cancellationToken);
        return WorkFiles.Explain("xtb", request.WorkFolder, Judge(request, result, final, provenance, charges));
    }

    // Only where they are wanted: what is kept of a calculation that does not want them stays as it was.
    private static async Task<ImmutableSortedDictionary<string, double>> ChargesAsync(
        CalculationRequest request,
        CancellationToken cancellationToken
    )
    {
        var name = request.Level.Method == XtbLevels.GfnFf ? "gfnff_charges" : "charges";
        var file = Path.Combine(request.WorkFolder, name);
        return
            request.Wanted.Any(property => property.Name is XtbFurther.LargestCharge or XtbFurther.SmallestCharge)
            && File.Exists(file)
            ? XtbFurther.Charges(await File.ReadAllTextAsync(file, cancellationToken), request.Candidate)
            : ImmutableSortedDictionary<string, double>.Empty;
    }

    /// <summary>Turns what the program left into an outcome: first the process, then its words, then markers, then numbers.</summary>
    internal static Outcome Judge(
        CalculationRequest request,
        ProgramResult result,
        Geometry? optimised,
        Provenance provenance,
        ImmutableSortedDictionary<string, double>? charges = null
    )
    {
        var read = XtbOutput.Read(result.Output, result.Errors);
        var geometry = request.Level.Optimises ? optimised : request.Start;
        var values = Acceptance.OfMolecule(request.Candidate, read.Values);
        var offered = XtbLevels.Offer(request.Level).Properties.Concat(request.Wanted.Select(wanted => wanted.Name));
        values = values
            .RemoveRange(values.Keys.Where(name => !offered.Contains(name)))
            .AddRange(charges ?? ImmutableSortedDictionary<string, double>.Empty);
        var failure =
            Failure.OfProcess("xtb", result)
            ?? Failure.OfDisk("xtb", result, result.Output + result.Errors)
            ?? Acceptance.Apart("xtb", request, XtbFailures.Find(result.Output, result.Errors), geometry)
            ?? Failure.OfExit("xtb", result)
            ?? Markers(request.Level, read, geometry, provenance.Version)
            ?? OfReferenceState(request.Level, read)
            ?? Acceptance.Problem("xtb", request, values, geometry)
            ?? Acceptance.GapCollapse("xtb", request, values);
        return failure is null
            ? new Computed(values, geometry, result.Usage, provenance)
            : failure.At(result.Usage, provenance);
    }

    // A free energy of another state would be off by up to 4.3 kcal/mol and look as good.
    private static Failure? OfReferenceState(LevelOfTheory level, XtbOutput read) =>
        level.Solvation is null || read.ReferenceState == XtbOutput.OneMolar
            ? null
            : new(
                FailureKind.Transient,
                FailureCodes.OutputIncomplete,
                $"xtb gave the solution in the state '{read.ReferenceState}', not '{XtbOutput.OneMolar}'"
            );

    private static Failure? Markers(LevelOfTheory level, XtbOutput read, Geometry? geometry, string version)
    {
        if (!read.EndedNormally)
        {
            return new(
                FailureKind.Transient,
                FailureCodes.OutputIncomplete,
                "xtb did not say that it terminated normally"
            );
        }

        if (Failure.OfVersion("xtb", read.Version, version) is { } other)
        {
            return other;
        }

        if (!read.ScfConverged)
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.Scf,
                "xtb ended normally with charges that are not self-consistent"
            );
        }

        if (level.Optimises && !read.GeometryConverged)
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.GeometryNotConverged,
                "xtb ended normally without a converged geometry"
            );
        }

        return geometry is null
            ? new(FailureKind.Transient, FailureCodes.OutputIncomplete, "xtb left no whole geometry")
            : null;
    }
}
