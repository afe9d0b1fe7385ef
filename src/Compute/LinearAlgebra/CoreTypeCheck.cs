using System.Diagnostics;
using System.Globalization;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.LinearAlgebra;

/// <summary>
/// Whether another kernel of OpenBLAS leaves a program's energies as they are: another order of summation may change
/// their last digits and nothing more.
/// </summary>
public static class CoreTypeCheck
{
    /// <summary>The variable of the environment that names OpenBLAS's kernel.</summary>
    public const string Variable = "OPENBLAS_CORETYPE";

    /// <summary>Largest difference that is rounding, in hartree.</summary>
    public const double Rounding = 1e-8;

    private const double HartreeInKilocaloriesPerMole = 627.5094740631;

    /// <summary>Computes water once with each engine; says what differs, or null when the energies agree.</summary>
    /// <param name="plain">The engine as it is.</param>
    /// <param name="tuned">The same engine with the kernel to try.</param>
    /// <param name="cancellationToken">Ends the wait; no process is left behind.</param>
    public static async Task<string?> ProblemAsync(IEngine plain, IEngine tuned, CancellationToken cancellationToken) =>
        Problem(await RunAsync(plain, cancellationToken), await RunAsync(tuned, cancellationToken));

    /// <summary>Says how two outcomes of the same calculation differ; null when they agree.</summary>
    internal static string? Problem(Outcome plain, Outcome tuned)
    {
        if (new[] { plain, tuned }.OfType<Failed>().FirstOrDefault() is { } failed)
        {
            return $"the check did not run: {failed.Reason}";
        }

        var difference = Math.Abs(Energy(plain) - Energy(tuned));
        return difference <= Rounding
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the energy of water changes by {difference:E1} hartree, more than the {Rounding:E0} of rounding"
            );
    }

    private static double Energy(Outcome outcome) =>
        outcome is not Computed computed ? throw new UnreachableException()
        : computed.Values.TryGetValue(Property.TotalEnergy.Name, out var energy) ? energy
        : computed.Values[Property.HeatOfFormation.Name] / HartreeInKilocaloriesPerMole;

    // MOPAC tells its energies as heats of formation, to 1.6e-8 hartree: its last digit must stay.
    private static (string Level, Property Energy) Question(string engine) =>
        engine switch
        {
            "xtb" => ("GFN2-xTB//MMFF94", Property.TotalEnergy),
            "mopac" => ("PM7//MMFF94", Property.HeatOfFormation),
            _ => ("HF/def2-SVP//MMFF94", Property.TotalEnergy),
        };

    private static async Task<Outcome> RunAsync(IEngine engine, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lichen-check-").FullName;
        try
        {
            var (level, energy) = Question(engine.Identity.Name);
            var request = new CalculationRequest(
                new Candidate(1, "water", "O", 0, 1, 1, 3, 10, ["H", "O"]),
                LevelOfTheory.Parse(level),
                [energy],
                Geometry.FromAngstrom([8, 1, 1], [0, 0, 0.1173, 0, 0.7572, -0.4692, 0, -0.7572, -0.4692]),
                [(0, 1), (0, 2)],
                new ResourceLimits(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), 2L << 30),
                folder,
                null
            );
            return await engine.RunAsync(request, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
