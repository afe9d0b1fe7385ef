using Lichen.Core.Molecules;
using Lichen.Learning.Structures;
using Lichen.Learning.Tests.Structures;

namespace Lichen.Benchmarks;

/// <summary>Representations of QM7's structures; FCHL19 against its formulas written out, one exponential a
/// term.</summary>
internal static class StructuresRepresentation
{
    public static IEnumerable<Finding> Run(Scale scale, StructuresPool pool)
    {
        Geometry[] all = pool.Take(scale.Structures);
        Geometry[] few = pool.Take(scale.Structures / 20);
        var elements = ElementSet.Of(all);
        var fchl = new Fchl19(elements);
        var slatm = new Slatm(elements);
        var rows = new double[all.Max(geometry => geometry.AtomCount) * fchl.Length];
        var vector = new double[slatm.Length];
        (string Name, Action<Geometry> Describe)[] paths =
        [
            ("FCHL19", geometry => fchl.Describe(geometry, rows.AsSpan(0, geometry.AtomCount * fchl.Length))),
            ("SLATM", geometry => slatm.Describe(geometry, vector)),
            ("cMBDF", geometry => Cmbdf.Describe(geometry, rows.AsSpan(0, geometry.AtomCount * Cmbdf.Length))),
        ];
        foreach (var (name, describe) in paths)
        {
            var turns = Turns.Take(
                scale.Repeats,
                () => Sample.Of(() => Array.ForEach(all, geometry => describe(geometry))).Per(all.Length),
                () =>
                    Sample
                        .Of(() => Array.ForEach(few, geometry => ClearRepresentations.Fchl19(geometry, elements)))
                        .Per(few.Length)
            );
            yield return new Finding(
                $"{name} of {all.Length:N0} structures of QM7, each",
                "CPU",
                Finding.Milliseconds(turns.Here(Turns.Cpu)),
                $"FCHL19's formulas written out: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
                turns.Ratio(Turns.Cpu)
            );
        }
    }
}
