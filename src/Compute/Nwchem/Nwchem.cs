using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Nwchem;

/// <summary>
/// The program NWChem: single points of Hartree-Fock, density functionals with D3, MP2 and CCSD(T), polarizabilities and
/// excitations.
/// </summary>
/// <remarks>See docs/methods/nwchem.md for what is read, checked and refused.</remarks>
public sealed class Nwchem : IEngine
{
    /// <summary>Counts the changes in how NWChem is called or read that may change a number.</summary>
    private const int Recipe = 1;

    private const long LeastMemoryBytes = 400_000_000;
    private const string InputFile = "lichen.nw";
    private const string Polarizability = "isotropic_polarizability";

    private const string Reference =
        "E. Aprà et al., J. Chem. Phys. 2020, 152, 184102, https://doi.org/10.1063/5.0004997";

    private const string D3 =
        "D3: S. Grimme, J. Antony, S. Ehrlich, H. Krieg, J. Chem. Phys. 2010, 132, 154104, https://doi.org/10.1063/1.3382344";

    private const string BeckeJohnson =
        "D3(BJ): S. Grimme, S. Ehrlich, L. Goerigk, J. Comput. Chem. 2011, 32, 1456, https://doi.org/10.1002/jcc.21759";

    private readonly Guard _guard;
    private readonly string _version;
    private readonly string _library;
    private readonly BasisFolder _basis;

    /// <param name="guard">Runs the program.</param>
    /// <param name="program">NWChem as it was found, with the folder of basis sets that it told of.</param>
    public Nwchem(Guard guard, FoundProgram program)
    {
        _guard = guard;
        _version = program.Version;
        _library = program.Capabilities.First(name =>
            name.StartsWith(NwchemProbe.BasisFolder, StringComparison.Ordinal)
        )[NwchemProbe.BasisFolder.Length..];
        _basis = NwchemBasis.In(_library);
        Identity = new("nwchem", $"{program.Version}+r{Recipe}", "ECL-2.0", program.Location, [Reference]);
    }

    /// <summary>What NWChem gives at which kind of level.</summary>
    internal static IReadOnlyList<Capability> Capabilities =>
        [
            Like("HF and density functionals (not meta)", "HF"),
            Like("meta functionals", "M06-2X"),
            Like("MP2", "MP2"),
            Like("CCSD(T)", "CCSD(T)"),
        ];

    public EngineIdentity Identity { get; }

    public EngineOffer Offer(LevelOfTheory level)
    {
        var (method, problem) = NwchemMethod.Of(level.Method);
        problem ??= LevelProblem(level);
        if (problem is not null)
        {
            return EngineOffer.None(problem);
        }

        var geometry =
            level.GeometryLevel == LevelOfTheory.ForceFieldGeometry ? GeometryNeed.ForceField : GeometryNeed.LowerLevel;
        return new EngineOffer(PropertiesOf(method!), geometry, null, CitationsOf(method!.Dispersion));
    }

    internal static IReadOnlyList<string> PropertiesOf(NwchemMethod method)
    {
        List<string> properties = ["total_energy"];
        if (method.HasOrbitals)
        {
            properties.InsertRange(0, ["homo_lumo_gap", "homo_energy", "lumo_energy", "dipole_moment"]);
            if (method.Functional is not { IsMeta: true })
            {
                properties.Add(Polarizability);
                properties.AddRange(NwchemBright.Properties);
            }
        }

        if (method.Theory != NwchemTheory.CoupledCluster)
        {
            properties.AddRange([VerticalDifferences.Ionization, VerticalDifferences.Affinity]);
        }

        return properties;
    }

    public string? Refusal(Candidate candidate, LevelOfTheory level)
    {
        if (level.Basis is { } basis && _basis.Has(basis))
        {
            var has = _basis.ElementsOf(basis);
            if (candidate.Elements.FirstOrDefault(symbol => !has.Contains(symbol)) is { } missing)
            {
                return $"nwchem: basis {basis} has no {missing}";
            }
        }

        if (
            candidate.Elements.FirstOrDefault(symbol => !(Elements.AtomicNumber(symbol) <= FrozenCore.Heaviest)) is
            { } heavy
        )
        {
            return $"nwchem computes all electrons here, for H to Kr, not for {heavy}; psi4 has core potentials";
        }

        if (candidate.Multiplicity != 1 && NwchemMethod.Of(level.Method).Method?.Theory == NwchemTheory.CoupledCluster)
        {
            return "nwchem's CCSD(T) is for closed shells here; psi4 takes open ones";
        }

        return Spin.Problem("nwchem", candidate);
    }

    public string? CureFor(string code) => NwchemSettings.For(code)?.Words;

    public async Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var (candidate, level) = (request.Candidate, request.Level);
        var extras = Extras(request);
        var offer = Offer(level);
        var refusal =
            offer.Problem
            ?? Acceptance.NotGiven("nwchem", request, offer)
            ?? Refusal(candidate, level)
            ?? (
                extras != NwchemExtras.None && candidate.Multiplicity != 1
                    ? "nwchem gives polarizabilities and bright excitations of closed shells here"
                    : null
            )
            ?? (request.Start is null ? "nwchem needs a geometry" : null);
        if (refusal is not null)
        {
            return Failure.Refused("nwchem", _version, level, refusal);
        }

