using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Xtb;

/// <summary>The program xtb: GFN2-xTB, GFN1-xTB and GFN-FF, optimised or on a given geometry, in gas or ALPB solvent.</summary>
/// <remarks>See docs/methods/xtb.md for what is read, checked and refused.</remarks>
public sealed class Xtb : IEngine
{
    /// <summary>Counts the changes in how xtb is called or read that may change a number.</summary>
    private const int Recipe = 1;

    // xtb keeps work arrays on the stack, and eight megabytes end in a segmentation fault at some hundred atoms.
    private const long StackBytes = 1L << 30;

    private static readonly ImmutableDictionary<string, string?> OneThread = ImmutableDictionary<string, string?>
        .Empty.Add("OMP_NUM_THREADS", "1")
        .Add("OMP_MAX_ACTIVE_LEVELS", "1")
        .Add("OMP_STACKSIZE", "256M")
        .Add("MKL_NUM_THREADS", "1")
        .Add("OPENBLAS_NUM_THREADS", "1")
        .Add("XTBHOME", null)
        .Add("XTBPATH", null);

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
            ?? IonProblem(request)
            ?? (request.Start is null ? "xtb needs a start geometry" : null);
        if (refusal is not null)
        {
            var asked = new Provenance("xtb", _version, level.ToString(), "");
            return new Failure(FailureKind.Input, FailureCodes.OutsideDomain, refusal).At(ResourceUsage.Nothing, asked);
        }

        var molecule = await MinimumAsync(request, cancellationToken);
        if (molecule is Computed solvated && Wants(request, XtbSolvation.FreeEnergy))
        {
            var gas = At(request, solvated, "gas") with { Level = level with { Solvation = null } };
            molecule = XtbSolvation.Join(solvated, await RunOneAsync(gas, XtbTask.SinglePoint, cancellationToken));
        }

