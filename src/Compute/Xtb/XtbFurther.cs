using System.Collections.Immutable;
using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Xtb;

/// <summary>
/// Properties that take further runs at the geometry of the first one. Nothing is run that no wanted property needs, and
/// the cost of every run is in the outcome.
/// </summary>
/// <param name="run">Runs xtb once and judges the result.</param>
internal sealed class XtbFurther(Func<CalculationRequest, XtbTask, Task<Outcome>> run)
{
    public const string Solvation = "solvation_free_energy";
    public const string Gibbs = "gibbs_energy";
    public const string Imaginary = "imaginary_modes";
    public const string LargestCharge = "largest_partial_charge";
    public const string SmallestCharge = "smallest_partial_charge";

    /// <summary>
    /// What xtb itself takes off an energy of ionization or attachment, in eV: the self-interaction that an electron
    /// gains or loses in a tight-binding model (Ásgeirsson et al. 2017, <see href="https://doi.org/10.1039/C7SC00601B"/>).
    /// </summary>
    public const double ChargingShift = 4.8455;

    /// <summary>File in which xtb leaves the geometry moved along an imaginary mode.</summary>
    private const string DistortedFile = "xtbhess.xyz";
    private const int MostReoptimisations = 2;

    private static readonly string[] Names =
    [
        Solvation,
        Gibbs,
        Imaginary,
        VerticalDifferences.Ionization,
        VerticalDifferences.Affinity,
    ];

    /// <summary>The request of the first run; what further runs are added to is its total energy, which must be there.</summary>
    public static CalculationRequest First(CalculationRequest request)
    {
        var own = request.Wanted.Where(property => !Names.Contains(property.Name)).ToList();
        return own.Count == request.Wanted.Count
            ? request
            : request with
            {
                Wanted = [.. own.Append(Property.TotalEnergy).Distinct()],
            };
    }

    /// <summary>Adds what is wanted beyond the first run.</summary>
    public async Task<Outcome> AddAsync(CalculationRequest request, Outcome first)
    {
        var outcome = first;
        // First, because its cure ends at another geometry.
        if (outcome is Computed optimum && (Wants(request, Gibbs) || Wants(request, Imaginary)))
        {
            outcome = await WithModesAsync(request, optimum);
        }

        if (outcome is Computed solvated && Wants(request, Solvation))
        {
            outcome = await WithSolvationAsync(request, solvated);
        }

        return outcome is Computed molecule ? await WithIonsAsync(request, molecule) : outcome;
    }

    /// <summary>The extreme charges of a file of one charge a line; empty where the lines are not the molecule's.</summary>
    public static ImmutableSortedDictionary<string, double> Charges(string text, Candidate candidate)
    {
        var none = ImmutableSortedDictionary<string, double>.Empty;
        var charges = new List<double>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!double.TryParse(line, CultureInfo.InvariantCulture, out var charge) || !double.IsFinite(charge))
            {
                return none;
            }

