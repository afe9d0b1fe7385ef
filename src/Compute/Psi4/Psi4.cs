using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Psi4;

/// <summary>The program Psi4: Hartree-Fock, density functionals, MP2 and CCSD(T) in any of its basis sets; optima of the first two.</summary>
/// <remarks>See docs/methods/psi4.md for what is read, checked and refused.</remarks>
public sealed class Psi4 : IEngine
{
    /// <summary>Counts the changes in how Psi4 is called or read that may change a number.</summary>
    private const int Recipe = 1;

    private const long LeastMemoryBytes = 512L << 20;

    // What it plans with is not all it takes: of 91 single points planned with 3 GB, the largest took 4.0.
    internal const double UsualMemoryShare = 0.6;
    private const string InputFile = "input.dat";
    private const string OutputFile = "output.dat";

    private static readonly string[] Properties =
    [
        "homo_lumo_gap",
        "homo_energy",
        "lumo_energy",
        "dipole_moment",
        "total_energy",
    ];

    private const string Polarizability = "isotropic_polarizability";

    private static readonly string[] Differences = [VerticalDifferences.Ionization, VerticalDifferences.Affinity];

    // The paper that each version asks to be cited by.
    private const string Before14 =
        "R. M. Parrish et al., J. Chem. Theory Comput. 2017, 13, 3185, https://doi.org/10.1021/acs.jctc.7b00174";
    private const string Since14 =
        "D. G. A. Smith et al., J. Chem. Phys. 2020, 152, 184108, https://doi.org/10.1063/5.0006002";

    private readonly Guard _guard;
    private readonly string _version;
    private readonly Psi4Methods _methods;
    private readonly BasisFolder _basis;

    /// <param name="guard">Runs the program.</param>
    /// <param name="program">Psi4 as it was found, with the functionals and the basis folder it told of.</param>
    public Psi4(Guard guard, FoundProgram program)
    {
        _guard = guard;
        _version = program.Version;
        _methods = new Psi4Methods(
            program.Capabilities.Where(name => !name.Contains(':', StringComparison.Ordinal)).ToFrozenSet(),
            program
                .Capabilities.Where(name => name.StartsWith(Psi4Probe.Response, StringComparison.Ordinal))
                .Select(name => name[Psi4Probe.Response.Length..])
                .ToFrozenSet()
        );
        _basis = Psi4Basis.In(
            program.Capabilities.First(name => name.StartsWith(Psi4Probe.BasisFolder, StringComparison.Ordinal))[
                Psi4Probe.BasisFolder.Length..
            ]
        );
        Identity = new(
            "psi4",
            $"{program.Version}+r{Recipe}",
            "LGPL-3.0-only",
            program.Location,
            [Old(program.Version) ? Before14 : Since14]
        );
    }

    /// <summary>What Psi4 gives at which kind of level; of functionals, the program says which give polarizabilities.</summary>
    internal static IReadOnlyList<Capability> Capabilities =>
        [
            new(
                "psi4",
                "HF and density functionals",
                [.. PropertiesOf(Psi4Theory.SelfConsistent, responds: true), Property.WeakestBondEnergy.Name]
            ),
            new("psi4", "MP2, CCSD(T)", PropertiesOf(Psi4Theory.Mp2, responds: false)),
        ];

    public EngineIdentity Identity { get; }

    public EngineOffer Offer(LevelOfTheory level)
    {
        if (_methods.Problem(_version, level.Method) is { } problem)
        {
            return EngineOffer.None(problem);
        }

        if (level.Basis is null)
        {
            return EngineOffer.None($"psi4 needs a basis set; write {level.Method}/def2-SVP//GFN2-xTB");
        }

        if (!_basis.Has(level.Basis))
        {
            var near = _basis.Nearest(level.Basis) is { } name ? $"; did you mean {name}?" : "";
            return EngineOffer.None($"psi4 {_version} has no basis set '{level.Basis}'{near}");
        }

        if (OptimumProblem(level) is { } optimum)
        {
            return EngineOffer.None(optimum);
        }

        if (level.Solvation is { } solvation)
        {
            return EngineOffer.None($"psi4 computes in the gas phase here; '{solvation}' is not offered");
        }

        var geometry = level.GeometryLevel is null or LevelOfTheory.ForceFieldGeometry
            ? GeometryNeed.ForceField
            : GeometryNeed.LowerLevel;
        return new EngineOffer(PropertiesAt(level, _methods.Responds(level.Method)), geometry, null, []);
    }

