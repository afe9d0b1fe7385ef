using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Xtb;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Base;

/// <summary>Labels structures with the xtb of this machine, each in a folder of its own.</summary>
internal sealed class XtbLabels
{
    private readonly XtbForces _xtb;

    private XtbLabels(XtbForces xtb) => _xtb = xtb;

    /// <exception cref="InvalidOperationException">There is no xtb that can be used.</exception>
    public static async Task<XtbLabels> OpenAsync()
    {
        var guard = Guard.Beside();
        var report = await new EngineProbe(guard, Path.GetTempPath()).FindAsync("xtb", CancellationToken.None);
        return new XtbLabels(
            new XtbForces(guard, report.Program ?? throw new InvalidOperationException(report.Problem))
        );
    }

    /// <summary>Energy and forces, or null where xtb gives none.</summary>
    public StructureLabel? Of(Geometry geometry)
    {
        string folder = Directory.CreateTempSubdirectory("lichen-base-").FullName;
        try
        {
            return _xtb.Compute(geometry, folder, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