            charges.Add(charge);
        }

        // Printed to 1e-8 e; charges of half a file or of another run do not add up to that of the molecule.
        return charges.Count == candidate.Atoms && Math.Abs(charges.Sum() - candidate.Charge) < 1e-4
            ? none.Add(LargestCharge, charges.Max()).Add(SmallestCharge, charges.Min())
            : none;
    }

    private async Task<Outcome> WithModesAsync(CalculationRequest request, Computed optimum)
    {
        for (var round = 0; ; round++)
        {
            var asked = At(request, optimum, $"hessian-{round}", request.Level.Solvation) with
            {
                Wanted = [Property.TotalEnergy, Property.GibbsEnergy, Property.ImaginaryModes],
            };
            var hessian = await run(asked, XtbTask.Hessian);
            if (hessian is not Computed found)
            {
                return After(optimum, (Failed)hessian, "second derivatives");
            }

            var modes = found.Values[Imaginary];
            optimum = optimum with
            {
                Usage = optimum.Usage.Then(found.Usage),
                Values = optimum.Values.SetItem(Imaginary, modes).SetItem(Gibbs, found.Values[Gibbs]),
                Provenance = And(optimum.Provenance, FormattableString.Invariant($"second derivatives at the optimum, thermochemistry at {request.Level.Temperature} K")),
            };
            // Without a minimum there is no free energy; who asks for the modes alone wants their number.
            if (modes == 0 || !Wants(request, Gibbs))
            {
                return modes == 0 ? optimum : optimum with { Values = optimum.Values.Remove(Gibbs) };
            }

            var distorted = Path.Combine(asked.WorkFolder, DistortedFile);
            var start =
                request.Cure == FailureCodes.ImaginaryModes && round < MostReoptimisations && File.Exists(distorted)
                    ? Xyz.Read(await File.ReadAllTextAsync(distorted))
                    : null;
            if (start is null)
            {
                return new Failure(
                    FailureKind.Convergence,
                    FailureCodes.ImaginaryModes,
                    $"the optimised geometry has {modes} imaginary modes beyond 20i cm^-1: it is no minimum"
                ).At(optimum.Usage, optimum.Provenance);
            }

            var again = await run(
                First(request) with
                {
                    Start = start,
                    WorkFolder = Folder(request, $"reoptimised-{round}"),
                    Limits = VerticalDifferences.Left(request.Limits, optimum.Usage),
                },
                XtbTask.TightOptimisation
            );
            if (again is not Computed better)
            {
                return After(optimum, (Failed)again, "optimised again");
            }

            optimum = better with { Usage = optimum.Usage.Then(better.Usage) };
        }
    }

    private async Task<Outcome> WithSolvationAsync(CalculationRequest request, Computed solvated)
    {
        var gas = await run(
            At(request, solvated, "gas", solvation: null) with
            {
                Wanted = [Property.TotalEnergy],
            },
            XtbTask.Level
        );
        return gas switch
        {
            Computed found => solvated with
            {
                Usage = solvated.Usage.Then(found.Usage),
                Values = solvated.Values.SetItem(
                    Solvation,
                    (solvated.Values["total_energy"] - found.Values["total_energy"])
                        * Constants.HartreeInKilocaloriePerMole
                ),
                Provenance = And(solvated.Provenance, "solvation_free_energy by a second run in the gas phase"),
            },
            _ => After(solvated, (Failed)gas, "gas phase"),
        };
    }

    private async Task<Outcome> WithIonsAsync(CalculationRequest request, Computed molecule)
    {
        // The ions are single points at the molecule's geometry.
        var single = request with
        {
            Level = SinglePoint(request.Level, request.Level.Solvation),
            Start = molecule.Geometry,
        };
        var outcome = await VerticalDifferences.AddAsync(single, molecule, ion => run(ion, XtbTask.Level));
        if (outcome is not Computed computed)
        {
            return outcome;
        }

        foreach (var name in (string[])[VerticalDifferences.Ionization, VerticalDifferences.Affinity])
        {
            if (Wants(request, name))
            {
                computed = computed with
                {
                    Values = computed.Values.SetItem(name, computed.Values[name] - ChargingShift),
                    Provenance = And(
                        computed.Provenance,
                        FormattableString.Invariant($"{name} less xtb's shift of {ChargingShift} eV")
                    ),
                };
            }
        }

        return computed;
    }

    private static bool Wants(CalculationRequest request, string name) =>
        request.Wanted.Any(property => property.Name == name);

    /// <summary>A run at the geometry that was found, in a folder of its own, with what is left of the limits.</summary>
    private static CalculationRequest At(
        CalculationRequest request,
        Computed found,
        string folder,
        Solvation? solvation
    ) =>
        request with
        {
            Level = SinglePoint(request.Level, solvation),
            Start = found.Geometry,
            WorkFolder = Folder(request, folder),
            Limits = VerticalDifferences.Left(request.Limits, found.Usage),
        };

    private static LevelOfTheory SinglePoint(LevelOfTheory level, Solvation? solvation) =>
        level with
        {
            GeometryLevel = LevelOfTheory.ForceFieldGeometry,
            Solvation = solvation,
        };

    private static string Folder(CalculationRequest request, string name) =>
        Directory.CreateDirectory(Path.Combine(request.WorkFolder, name)).FullName;

    private static Provenance And(Provenance provenance, string words) =>
        provenance with
        {
            Settings = $"{provenance.Settings}; {words}",
        };

    private static Failed After(Computed before, Failed failed, string step) =>
        failed with
        {
            Usage = before.Usage.Then(failed.Usage),
            Reason = $"{step}: {failed.Reason}",
        };
}