        var molecule = await RunOneAsync(VerticalDifferences.OfMolecule(request), cancellationToken);
        return await VerticalDifferences.AddAsync(request, molecule, ion => RunOneAsync(ion, cancellationToken));
    }

    /// <summary>Turns what the program left into an outcome: first the process, then its words, then markers, then numbers.</summary>
    internal static Outcome Judge(CalculationRequest request, ProgramResult result, int tasks, Provenance provenance)
    {
        var read = NwchemOutput.Read(result.Output);
        var words = $"{result.Output}\n{result.Errors}";
        var values = Acceptance.OfMolecule(request.Candidate, read.Values);
        if (NwchemMethod.Of(request.Level.Method).Method is { HasOrbitals: false })
        {
            // The orbitals printed are those of the reference, which is another level.
            values = values.RemoveRange(["homo_energy", "lumo_energy", "homo_lumo_gap"]);
        }

        Failure? dark = null;
        if (Extras(request).HasFlag(NwchemExtras.Excitations))
        {
            (values, dark) = NwchemBright.Add(values, read);
        }

        values = SpinContamination.Add(values, request.Candidate, read.SpinSquared);
        var failure =
            Failure.OfProcess("nwchem", result)
            ?? Failure.OfDisk("nwchem", result, words)
            // NWChem ends with the code of whatever stopped it, so its words come before the exit; none of them is in a
            // run that ended well.
            ?? (result.ExitCode == 0 ? null : NwchemFailures.Find(words))
            ?? Failure.OfExit("nwchem", result)
            ?? Markers(read, tasks, provenance.Version)
            ?? dark
            ?? Acceptance.Problem("nwchem", request, values, request.Start)
            ?? Acceptance.GapCollapse("nwchem", request, values)
            ?? SpinContamination.Problem("nwchem", request.Candidate, read.SpinSquared);
        return failure is null
            ? new Computed(values, request.Start, result.Usage, provenance)
            : failure.At(result.Usage, provenance);
    }

    private async Task<Outcome> RunOneAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        var settings = NwchemSettings.For(request.Cure) ?? NwchemSettings.First;
        var input = NwchemInput.For(
            request.Candidate,
            request.Level,
            NwchemMethod.Of(request.Level.Method).Method!,
            request.Start!,
            Extras(request),
            settings
        );
        var provenance = new Provenance("nwchem", _version, input.Settings, input.Hash);
        var memory = Math.Max(LeastMemoryBytes, (long)(request.Limits.MemoryBytes * settings.MemoryShare));
        var text = input.WithMemory(memory);
        if (
            await WorkFiles.WriteAsync("nwchem", request.WorkFolder, [new(InputFile, text)], cancellationToken) is
            { } full
        )
        {
            return full.At(ResourceUsage.Nothing, provenance);
        }

        var call = new ProgramCall(Identity.Location, [InputFile], request.WorkFolder)
        {
            Environment = OneThread.In(request.WorkFolder).Add("NWCHEM_BASIS_LIBRARY", _library + "/"),
            Limits = request.Limits,
            MostOutputBytes = 64 << 20,
        };
        var result = await _guard.RunAsync(call, cancellationToken);
        return WorkFiles.Explain("nwchem", request.WorkFolder, Judge(request, result, input.Tasks, provenance));
    }

    private static Capability Like(string levels, string method) =>
        new("nwchem", levels, PropertiesOf(NwchemMethod.Of(method).Method!));

    private string? LevelProblem(LevelOfTheory level)
    {
        if (level.Basis is null)
        {
            return $"nwchem needs a basis set; write {level.Method}/def2-SVP//GFN2-xTB";
        }

        if (NwchemBasis.NeedsPotential(level.Basis))
        {
            return $"'{level.Basis}' goes with core potentials, which are not offered through nwchem; write {level.Method}/def2-SVP";
        }

        if (!_basis.Has(level.Basis))
        {
            var near = _basis.Nearest(level.Basis) is { } name ? $"; did you mean {name}?" : "";
            return $"nwchem {_version} has no basis set '{level.Basis}'{near}";
        }

        if (level.Optimises)
        {
            return $"nwchem does single points here; write {level}//GFN2-xTB for the geometry of a lower level";
        }

        return level.Solvation is { } solvation
            ? $"nwchem computes in the gas phase here; '{solvation}' is not offered"
            : null;
    }

    private static string[] CitationsOf(Dispersion dispersion) =>
        dispersion switch
        {
            Dispersion.D3Zero => [D3],
            Dispersion.D3BeckeJohnson => [D3, BeckeJohnson],
            _ => [],
        };

    private static NwchemExtras Extras(CalculationRequest request) =>
        (request.Wanted.Any(property => property.Name == Polarizability) ? NwchemExtras.Polarizability : 0)
        | (
            request.Wanted.Any(property => NwchemBright.Properties.Contains(property.Name))
                ? NwchemExtras.Excitations
                : 0
        );

    private static Failure? Markers(NwchemOutput read, int tasks, string version)
    {
        if (!read.EndedNormally || read.TasksDone < tasks)
        {
            return new(
                FailureKind.Transient,
                FailureCodes.OutputIncomplete,
                $"nwchem finished {read.TasksDone} of {tasks} tasks and {(read.EndedNormally ? "ended" : "did not end")}"
            );
        }

        return Failure.OfVersion("nwchem", read.Version, version);
    }
}