        return await VerticalDifferences.AddAsync(
            request,
            molecule,
            ion =>
                RunOneAsync(ion with { Start = ((Computed)molecule).Geometry }, XtbTask.SinglePoint, cancellationToken)
        );
    }

    /// <summary>Turns what the program left into an outcome: first the process, then its words, then markers, then numbers.</summary>
    /// <param name="optimised">The geometry that an optimisation left, or null.</param>
    /// <param name="charges">Text of the file of atomic charges; empty where there is none.</param>
    internal static Outcome Judge(
        CalculationRequest request,
        ProgramResult result,
        Geometry? optimised,
        Provenance provenance,
        string charges = "",
        XtbTask task = XtbTask.Level
    )
    {
        var (candidate, level) = (request.Candidate, request.Level);
        var read = XtbOutput.Read(result.Output, result.Errors);
        var optimises = task == XtbTask.Level && level.Optimises;
        var geometry = optimises ? optimised : request.Start;
        var values = candidate.Charge == 0 ? read.Values : read.Values.Remove("dipole_moment");
        values = XtbCharges.Add(values, charges, geometry?.AtomCount ?? 0, candidate.Charge);
        var offered = XtbLevels.Offer(level).Properties;
        values = values.RemoveRange(values.Keys.Where(name => !offered.Contains(name)));
        var failure =
            Failure.OfProcess("xtb", result)
            ?? Failure.OfDisk("xtb", result, result.Output + result.Errors)
            ?? Apart(request, XtbFailures.Find(result.Output, result.Errors), geometry)
            ?? Failure.OfExit("xtb", result)
            ?? Markers(optimises, read, geometry, provenance.Version)
            ?? XtbSolvation.Problem(level, read)
            ?? Acceptance.Problem("xtb", request, values, geometry)
            ?? XtbFailures.OfGap(candidate, values)
            ?? XtbMinimum.Problem(read);
        return failure is null
            ? new Computed(values, geometry, result.Usage, provenance)
            : failure.At(result.Usage, provenance);
    }

    private static bool Wants(CalculationRequest request, string name) =>
        request.Wanted.Any(property => property.Name == name);

    // Before the molecule is computed: an ion that cannot be is known without it.
    private static string? IonProblem(CalculationRequest request) =>
        (
            Wants(request, VerticalDifferences.Ionization)
                ? Spin.Problem("xtb", VerticalDifferences.Ion(request.Candidate, 1))
                : null
        )
        ?? (
            Wants(request, VerticalDifferences.Affinity)
                ? Spin.Problem("xtb", VerticalDifferences.Ion(request.Candidate, -1))
                : null
        );

    /// <summary>What a further run at the geometry of a finished one is asked for, within what is left of the limits.</summary>
    private static CalculationRequest At(CalculationRequest request, Computed finished, string folder) =>
        request with
        {
            Start = finished.Geometry,
            Wanted = [Property.TotalEnergy],
            WorkFolder = Directory.CreateDirectory(Path.Combine(request.WorkFolder, folder)).FullName,
            Limits = request.Limits.After(finished.Usage),
        };

    /// <summary>
    /// The run of the level itself and, where they are wanted, second derivatives at its geometry. The cure of a saddle
    /// point is a start displaced along its imaginary modes.
    /// </summary>
    private async Task<Outcome> MinimumAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Wanted.Where(property =>
            property.Name
                is not (
                    XtbMinimum.Gibbs
                    or XtbMinimum.ImaginaryModes
                    or XtbSolvation.FreeEnergy
                    or VerticalDifferences.Ionization
                    or VerticalDifferences.Affinity
                )
        );
        var own = request with { Wanted = [.. wanted.Append(Property.TotalEnergy).Distinct()] };
        var outcome = await RunOneAsync(own, XtbTask.Level, cancellationToken);
        if (!XtbMinimum.IsWanted(request))
        {
            return outcome;
        }

        for (var displaced = 0; outcome is Computed optimised; displaced++)
        {
            var hessian = At(request, optimised, $"hessian-{displaced}") with
            {
                Wanted = [Property.TotalEnergy, Property.GibbsEnergy, Property.ImaginaryModes],
            };
            outcome = XtbMinimum.Join(optimised, await RunOneAsync(hessian, XtbTask.Hessian, cancellationToken));
            var beside = Path.Combine(hessian.WorkFolder, XtbMinimum.DisplacedFile);
            if (
                outcome is not Failed { Code: FailureCodes.NotAMinimum }
                || request.Cure != FailureCodes.NotAMinimum
                || displaced == XtbMinimum.MostDisplacements
                || !File.Exists(beside)
                || Xyz.Read(await File.ReadAllTextAsync(beside, cancellationToken)) is not { } start
            )
            {
                return outcome;
            }

            var again = own with
            {
                Start = start,
                WorkFolder = Directory
                    .CreateDirectory(Path.Combine(request.WorkFolder, $"displaced-{displaced}"))
                    .FullName,
                Limits = request.Limits.After(outcome.Usage),
            };
            var next = await RunOneAsync(again, XtbTask.Level, cancellationToken);
            outcome = next with { Usage = outcome.Usage.Then(next.Usage) };
        }

        return outcome;
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
            // xtb looks for parameters in the home folder; those of one user must not change a number.
            Environment = OneThread.Add("HOME", request.WorkFolder),
            Limits = request.Limits,
            StackBytes = StackBytes,
        };
        var result = await _guard.RunAsync(call, cancellationToken);
        var final = task == XtbTask.Level && level.Optimises ? Xyz.Read(await Left("xtbopt.xyz")) : null;
        var charges = await Left(level.Method == XtbLevels.GfnFf ? "gfnff_charges" : "charges");
        return WorkFiles.Explain("xtb", request.WorkFolder, Judge(request, result, final, provenance, charges, task));

        async Task<string> Left(string name) =>
            Path.Combine(request.WorkFolder, name) is var path && File.Exists(path)
                ? await File.ReadAllTextAsync(path, cancellationToken)
                : "";
    }

    // An optimisation that follows fragments apart never converges, and no other optimiser would bring them back.
    private static Failure? Apart(CalculationRequest request, Failure? failure, Geometry? geometry) =>
        failure?.Code == FailureCodes.GeometryNotConverged
        && geometry is not null
        && geometry.AtomCount == request.Start!.AtomCount
        && Connectivity.Problem(geometry, request.Bonds) is { } change
            ? new(FailureKind.Input, FailureCodes.Connectivity, $"the molecule changed in xtb: {change}")
            : failure;

    private static Failure? Markers(bool optimised, XtbOutput read, Geometry? geometry, string version)
    {
        if (!read.EndedNormally)
        {
            return new(
                FailureKind.Transient,
                FailureCodes.OutputIncomplete,
                "xtb did not say that it terminated normally"
            );
        }

        if (read.Version != version)
        {
            return new(
                FailureKind.Transient,
                FailureCodes.EngineVersion,
                $"xtb {read.Version} answered where {version} was found at the start"
            );
        }

        if (!read.ScfConverged)
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.Scf,
                "xtb ended normally with charges that are not self-consistent"
            );
        }

        if (optimised && !read.GeometryConverged)
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
