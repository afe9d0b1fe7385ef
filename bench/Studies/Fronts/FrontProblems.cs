using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Lichen.Core.Objectives;
using Lichen.Studies.Dyes;

namespace Lichen.Studies.Fronts;

/// <summary>The problems of the study, read from published tables.</summary>
internal static class FrontProblems
{
    /// <summary>Large gap and large polarizability in a sample of QM9.</summary>
    /// <param name="dipole">With a large dipole moment as third wish.</param>
    public static FrontProblem Qm9(string data, bool dipole) =>
        dipole
            ? Qm9(data, "qm9-three", [Gap, Polarizability, ("mu", "dipole_moment", new Maximise())])
            : Qm9(data, "qm9", [Gap, Polarizability]);

    /// <summary>Transparent electron acceptors in a sample of QM9: a low LUMO and a large gap, whose errors go together.</summary>
    public static FrontProblem Acceptors(string data) =>
        Qm9(data, "qm9-acceptors", [("lumo", "lumo_energy", new Minimise()), Gap], most: 50);

    private static (string Column, string Property, Goal Goal) Gap => ("gap", "homo_lumo_gap", new Maximise());

    private static (string Column, string Property, Goal Goal) Polarizability =>
        ("alpha", "isotropic_polarizability", new Maximise());

    // 20 at random, then four at once.
    private static FrontProblem Qm9(
        string data,
        string name,
        ImmutableArray<(string Column, string Property, Goal Goal)> wishes,
        double most = 100
    )
    {
        var lines = File.ReadLines(Path.Combine(data, "qm9-micro", "micro_qm9.csv")).Select(line => line.Split(','));
        var header = lines.First().ToList();
        ImmutableArray<FrontMolecule> molecules =
        [
            .. lines
                .Skip(1)
                .Select(fields => new FrontMolecule(
                    fields[header.IndexOf("smiles")],
                    [
                        [.. wishes.Select(column => Number(fields[header.IndexOf(column.Column)]))],
                    ],
                    [1]
                )),
        ];
        return new FrontProblem(
            name,
            ["table"],
            [.. wishes.Select(wish => (wish.Property, wish.Goal))],
            [],
            molecules,
            most / molecules.Length,
            20 / most,
            4
        );
    }

    /// <summary>Small gap, large dipole moment and small SA score of the dyes pool, two rungs.</summary>
    public static FrontProblem Dyes()
    {
        var dipoles = Rows(DipolesTable.File)
            .Skip(1)
            .ToDictionary(fields => fields[0], fields => (Cheap: Number(fields[1]), Dear: Number(fields[2])));
        var lines = Rows(DyesTable.File).ToList();
        var header = lines[0].ToList();
        return new FrontProblem(
            "dyes",
            [DyesTable.Cheap, DyesTable.Dear],
            [("homo_lumo_gap", new Minimise()), ("dipole_moment", new Maximise())],
            [("sa_score", new Minimise())],
            [
                .. lines
                    .Skip(1)
                    .Select(fields =>
                        (Fields: fields, Dipole: dipoles.GetValueOrDefault(fields[header.IndexOf("smiles")]))
                    )
                    .Select(row => new FrontMolecule(
                        row.Fields[header.IndexOf("smiles")],
                        [
                            [Number(row.Fields[header.IndexOf("gap_single_point_eV")]), row.Dipole.Cheap],
                            [Number(row.Fields[header.IndexOf("gap_optimised_eV")]), row.Dipole.Dear],
                        ],
                        [
                            Number(row.Fields[header.IndexOf("cost_cheap_core_seconds")])!.Value,
                            Number(row.Fields[header.IndexOf("cost_dear_core_seconds")])!.Value,
                        ]
                    )),
            ],
            0.05,
            0.1,
            4
        );
    }

    /// <summary>Docking score and SA score of a docked library; 8 % of it is asked.</summary>
    public static FrontProblem Enamine(string data)
    {
        var folder = Path.Combine(data, "molpal-enamine");
        var scores = Rows(Path.Combine(folder, "Enamine10k_scores.csv.gz"))
            .Skip(1)
            .Where(fields => Number(fields[1]) is not null)
            .DistinctBy(fields => fields[0])
            .ToDictionary(fields => fields[0], fields => Number(fields[1]));
        return new FrontProblem(
            "enamine-10k",
            ["docking"],
            [("docking_score", new Minimise())],
            [("sa_score", new Minimise())],
            [
                .. Rows(Path.Combine(folder, "Enamine10k_library.csv.gz"))
                    .Skip(1)
                    .Select(fields => new FrontMolecule(
                        fields[0],
                        [
                            [scores.GetValueOrDefault(fields[0])],
                        ],
                        [1]
                    )),
            ],
            0.08,
            1.0 / 8,
            1
        );
    }

    private static IEnumerable<string[]> Rows(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
