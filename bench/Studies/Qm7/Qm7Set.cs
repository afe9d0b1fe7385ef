using System.Collections.Immutable;
using System.IO.Compression;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Qm7;

/// <summary>QM7 geometries with atomisation energies of two levels, in kcal/mol, bound negative.</summary>
/// <remarks>Rupp, Tkatchenko, Mueller and von Lilienfeld 2012, <see
/// href="https://doi.org/10.1103/PhysRevLett.108.058301"/>.</remarks>
internal sealed record Qm7Set(
    ImmutableArray<Geometry> Geometries,
    ImmutableArray<double> Energies,
    ImmutableArray<double> LowerRung
)
{
    public static Qm7Set Read(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        XyzFrame[] frames = [.. XyzFrames.Read(text)];
        return new Qm7Set(
            [.. frames.Select(frame => frame.Geometry ?? throw Bad(frame, frame.Problem!))],
            [.. frames.Select(frame => Value(frame, "pbe0_def2tzvp_kcal_mol"))],
            [.. frames.Select(frame => Value(frame, "dftb3_kcal_mol"))]
        );
    }

    private static double Value(XyzFrame frame, string name) =>
        frame.Keys.Number(name, out double value) is { } problem ? throw Bad(frame, problem) : value;

    private static InvalidDataException Bad(XyzFrame frame, string problem) => new($"line {frame.Line}: {problem}");
}
