using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Storage;

namespace Lichen.Studies.Base;

/// <summary>The data set as two Parquet tables: a row a structure, and a row an atom.</summary>
internal static class BaseExport
{
    private const double ForceUnit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;

    public static void Run(BaseSet set, string folder)
    {
        (string Split, Example Example)[] all =
        [
            .. set.Train.Select(example => ("train", example)),
            .. set.Valid.Select(example => ("valid", example)),
            .. set.Test.Select(example => ("test", example)),
        ];
        ParquetTable.Write(
            Path.Combine(folder, "structures.parquet"),
            new Table(
                [
                    new("structure", ColumnType.Whole),
                    new("split", ColumnType.Text),
                    new("smiles", ColumnType.Text),
                    new("kind", ColumnType.Text),
                    new("index", ColumnType.Whole),
                    new("atoms", ColumnType.Whole),
                    new("energy_eV", ColumnType.Real) { Unit = "eV" },
                    new("gap_eV", ColumnType.Real) { Unit = "eV" },
                    .. "xyz".Select(d => new TableColumn($"dipole_{d}_e_angstrom", ColumnType.Real)
                    {
                        Unit = "e angstrom",
                    }),
                ],
                all.Select(
                    (row, i) =>
                        (object?[])
                            [
                                (long)i,
                                row.Split,
                                row.Example.Smiles,
                                row.Example.Kind,
                                row.Example.Index,
                                (long)row.Example.Label.Geometry.AtomCount,
                                row.Example.Label.Hartree * Constants.HartreeInElectronvolt,
                                row.Example.Label.GapElectronvolts,
                                .. row.Example.Label.Dipole.Select(d => (object?)(d * Constants.BohrInAngstrom)),
                            ]
                )
            )
        );
        ParquetTable.Write(
            Path.Combine(folder, "atoms.parquet"),
            new Table(
                [
                    new("structure", ColumnType.Whole),
                    new("element", ColumnType.Text),
                    .. "xyz".Select(d => new TableColumn($"{d}_angstrom", ColumnType.Real) { Unit = "angstrom" }),
                    .. "xyz".Select(d => new TableColumn($"force_{d}_eV_per_angstrom", ColumnType.Real)
                    {
                        Unit = "eV/angstrom",
                    }),
                    new("charge_e", ColumnType.Real) { Unit = "e" },
                ],
                all.SelectMany((row, i) => Atoms(i, row.Example))
            )
        );
        Console.WriteLine($"{all.Length} structures in {folder}: structures.parquet, atoms.parquet");
    }

    private static IEnumerable<object?[]> Atoms(long structure, Example example)
    {
        double[] angstrom = example.Label.Geometry.ToAngstrom();
        for (int i = 0; i < example.Label.Geometry.AtomCount; i++)
        {
            yield return
            [
                structure,
                Elements.Symbol(example.Label.Geometry.AtomicNumbers[i]),
                .. angstrom[(3 * i)..((3 * i) + 3)].Select(x => (object?)x),
                .. example.Label.Forces[(3 * i)..((3 * i) + 3)].Select(f => (object?)(f * ForceUnit)),
                example.Label.Charges[i],
            ];
        }
    }
}
