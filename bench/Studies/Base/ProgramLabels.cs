using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Psi4;
using Lichen.Compute.Xtb;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Base;

/// <summary>Labels structures with a program of this machine, each in a folder of its own.</summary>
internal sealed class ProgramLabels
{
    private readonly Func<Geometry, string, StructureLabel?> _compute;

    private ProgramLabels(Func<Geometry, string, StructureLabel?> compute) => _compute = compute;

    /// <summary>By GFN2-xTB.</summary>
    /// <exception cref="InvalidOperationException">There is no xtb that can be used.</exception>
    public static async Task<ProgramLabels> OfXtbAsync()
    {
        var (guard, program) = await FindAsync("xtb");
        var xtb = new XtbForces(guard, program);
        return new ProgramLabels((geometry, folder) => xtb.Compute(geometry, folder, CancellationToken.None));
    }

    /// <summary>By a density functional.</summary>
    /// <exception cref="InvalidOperationException">There is no Psi4 that can be used.</exception>
    public static async Task<ProgramLabels> OfPsi4Async(string method, string basis)
    {
        var (guard, program) = await FindAsync("psi4");
        var psi4 = new Psi4Forces(guard, program, method, basis);
        return new ProgramLabels((geometry, folder) => psi4.Compute(geometry, folder, CancellationToken.None));
    }

    /// <summary>Energy and forces, or null where the program gives none.</summary>
    public StructureLabel? Of(Geometry geometry)
    {
        string folder = Directory.CreateTempSubdirectory("lichen-base-").FullName;
        try
        {
            return _compute(geometry, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(Guard Guard, FoundProgram Program)> FindAsync(string name)
    {
        var guard = Guard.Beside();
        var report = await new EngineProbe(guard, Path.GetTempPath()).FindAsync(name, CancellationToken.None);
        return (guard, report.Program ?? throw new InvalidOperationException(report.Problem));
    }
}
