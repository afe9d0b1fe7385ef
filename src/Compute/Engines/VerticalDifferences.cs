using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Engines;

/// <summary>
/// Vertical ionization energy and electron affinity as differences of total energies at one geometry: neutral and ion,
/// each in its lowest spin beside the molecule's own.
/// </summary>
internal static class VerticalDifferences
{
    public const string Ionization = "vertical_ionization_energy";
    public const string Affinity = "vertical_electron_affinity";
    private const string Energy = "total_energy";

    /// <summary>The same request without what takes an ion.</summary>
    public static CalculationRequest OfMolecule(CalculationRequest request) =>
        request with
        {
            Wanted = [.. request.Wanted.Where(property => property.Name is not (Ionization or Affinity))],
        };

    /// <summary>
    /// The molecule with one electron less (<paramref name="charge"/> 1) or more (-1). A closed shell becomes a doublet,
    /// every open shell loses an unpaired electron.
    /// </summary>
    public static Candidate Ion(Candidate candidate, int charge) =>
        candidate with
        {
            Charge = candidate.Charge + charge,
            Electrons = candidate.Electrons - charge,
            Multiplicity = candidate.Multiplicity == 1 ? 2 : candidate.Multiplicity - 1,
        };

    /// <summary>Why a wanted ion cannot be, before anything runs; null when each can.</summary>
    public static string? IonProblem(string program, CalculationRequest request)
    {
        foreach (var (name, charge) in ((string, int)[])[(Ionization, 1), (Affinity, -1)])
        {
            if (
                request.Wanted.Any(property => property.Name == name)
                && Spin.Problem(program, Ion(request.Candidate, charge)) is { } problem
            )
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Adds the differences that are wanted; the cost of every run is in the outcome, also where one fails.</summary>
    /// <param name="request">The whole request.</param>
    /// <param name="molecule">The outcome of <see cref="OfMolecule"/>.</param>
    /// <param name="run">Runs a single point of an ion.</param>
    public static async Task<Outcome> AddAsync(
        CalculationRequest request,
        Outcome molecule,
        Func<CalculationRequest, Task<Outcome>> run
    )
    {
        var outcome = molecule;
        foreach (var (name, charge) in ((string, int)[])[(Ionization, 1), (Affinity, -1)])
        {
            if (outcome is not Computed computed)
            {
                return outcome;
            }

            if (request.Wanted.All(property => property.Name != name))
            {
                continue;
            }

            var ion = await run(RequestFor(request, computed, charge));
            var usage = computed.Usage.Then(ion.Usage);
            outcome = ion switch
            {
                Computed found => computed with
                {
                    Usage = usage,
                    // Both are positive for a molecule that holds its electrons and takes one more.
                    Values = computed.Values.SetItem(
                        name,
                        charge * (found.Values[Energy] - computed.Values[Energy]) * Constants.HartreeInElectronvolt
                    ),
                    Provenance = computed.Provenance with
                    {
                        Settings =
                            $"{computed.Provenance.Settings}; {name} by a second run with charge "
                            + $"{request.Candidate.Charge + charge}",
                    },
                },
                Failed failed => failed with
                {
                    Usage = usage,
                    Reason = $"ion of charge {request.Candidate.Charge + charge}: {failed.Reason}",
                },
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        return outcome;
    }

    private static CalculationRequest RequestFor(CalculationRequest request, Computed computed, int charge)
    {
        var folder = Path.Combine(request.WorkFolder, charge > 0 ? "cation" : "anion");
        Directory.CreateDirectory(folder);
        return request with
        {
            Candidate = Ion(request.Candidate, charge),
            Wanted = [Core.Properties.Property.TotalEnergy],
            WorkFolder = folder,
            Limits = Left(request.Limits, computed.Usage),
        };
    }

    /// <summary>What earlier runs of the same calculation leave of its limits.</summary>
    public static ResourceLimits Left(ResourceLimits limits, ResourceUsage usage) =>
        limits with
        {
            CpuTime = Left(limits.CpuTime, usage.CpuSeconds),
            WallTime = Left(limits.WallTime, usage.WallSeconds),
        };

    // Zero means no limit, so what is used up never becomes it, and what it is stays so.
    private static TimeSpan Left(TimeSpan limit, double seconds) =>
        limit <= TimeSpan.Zero ? limit : TimeSpan.FromSeconds(Math.Max(0.01, limit.TotalSeconds - seconds));
}