    /// <summary>Why Psi4 does not optimise at a level; null where it does, and for single points.</summary>
    internal static string? OptimumProblem(LevelOfTheory level) =>
        level.Optimises && Psi4Methods.TheoryOf(level.Method) != Psi4Theory.SelfConsistent
            ? $"psi4 optimises with HF and density functionals here; write '{level with { GeometryLevel = "GFN2-xTB" }}' for a "
                + "single point on the geometry of a lower level"
            : null;

    public string? Refusal(Candidate candidate, LevelOfTheory level)
    {
        if (level.Basis is { } basis && _basis.Has(basis))
        {
            var has = _basis.ElementsOf(basis);
            if (candidate.Elements.FirstOrDefault(symbol => !has.Contains(symbol)) is { } element)
            {
                return $"psi4: basis {basis} has no {element}";
            }
        }

        return
            Psi4Methods.TheoryOf(level.Method) != Psi4Theory.SelfConsistent
            && FrozenCore.Problem("psi4", candidate) is { } heavy
            ? heavy
            : Spin.Problem("psi4", candidate);
    }

    public string? CureFor(string code) => Psi4Failures.CureFor(code)?.Words;

    public async Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var (candidate, level) = (request.Candidate, request.Level);
        var offer = Offer(level);
        var refusal =
            offer.Problem
            ?? Acceptance.NotGiven("psi4", request, offer)
            ?? Refusal(candidate, level)
            ?? (
                WantsResponse(request) && candidate.Multiplicity != 1
                    ? "psi4 gives polarizabilities of closed shells here"
                    : null
            )
            ?? (request.Start is null ? "psi4 needs a geometry" : null);
        if (refusal is not null)
        {
            return Failure.Refused("psi4", _version, level, refusal);
        }

