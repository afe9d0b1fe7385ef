using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Objectives;

namespace Lichen.Studies.Fronts;

/// <summary>The problems of the study, read from published tables.</summary>
internal static class FrontProblems
{
    /// <summary>Large gap and large polarizability in a sample of QM9: 20 at random, then four at once to 100.</summary>
    /// <param name="dipole">With a large dipole moment as third wish.</param>
    public static FrontProblem Qm9(string data, bool dipole)
    {
        var lines = File.ReadLines(Path.Combine(data, "qm9-micro", "micro_qm9.csv")).Select(line => line.Split(','));
        var header = lines.First().ToList();
        string[] columns = dipole ? ["gap", "alpha", "mu"] : ["gap", "alpha"];
        ImmutableArray<FrontMolecule> molecules =
        [
            .. lines
                .Skip(1)
                .Select(fields => new FrontMolecule(
                    fields[header.IndexOf("smiles")],
                    [.. columns.Select(column => Number(fields[header.IndexOf(column)]))],
                    1
                )),
        ];
        return new FrontProblem(
            dipole ? "qm9-three" : "qm9",
            [.. columns.Select(column => (column, (Goal)new Maximise()))],
            [],
            molecules,
            // The guard reserves a little more than the last calculation takes.
            100.0 / molecules.Length,
            20.0 / 100,
            4
        );
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
