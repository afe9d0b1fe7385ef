using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Learning.Potentials;

namespace Lichen.Cli.Doctor;

/// <summary>The programs behind engines, found and asked exactly as campaigns do it.</summary>
internal static class EngineParts
{
    private static readonly (string Engine, string Purpose, bool IsNeeded)[] Known =
    [
        ("xtb", "GFN2-xTB, GFN1-xTB, GFN-FF", true),
        ("mopac", "PM7, PM6-D3H4X", false),
        ("psi4", "Hartree-Fock, density functionals, MP2, CCSD(T)", true),
        ("nwchem", "Hartree-Fock, density functionals with D3, MP2, CCSD(T), excitations", false),
    ];

    /// <param name="cacheFolder">Folder where answers are remembered.</param>
    /// <param name="limit">Time that one program may take to answer.</param>
    /// <param name="cancellationToken">Ends the wait; no process is left behind.</param>
    public static async Task<IReadOnlyList<Part>> ProbeAsync(
        string cacheFolder,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        Guard guard;
        try
        {
            guard = Guard.Beside();
        }
        catch (FileNotFoundException missing)
        {
            return [GuardPart(PartState.Missing, "", missing.Message, Cures.Rebuild)];
        }

        var probe = new EngineProbe(guard, cacheFolder);
        var engines = Known.Select(known =>
            ProbeAsync(probe, known.Engine, known.Purpose, known.IsNeeded, limit, cancellationToken)
        );
        var where = Path.Combine(AppContext.BaseDirectory, "lichen-guard");
        return [.. await Task.WhenAll(engines), .. Potentials(), GuardPart(PartState.Found, where, "", "")];
    }

    // Their files are checked when they are read, and by 'lichen models check'.
    private static IEnumerable<Part> Potentials() =>
        PotentialCard.Known.Select(card =>
            DataFolder.Potentials.Find(card.Name) is null
                ? new Part(
                    card.Name,
                    "machine-learned potential",
                    false,
                    PartState.Missing,
                    "",
                    card.Licence,
                    "",
                    "it is not installed",
                    $"lichen models add {card.Name} --from FOLDER|URL"
                )
                : new Part(
                    card.Name,
                    "machine-learned potential",
                    false,
                    PartState.Found,
                    PotentialStore.Fingerprint(card),
                    card.Licence,
                    DataFolder.Potentials.PlaceOf(card),
                    "",
                    ""
                )
        );

    private static async Task<Part> ProbeAsync(
        EngineProbe probe,
        string engine,
        string purpose,
        bool isNeeded,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        try
        {
            var report = await probe.FindAsync(engine, timed.Token);
            if (report.Program is { } program)
            {
                var functionals = program.Capabilities.Count > 0 ? $", {program.Capabilities.Count} methods" : "";
                return new(
                    engine,
                    purpose + functionals,
                    isNeeded,
                    PartState.Found,
                    program.Version,
                    report.Licence,
                    program.Location,
                    "",
                    ""
                );
            }

            var located = EngineProbe.Locate(engine);
            return located is null
                ? new(
                    engine,
                    purpose,
                    isNeeded,
                    PartState.Missing,
                    "",
                    report.Licence,
                    "",
                    report.Problem!,
                    Cures.Package(engine)
                )
                : new(
                    engine,
                    purpose,
                    isNeeded,
                    PartState.Broken,
                    "",
                    report.Licence,
                    located,
                    report.Problem!,
                    Cures.Reinstall(engine)
                );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var problem = $"gave no answer within {limit.TotalSeconds:0} s";
            return new(
                engine,
                purpose,
                isNeeded,
                PartState.Broken,
                "",
                "",
                EngineProbe.Locate(engine) ?? "",
                problem,
                Cures.Reinstall(engine)
            );
        }
    }

    private static Part GuardPart(PartState state, string where, string problem, string cure) =>
        new(
            "lichen-guard",
            "bounds and measures programs",
            true,
            state,
            LichenCommand.Version,
            "MIT",
            where,
            problem,
            cure
        );
}