        var molecule = await RunOneAsync(VerticalDifferences.OfMolecule(request), cancellationToken);
        var vertical =
            level.Optimises && molecule is Computed { Geometry: { } optimum }
                ? request with
                {
                    Start = optimum,
                    Level = level with { GeometryLevel = LevelOfTheory.ForceFieldGeometry },
                }
                : request;
        return await VerticalDifferences.AddAsync(vertical, molecule, ion => RunOneAsync(ion, cancellationToken));
    }

    private async Task<Outcome> RunOneAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var cure = Psi4Failures.CureFor(request.Cure);
        var input = Psi4Input.For(request.Candidate, request.Level, request.Start!, WantsResponse(request), cure);
        var provenance = new Provenance("psi4", _version, input.Settings, input.Hash);
        if (
            await WorkFiles.WriteAsync("psi4", request.WorkFolder, [new(InputFile, input.Text)], cancellationToken) is
            { } full
        )
        {
            return full.At(ResourceUsage.Nothing, provenance);
        }

        // Psi4 plans with this figure and takes somewhat more; which algorithm it chooses changes no digit that counts.
        var memory = Math.Max(
            LeastMemoryBytes,
            (long)(request.Limits.MemoryBytes * (cure?.MemoryShare ?? UsualMemoryShare))
        );
        var call = new ProgramCall(
            Identity.Location,
            ["-n", "1", "-i", InputFile, "-o", OutputFile],
            request.WorkFolder
        )
        {
            Environment = Surroundings(request.WorkFolder, memory),
            Limits = request.Limits,
        };
        var result = await _guard.RunAsync(call, cancellationToken);
        var outputPath = Path.Combine(request.WorkFolder, OutputFile);
        var output = File.Exists(outputPath) ? await File.ReadAllTextAsync(outputPath, cancellationToken) : "";
        return WorkFiles.Explain("psi4", request.WorkFolder, Judge(request, result, output, provenance));
    }

    /// <summary>Turns what the program left into an outcome: first the process, then its words, then markers, then numbers.</summary>
    internal static Outcome Judge(
        CalculationRequest request,
        ProgramResult result,
        string output,
        Provenance provenance
    )
    {
        var read = Psi4Output.Read(output);
        var words = $"{output}\n{result.Errors}";
        var values = Acceptance.OfMolecule(request.Candidate, read.Values);
        var geometry = request.Level.Optimises ? read.Final(request.Start!) : request.Start;
        values = SpinContamination.Add(values, request.Candidate, read.SpinSquared);
        var failure =
            Failure.OfProcess("psi4", result)
            ?? Failure.OfDisk("psi4", result, words)
            // Before the exit: after a failed SCF, 1.3.2 may end in an abort of the memory allocator.
            ?? Acceptance.Apart("psi4", request, Psi4Failures.Find(words), geometry)
            ?? Failure.OfExit("psi4", result)
            ?? Markers(request, read, provenance.Version)
            ?? (
                geometry is null
                    ? new(FailureKind.Transient, FailureCodes.OutputIncomplete, "psi4 wrote no final geometry")
                    : Acceptance.Problem("psi4", request, values, geometry)
            )
            ?? Acceptance.GapCollapse("psi4", request, values)
            ?? SpinContamination.Problem("psi4", request.Candidate, read.SpinSquared);
        return failure is null
            ? new Computed(values, geometry, result.Usage, provenance)
            : failure.At(result.Usage, provenance);
    }

    private static Failure? Markers(CalculationRequest request, Psi4Output read, string version)
    {
        if (request.Level.Optimises && read.EndedNormally && !read.GeometryConverged)
        {
            return new(
                FailureKind.Convergence,
                FailureCodes.GeometryNotConverged,
                "psi4 ended without a converged geometry"
            );
        }

        if (!read.EndedNormally)
        {
            return new(
                FailureKind.Transient,
                FailureCodes.OutputIncomplete,
                "psi4 did not say that it ended successfully"
            );
        }

        if (Failure.OfVersion("psi4", read.Version, version) is { } other)
        {
            return other;
        }

        return read.ScfConverged
            ? null
            : new(FailureKind.Convergence, FailureCodes.Scf, "psi4 ended without a converged SCF");
    }

    /// <summary>Properties of a level: on the geometry of another level the fragments of a bond would have none.</summary>
    internal static IReadOnlyList<string> PropertiesAt(LevelOfTheory level, bool responds)
    {
        var theory = Psi4Methods.TheoryOf(level.Method);
        return theory == Psi4Theory.SelfConsistent && level.GeometryLevel is null or LevelOfTheory.ForceFieldGeometry
            ? [.. PropertiesOf(theory, responds), Property.WeakestBondEnergy.Name]
            : PropertiesOf(theory, responds);
    }

    internal static IReadOnlyList<string> PropertiesOf(Psi4Theory theory, bool responds) =>
        theory != Psi4Theory.SelfConsistent ? ["total_energy", .. Differences]
        : responds ? [.. Properties, Polarizability, .. Differences]
        : [.. Properties, .. Differences];

    private static bool WantsResponse(CalculationRequest request) =>
        request.Wanted.Any(property => property.Name == Polarizability);

    private static bool Old(string version) => version is ['1', '.', < '4', '.', ..];

    // The scratch files go with the folder, whatever happens.
    private static ImmutableDictionary<string, string?> Surroundings(string folder, long memory) =>
        OneThread
            .In(folder)
            .Add("PSI_SCRATCH", folder)
            .Add(Psi4Input.MemoryVariable, memory.ToString(CultureInfo.InvariantCulture));
}
