using Lichen.Core.Molecules;
using Lichen.Studies.Qm7;

namespace Lichen.Benchmarks;

/// <summary>Structures of QM7 in a seeded order.</summary>
internal sealed class StructuresPool
{
    private readonly Geometry[] _geometries;

    private StructuresPool(Geometry[] geometries)
    {
        _geometries = geometries;
    }

    /// <summary>Null where the data are not: these paths are then left out.</summary>
    public static StructuresPool? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "shared", "data", "qm7", "qm7.xyz.gz");
            if (File.Exists(file))
            {
                Geometry[] geometries = [.. Qm7Set.Read(file).Geometries];
                new Random(1).Shuffle(geometries);
                return new StructuresPool(geometries);
            }
        }

        Console.Error.WriteLine("QM7 is not in ../shared/data: paths on structures are left out.");
        return null;
    }

    public Geometry[] Take(int count) => _geometries[..Math.Clamp(count, 1, _geometries.Length)];
}
